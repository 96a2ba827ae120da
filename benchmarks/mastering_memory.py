"""How much memory and disk an episode of 10 minutes takes, and one of 5 hours.

Read it so: `peak` is the most that any process held, ours or ffmpeg, while the episode was made. The bound
is 250 MB for 5 hours, which may take a tenth more than 10 minutes at the most. `disk` is the most that lay
in the work folder at once, and must be below what `bobao build --dry-run` states.

By hand: `python -m benchmarks.mastering_memory`.
"""

import json
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from benchmarks._timing import print_table

SHORT_S, LONG_S = 600, 18_000
BOUND_MB, GROWTH = 250, 1.1
ROOT = Path(__file__).parent.parent


def main() -> int:
    short, long = measured(SHORT_S), measured(LONG_S)
    growth = long["peak_mb"] / short["peak_mb"]
    rows = [
        ("", "peak, MB", "bound", "disk, MB", "stated"),
        ("10 minutes", f"{short['peak_mb']:.0f}", "", f"{short['disk_mb']:.0f}", f"{short['stated_mb']:.0f}"),
        (
            "5 hours",
            f"{long['peak_mb']:.0f}",
            f"{BOUND_MB}",
            f"{long['disk_mb']:.0f}",
            f"{long['stated_mb']:.0f}",
        ),
        ("  to 10 minutes", f"{growth:.2f}", f"{GROWTH}", "", ""),
    ]
    print_table(rows)
    crowded = any(each["disk_mb"] > each["stated_mb"] for each in (short, long))
    return int(long["peak_mb"] > BOUND_MB or growth > GROWTH or crowded)


def measured(length_s: int) -> dict[str, float]:
    """In a process of its own, started by one that holds next to nothing: a peak begins at the parent's."""
    with tempfile.TemporaryDirectory(prefix="bobao-") as name:
        command = [sys.executable, "-m", "benchmarks.mastering_memory", str(length_s), name]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            most = watched(Path(name), process)
            out, _ = process.communicate()
    figures: dict[str, float] = json.loads(out)
    return {**figures, "disk_mb": most / 1e6}


def watched(folder: Path, process: "subprocess.Popen[bytes]") -> int:
    """The most bytes that a folder held while a process ran."""
    most, pause = 0, threading.Event()
    while process.poll() is None:
        with suppress(FileNotFoundError):
            most = max(most, sum(path.stat().st_size for path in folder.glob("*.*")))
        pause.wait(0.2)
    return most


def make(length_s: int, folder: Path) -> None:
    import resource

    from audio import Sound, Tags, lay_out, master
    from benchmarks._episodes import long_clips, small_cover
    from benchmarks.mastering import music
    from episodes.room import needed_bytes

    timeline = lay_out(long_clips(length_s, folder), music())
    master(timeline, Sound(), Tags("题", "播报", "2026-11-20", "", "zho", small_cover(folder)), folder)
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = 1 if sys.platform == "darwin" else 1024
    stated = needed_bytes(timeline.length_s, Sound())
    print(json.dumps({"peak_mb": max(peaks) * unit / 1e6, "stated_mb": stated / 1e6}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [length_s, folder]:
            make(int(length_s), Path(folder))
        case _:
            sys.exit(main())
