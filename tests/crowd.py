"""One of several processes that speak through the same service: `python -m tests.crowd FOLDER URL NAME TEXT...`.

It prints a line when it is ready, begins when it is sent one, and shares its places with all who name the FOLDER.
"""

import sys
from pathlib import Path

from audio import ClipCache, MachineLimit, Narrator, synthesize
from audio.openai import OpenAIEngine
from scripts import Segment


def speak(folder: Path, url: str, name: str, texts: list[str]) -> None:
    """Speak every text, from a cache of its own."""
    import audio.openai_client  # noqa: F401 - so that all begin at once

    engine = OpenAIEngine(model="m", url=url)
    narrator = Narrator(engine, engine.default_voice, limit=MachineLimit(folder / "connections"))
    own = folder / name
    own.mkdir(parents=True)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    segments = [Segment(text, text, 0.5) for text in texts]
    synthesize(segments, narrator, ClipCache(own / "cache"), own, lambda _: None)


if __name__ == "__main__":
    speak(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
