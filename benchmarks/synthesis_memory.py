"""How much memory it takes to speak 20 segments, and how much 2,000.

Read it so: `peak` is the most that a process has held while it spoke so many segments of 1.5 s each with an
engine that answers at once. The bound is what 2,000 may take beyond 20: if their samples or their sound files
were kept in memory, each would be 96 MB. A second run finds everything in the cache.

By hand: `python -m benchmarks.synthesis_memory`.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks._timing import print_table

FEW, MANY = 20, 2_000
BOUND_MB = 50
LENGTH_S = 1.5
ROOT = Path(__file__).parent.parent


def main() -> int:
    measured = peaks_mb()
    grown_mb = measured["many"] - measured["few"]
    again_mb = measured["again"] - measured["few"]
    rows = [
        ("", "peak, MB", "beyond 20", "bound"),
        (f"{FEW} segments", f"{measured['few']:.1f}", "", ""),
        (f"{MANY:,} segments", f"{measured['many']:.1f}", f"{grown_mb:.1f}", f"{BOUND_MB}"),
        ("  again, from the cache", f"{measured['again']:.1f}", f"{again_mb:.1f}", f"{BOUND_MB}"),
    ]
    print_table(rows)
    return int(max(grown_mb, again_mb) > BOUND_MB)


def peaks_mb() -> dict[str, float]:
    """The peaks of three processes: `few` segments, `many`, and those `again`.

    They are started by a process that holds next to nothing: on Linux a peak begins at what the parent held.
    """
    done = subprocess.run(_command("peaks"), cwd=ROOT, check=True, stdout=subprocess.PIPE)
    peaks: dict[str, float] = json.loads(done.stdout)
    return peaks


def _print_peaks() -> None:
    with tempfile.TemporaryDirectory(prefix="bobao-") as name:
        runs = {"few": (FEW, "few"), "many": (MANY, "many"), "again": (MANY, "many")}
        peaks = {run: _peak_mb(count, Path(name) / cache) for run, (count, cache) in runs.items()}
    print(json.dumps(peaks))


def _peak_mb(count: int, cache: Path) -> float:
    done = subprocess.run(_command(str(count), str(cache)), check=True, stdout=subprocess.PIPE)
    return float(done.stdout)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.synthesis_memory", *arguments]


def speak(count: int, cache: Path) -> None:
    """Speak so many segments, no two alike."""
    from audio import ClipCache, Mark, Narrator, Speech, synthesize
    from scripts import Segment
    from tests.tones import ToneEngine, tone, wav

    class InstantEngine(ToneEngine):
        """Has its answer ready."""

        sound = wav(tone(LENGTH_S))

        async def speak(self, utterance):
            # A copy, as an engine's answers are.
            return Speech(bytes(bytearray(self.sound)), (Mark(utterance.text, 0.0, LENGTH_S),))

    segments = [Segment(text, text, 0.5) for text in (f"这是第{number}句话。" for number in range(count))]
    narrator = Narrator(InstantEngine(concurrency=4), InstantEngine.default_voice)
    with tempfile.TemporaryDirectory(prefix="bobao-") as folder:
        synthesize(segments, narrator, ClipCache(cache), Path(folder), lambda _: None)


def _print_peak(count: int, cache: Path) -> None:
    import resource

    speak(count, cache)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak * (1 if sys.platform == "darwin" else 1024) / 1e6)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["peaks"]:
            _print_peaks()
        case [count, cache]:
            _print_peak(int(count), Path(cache))
        case _:
            sys.exit(main())
