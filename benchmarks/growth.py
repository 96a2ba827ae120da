"""What one more episode costs in a show of 100, 1,000 and 10,000, beyond its audio.

Read it so: `add` is a process of its own that publishes one more episode whose audio is there already:
catalog, page, index, feed, sweeping. `list` is `bobao episodes list`, the newest 50. `written` counts the files
that adding one has changed. The bound of both is 2 × what they take at 100, and 150 MB. Each is the shortest of
several rounds in which the three shows take turns.
"""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from benchmarks._timing import print_table, shortest_of, users_environment
from episodes import Catalog, Show
from episodes.identity import Identity
from episodes.site import refresh
from episodes.transcripts import place_texts
from tests.episodes.samples import CAPTIONS, NOON, recording, show

ROOT = Path(__file__).parent.parent
SIZES = (100, 1_000, 10_000)
BOUND, BOUND_MB = 2.0, 150

ADD = """
import sys
from pathlib import Path
from benchmarks.growth import add
add(Path(sys.argv[1]), int(sys.argv[2]))
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        shows = [grown(Path(name) / str(size), size) for size in SIZES]
        numbers = count(max(SIZES) + 1)
        adds = shortest_of(*(lambda one=one: added(one, next(numbers)) for one in shows))
        lists = shortest_of(*(lambda one=one: listed(one) for one in shows))
        written = [changed(one, next(numbers)) for one in shows]
        added_mb, listed_mb = (
            [memory_mb(command(one)) for one in shows] for command in (add_command, list_command)
        )
    rows = [("", *(f"{size:,}" for size in SIZES), "bound")]
    for label, seconds, used_mb in (("add", adds, added_mb), ("list", lists, listed_mb)):
        rows.append((f"{label}, seconds", *(f"{each:.2f}" for each in seconds), ""))
        rows.append((f"{label}, × of 100", *(f"{each / seconds[0]:.2f}" for each in seconds), f"{BOUND}"))
        rows.append((f"{label}, MB", *(f"{each:.0f}" for each in used_mb), f"{BOUND_MB}"))
    rows.append(("files written", *map(str, written), ""))
    print_table(rows)
    slow = any(each > BOUND * seconds[0] for seconds in (adds, lists) for each in seconds)
    return int(slow or max(*added_mb, *listed_mb) > BOUND_MB)


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
    made = recording(
        title=f"第{number}条新闻", bytes=1, audio=f"public/audio/{reserved.id}.mp3", summary="甲" * 120
    )
    captions = CAPTIONS * 40
    (house.folder / made.audio).write_bytes(b"\0")
    texts = place_texts(house.media, reserved.id, made, captions).relative_to(house.folder).as_posix()
    values = {name: getattr(made, name) for name in type(made).__dataclass_fields__}
    catalog.publish(reserved.id, type(made)(**{**values, "texts": texts}), captions, "甲" * 2000)


def add_command(house: Show, number: int) -> list[str]:
    return [sys.executable, "-c", ADD, str(house.folder), str(number)]


def list_command(house: Show) -> list[str]:
    return [sys.executable, "-m", "bobao", "episodes", "list", "--show", str(house.folder)]


def added(house: Show, number: int) -> None:
    subprocess.run(add_command(house, number), check=True, cwd=ROOT, env=users_environment())


def listed(house: Show) -> None:
    subprocess.run(list_command(house), check=True, cwd=ROOT, env=users_environment(), capture_output=True)


def changed(house: Show, number: int) -> int:
    """How many files adding one has written, without those of the catalog."""
    before = stamps(house)
    added(house, number)
    after = stamps(house)
    return sum(after[path] != before.get(path) for path in after)


def stamps(house: Show) -> dict[str, int]:
    paths = (path for path in house.public.rglob("*") if path.is_file())
    return {str(path): path.stat().st_mtime_ns for path in paths}


def memory_mb(command: list[str]) -> float:
    """The most memory that a command held."""
    with subprocess.Popen(command, cwd=ROOT, env=users_environment(), stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return usage.ru_maxrss / unit
