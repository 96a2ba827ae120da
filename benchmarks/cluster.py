"""A fleet of 40 shows with 5 stories each, made by one worker, by two, and by `--jobs 2`.

Read it so: each row is one `bobao fleet` over the same new shows, spoken by the offline voice, with empty
caches. `one worker` is a Dask worker that may use one core; `two workers` have a core each; scheduler and
writer run beside them where there is room. Two workers must be at least 1.7 times as quick as one, and take
at most 8 % longer than two processes of one machine do without Dask. `writer` is the most memory that the
process held which holds the shows. Smaller, by hand: `python -m benchmarks.cluster 8`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks._timing import print_table, users_environment
from tests.conftest import NOBODY, ROOT
from tests.episodes.newsdays import story
from tests.servers.dask import Dask

SHOWS, STORIES = 40, 5
FASTER, OVER, BOUND_MB = 1.7, 1.08, 300
PARAGRAPHS = 4

WRITER = """
import json, sys, time
from pathlib import Path
from cli.app import run
code = run(sys.argv[1:])
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(json.dumps([code, int(told["VmHWM"].split()[0]) / 1e3, time.process_time()]), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Took:
    """What a run took: seconds, its writer's megabytes and seconds of a processor; and the hours of audio."""

    seconds: float
    megabytes: float
    writer_s: float
    hours: float


def main(shows: int = SHOWS) -> int:
    with tempfile.TemporaryDirectory(prefix="bobao-") as name:
        folder = Path(name)
        one = on_cluster(folder / "one", shows, (0,))
        two = on_cluster(folder / "two", shows, (0, 1))
        jobs = fleet(folder / "jobs", shows, ["--jobs", "2"])
    rows = [
        (f"{shows} shows × {STORIES} stories", "seconds", "ratio", "bound", "writer"),
        ("one worker", f"{one.seconds:.1f}", "", "", f"{one.megabytes:.0f} MB"),
        (
            "two workers",
            f"{two.seconds:.1f}",
            f"{one.seconds / two.seconds:.2f}",
            f"at least {FASTER}",
            f"{two.megabytes:.0f} MB",
        ),
        (
            "  to --jobs 2",
            f"{jobs.seconds:.1f}",
            f"{two.seconds / jobs.seconds:.2f}",
            f"at most {OVER}",
            f"{jobs.megabytes:.0f} MB",
        ),
    ]
    print_table(rows)
    core_s, writer_s = one.seconds / one.hours, two.writer_s / two.hours
    print(f"{one.hours:.1f} hours of audio; each took {core_s:.0f} s of a core, {writer_s:.1f} s to write")
    slow = one.seconds < FASTER * two.seconds or two.seconds > OVER * jobs.seconds
    return int(slow or max(one.megabytes, two.megabytes) > BOUND_MB)


def on_cluster(folder: Path, shows: int, cores: tuple[int, ...]) -> Took:
    with cluster(folder, cores) as dask:
        return fleet(folder, shows, ["--cluster", dask.address])


@contextmanager
def cluster(folder: Path, cores: tuple[int, ...]) -> Iterator[Dask]:
    logs = folder / "dask"
    logs.mkdir(parents=True)
    with Dask(logs, users_environment(PYTHONPATH=str(ROOT))) as dask:
        for core in cores:
            dask.add_worker(core=core)
        wait_for(dask, len(cores))
        yield dask


def wait_for(dask: Dask, workers: int) -> None:
    from distributed import Client

    with Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(workers)


def fleet(folder: Path, shows: int, how: list[str]) -> Took:
    """Run a fleet of new shows, and see that all of it was made."""
    for number in range(shows):
        new_show(folder / "shows" / f"{number:02d}", number)
    environment = users_environment(
        PYTHONPATH=str(ROOT), BOBAO_CACHE_DIR=str(folder / "cache"), BOBAO_EDGE_URL=NOBODY
    )
    command = [sys.executable, "-c", WRITER, "fleet", str(folder / "shows"), "--all", "--json", *how]
    start = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=folder)
    seconds = time.perf_counter() - start
    told = json.loads(ran.stdout)
    code, megabytes, writer_s = json.loads(ran.stderr.splitlines()[-1])
    made = [episode["duration_s"] for each in told["shows"] for episode in each["episodes"]]
    assert (code, len(made)) == (0, shows * STORIES), ran.stderr.decode()[-2000:]
    return Took(seconds, megabytes, writer_s, sum(made) / 3600)


def new_show(folder: Path, number: int) -> None:
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    (folder / "show.toml").write_text(
        f'title = "第{number}台"\n[voice]\nengine = "espeak"\n[[source]]\nfolder = "inbox"\n', "utf-8"
    )
    for each in range(number * STORIES, (number + 1) * STORIES):
        told = [story(each + 131 * part) for part in range(PARAGRAPHS)]
        body = "\n\n".join(paragraph for one in told for paragraph in one.paragraphs)
        (inbox / f"{each}.txt").write_text(f"{told[0].title}第{each}回\n\n{body}\n", "utf-8")


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.exit(main(*map(int, sys.argv[1:])))
