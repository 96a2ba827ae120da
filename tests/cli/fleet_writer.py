"""A fleet's writer whose clock stands still, so that two fleets can be held against each other byte by byte.

`python -m tests.cli.fleet_writer SHOWS [ADDRESS]` runs every show in a folder, several at once, on the cluster
of that address, or in this process; it prints how many episodes are new, and ends with 1 if anything failed.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from audio import open_cache
from episodes import Crew, Duty, RunReport, crew_on_cluster, open_show, run
from episodes.worker import Notepad
from tests.episodes.newsdays import DAWN

AT_ONCE = 4


def main(folder: Path, address: str = "") -> int:
    shows = sorted(folder.iterdir())
    with ExitStack() as stack, ThreadPoolExecutor(AT_ONCE) as pool:
        crews: list[Crew | None] = [None] * len(shows)
        if address:
            crew = crew_on_cluster(address, "")
            stack.enter_context(crew.executor)
            crews = list(map(crew.in_turn(), map(str, shows)))
        sys.stdout.write("Running\n")
        sys.stdout.flush()
        reports = list(pool.map(run_one, shows, crews))
    failed = [failed for report in reports for failed in report.failed]
    sys.stderr.writelines(f"{each.source}: {each.error}\n" for each in failed)
    sys.stdout.write(f"{sum(len(report.changed) for report in reports)}\n")
    return int(bool(failed))


def run_one(folder: Path, crew: Crew | None) -> RunReport:
    watcher = Notepad()
    duty = Duty(open_show(folder), open_cache(watcher.warn), watcher, clock=lambda: DAWN, crew=crew)
    return run(duty)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
