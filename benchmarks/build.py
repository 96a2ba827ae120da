"""How long a whole offline build takes beside the tools it stands on, and how long a person waits for --help.

Read it so: `build` is the command line from start to end with an empty cache. `espeak alone` is the library
saying the same text with its plain Mandarin voice; `ffmpeg alone` is one LAME encode of the finished sound.
The bound is 1.5 × (espeak alone + ffmpeg alone + 0.5 s). `edited` is a build after an edit of one sentence,
for which one segment is spoken; mastering is most of either. `help` is held against importing typer and rich.
Each is the shortest of several rounds in which they take turns: longer ones waited for somebody else.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import espeakng_loader

from audio import ffmpeg_path
from benchmarks._timing import print_table, run, shortest_of, users_environment
from episodes import find_show, open_or_plan_show, read_story, script_of
from scripts import read_source

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT.parent / "shared" / "samples" / "thepaper-llama-3.1.txt"
STORY = SAMPLE if SAMPLE.exists() else ROOT / "examples" / "driverless-metro.txt"
BOUND, HELP_BOUND = 1.5, 2.0
START_S = 0.5
SYNCHRONOUS, UTF8 = 2, 1


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = users_environment(
            BOBAO_CACHE_DIR=str(folder / "cache"), BOBAO_EDGE_URL="ws://127.0.0.1:9/"
        )
        fresh_build(folder, environment)
        audio = next((folder / "show").rglob("*.mp3"))
        build_s, edited_s, espeak_s, ffmpeg_s = shortest_of(
            lambda: fresh_build(folder, environment),
            rebuild_of_edited(folder, "espeak", environment),
            espeak_alone(spoken_text()),
            ffmpeg_alone(audio, folder),
        )
        help_s, import_s = shortest_of(
            lambda: run([sys.executable, "-m", "bobao", "--help"], cwd=ROOT, env=environment),
            lambda: run([sys.executable, "-c", "import typer, rich"], env=environment),
        )
    bound_s = espeak_s + ffmpeg_s + START_S
    rows = [
        ("", "seconds", "ratio", "bound"),
        (f"build {STORY.name}", f"{build_s:.2f}", f"{build_s / bound_s:.2f}", f"{BOUND}"),
        ("  espeak alone", f"{espeak_s:.2f}", "", ""),
        ("  ffmpeg alone", f"{ffmpeg_s:.2f}", "", ""),
        ("edited build", f"{edited_s:.2f}", f"{edited_s / build_s:.2f}", "below 1"),
        ("bobao --help", f"{help_s:.3f}", f"{help_s / import_s:.2f}", f"{HELP_BOUND}"),
        ("  import typer, rich", f"{import_s:.3f}", "", ""),
    ]
    print_table(rows)
    return int(build_s > BOUND * bound_s or edited_s >= build_s or help_s > HELP_BOUND * import_s)


def fresh_build(folder: Path, environment: dict[str, str]) -> None:
    for part in ("show", "cache"):
        shutil.rmtree(folder / part, ignore_errors=True)
    build = ["build", str(STORY), "--engine", "espeak", "--show", str(folder / "show")]
    run([sys.executable, "-m", "bobao", *build], cwd=ROOT, env=environment)


def rebuild_of_edited(folder: Path, engine: str, environment: dict[str, str]):
    """A build after an edit of one sentence, another edit each time; the story has been built already.

    It finds its other segments in the cache, which `fresh_build` has filled.
    """
    story, text, edits = folder / "story.txt", STORY.read_text("utf-8"), count()
    place = text.index("。", len(text) // 2)
    command = ["build", str(story), "--engine", engine, "--show", str(folder / "edited"), "--json"]

    def build() -> None:
        story.write_text(f"{text[:place]}，第{next(edits)}次修改{text[place:]}", "utf-8")
        command_line = [sys.executable, "-m", "bobao", *command]
        done = subprocess.run(command_line, cwd=ROOT, env=environment, check=True, capture_output=True)
        (episode,) = json.loads(done.stdout)["episodes"]
        if episode["change"] == "updated" and episode["synthesized"] != 1:
            raise SystemExit(f"{episode['synthesized']} segments were spoken after an edit of one sentence")

    build()
    return build


def story_segments():
    show = open_or_plan_show(find_show(ROOT / "no-such-show"))
    story = read_story(read_source(str(STORY), sys.stdin.buffer), show.settings)
    return script_of(story, show, datetime.now(UTC)).segments


def spoken_text() -> str:
    return "\n".join(segment.spoken for segment in story_segments())


def espeak_alone(text: str):
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(SYNCHRONOUS, 0, os.fsencode(espeakng_loader.get_data_path()), 0)
    heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(lambda *_: 0)
    library.espeak_SetSynthCallback(heard)
    library.espeak_SetVoiceByName(b"cmn")
    written = text.encode() + b"\0"

    def speak() -> None:
        assert heard is not None
        library.espeak_Synth(written, len(written), 0, 1, 0, UTF8, None, None)
        library.espeak_Synchronize()

    return speak


def ffmpeg_alone(audio: Path, folder: Path):
    wav, again = folder / "same.wav", folder / "again.mp3"
    run([ffmpeg_path(), "-y", "-i", str(audio), "-map", "0:a", "-ar", "44100", "-ac", "1", str(wav)])
    encode = ["-i", str(wav), "-c:a", "libmp3lame", "-b:a", "96k", str(again)]
    return lambda: run([ffmpeg_path(), "-y", *encode])


if __name__ == "__main__":
    sys.exit(main())
