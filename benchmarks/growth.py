"""What one more episode costs in a show of 100, 1,000 and 10,000, beyond its audio.

Read it so: `add` is a process of its own that publishes one more episode whose audio is there already:
catalog, page, index, feed, sweeping. `list` is `bobao episodes list`, the newest 50. Seconds are of processor
time, the least of several rounds in which the shows take turns; megabytes the most that a process held.
`files written` counts what adding one has changed. The bounds: 2 × what it takes at 100, and 150 MB.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from benchmarks._timing import print_table, users_environment
from episodes import Catalog, Show
from episodes.identity import Identity
from episodes.site import refresh
from episodes.transcripts import place_texts
from tests.episodes.samples import CAPTIONS, NOON, recording, show

ROOT = Path(__file__).parent.parent
SIZES = (100, 1_000, 10_000)
BOUND, BOUND_MB = 2.0, 150
ROUNDS = 5

MEASURED = """
import json, resource, sys, time
from pathlib import Path
{work}
status = Path("/proc/self/status")
if status.exists():  # what the system tells of a child may be its parent's
    told = dict(line.split(":", 1) for line in status.read_text().splitlines())
    held = int(told["VmHWM"].split()[0]) / 1e3
else:
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps([time.process_time(), held]), file=sys.stderr)
"""
ADD = "from benchmarks.growth import add; add(Path(sys.argv[1]), int(sys.argv[2]))"
LIST = "from cli.app import run; run(['episodes', 'list', '--show', sys.argv[1]])"


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        shows = [grown(Path(name) / str(size), size) for size in SIZES]
        numbers = count(max(SIZES) + 1)
        adds = [[spent(ADD, one, next(numbers)) for one in shows] for _ in range(ROUNDS)]
        lists = [[spent(LIST, one) for one in shows] for _ in range(ROUNDS)]
        written = [changed(one, next(numbers)) for one in shows]
    rows = [("", *(f"{size:,}" for size in SIZES), "bound")]
    good = True
    for label, rounds in (("add", adds), ("list", lists)):
        seconds = [min(used[0] for used in column) for column in zip(*rounds, strict=True)]
        held_mb = [max(used[1] for used in column) for column in zip(*rounds, strict=True)]
        rows.append((f"{label}, seconds", *(f"{each:.2f}" for each in seconds), ""))
        rows.append((f"{label}, × of 100", *(f"{each / seconds[0]:.2f}" for each in seconds), f"{BOUND}"))
        rows.append((f"{label}, MB", *(f"{each:.0f}" for each in held_mb), f"{BOUND_MB}"))
        good &= max(seconds) <= BOUND * seconds[0] and max(held_mb) <= BOUND_MB
    print_table([*rows, ("files written", *map(str, written), "")])
    return int(not good)


def grown(folder: Path, size: int) -> Show:
    """A show of so many episodes, hosted."""
    folder.mkdir()
    (folder / "show.toml").write_text("", "utf-8")
    house = show(folder)
    house.media.mkdir(parents=True)
    with Catalog(house.catalog) as catalog:
        catalog._database.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - only while it is filled
        for number in range(1, size + 1):
            publish(house, catalog, number)
        refresh(house, catalog, NOON)
    return house


def add(folder: Path, number: int) -> None:
    """Publish one more, as a build does once its audio is there."""
    house = show(folder)
    with Catalog(house.catalog) as catalog:
        publish(house, catalog, number)
        refresh(house, catalog, datetime.now(UTC))


def publish(house: Show, catalog: Catalog, number: int) -> None:
    identity = Identity((f"link:example.com/{number}",), "", "text")
    reserved = catalog.reserve(identity, NOON + timedelta(minutes=number), None)
    audio = f"public/audio/{reserved.id}.mp3"
    made = recording(title=f"第{number}条新闻", bytes=1, audio=audio, summary="甲" * 120)
    captions = CAPTIONS * 40
    (house.folder / made.audio).write_bytes(b"\0")
    texts = place_texts(house.media, reserved.id, made, captions).relative_to(house.folder).as_posix()
    values = {name: getattr(made, name) for name in type(made).__dataclass_fields__}
    catalog.publish(reserved.id, type(made)(**{**values, "texts": texts}), captions, "甲" * 2000)


def spent(work: str, house: Show, *more: int) -> Sequence[float]:
    """Processor seconds and megabytes that some work in a process of its own takes."""
    command = [sys.executable, "-c", MEASURED.format(work=work), str(house.folder), *map(str, more)]
    done = subprocess.run(command, check=True, cwd=ROOT, env=users_environment(), capture_output=True)
    used: list[float] = json.loads(done.stderr.splitlines()[-1])
    return used


def changed(house: Show, number: int) -> int:
    """How many files adding one has written, without those of the catalog."""
    before = stamps(house)
    spent(ADD, house, number)
    after = stamps(house)
    return sum(after[path] != before.get(path) for path in after)


def stamps(house: Show) -> dict[str, int]:
    paths = (path for path in house.public.rglob("*") if path.is_file())
    return {str(path): path.stat().st_mtime_ns for path in paths}
