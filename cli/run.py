"""`bobao run`: the scheduled build."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .build import CODES, episode_object, outcome_object, tell_failures
from .console import print_json, print_line, warn
from .crew import ClusterAddress, Jobs, Results, hired
from .options import Json, ShowFolder
from .progress import Progress, Quiet

if TYPE_CHECKING:
    from episodes import Crew, RunReport, Show, Watcher


def run(
    jobs: Jobs = 1,
    cluster: ClusterAddress = "",
    results: Results = "",
    json: Json = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print nothing but errors; logs/run.log tells the rest.")
    ] = False,
    hour: Annotated[
        int | None,
        typer.Option(
            "--hour",
            min=0,
            max=23,
            help="Do nothing unless it is this hour in the show's time zone (for crontabs, where a zone has"
            " summer time).",
        ),
    ] = None,
    show: ShowFolder = None,
) -> int:
    """Read the show's sources, build what is new, update the feed; made for cron, see `bobao schedule`."""
    from episodes import ShowLocked, announce, announce_failure, find_show, open_show
    from scripts import BobaoError

    house = open_show(find_show(show))
    if hour is not None and house.local(datetime.now(UTC)).hour != hour:
        return CODES["nothing-new"]
    try:
        with Quiet() if quiet else Progress() as progress, hired(jobs, cluster, results) as crew:
            report = run_show(house, progress, crew)
    except BobaoError as error:
        if not isinstance(error, ShowLocked):
            _warn_all(announce_failure(house.settings, error, os.environ))
        if json:
            print_json(failure_object(house.folder, error))
        raise
    code = _told(report, house, json=json, quiet=quiet)
    _warn_all(announce(house.settings, report, os.environ))
    return code


def run_show(house: "Show", watcher: "Watcher", crew: "Crew | None") -> "RunReport":
    """Run one show, and look after the cache of speech: what `bobao run` and `bobao fleet` do alike.

    Raises:
        BobaoError: as `episodes.run`.
    """
    from audio import open_cache
    from episodes import Duty
    from episodes import run as run_all

    cache = open_cache(watcher.warn)
    report = run_all(Duty(house, cache, watcher, crew=crew))
    cache.keep_bounded()
    return report


def report_object(report: "RunReport") -> dict[str, Any]:
    """What a run did, as `--json` prints it."""
    failed = [{"source": each.source, "error": str(each.error)} for each in report.failed]
    skipped = [{"source": each.name, "reason": each.reason} for each in report.skipped]
    return outcome_object(report.status, [episode_object(each) for each in report.built], failed, skipped)


def failure_object(folder: Path, error: BaseException) -> dict[str, Any]:
    """The same of a run that could not be done."""
    from episodes import ShowLocked, in_a_line

    if isinstance(error, ShowLocked):
        return outcome_object("locked")
    return outcome_object("failed", failed=[{"source": str(folder), "error": in_a_line(error)}])


def _told(report: "RunReport", house: "Show", *, json: bool, quiet: bool) -> int:
    tell_failures(report.failed)
    if json:
        print_json(report_object(report))
    elif not quiet:
        _print(report, house)
    return CODES[report.status]


def _print(report: "RunReport", house: "Show") -> None:
    from episodes import skipped_lines

    from .summary import print_summary

    if report.changed:
        print_summary([episode_object(each) for each in report.changed], house.folder)
    else:
        print_line("nothing new")
    for line in skipped_lines(report):
        print_line(f"skipped    {line}")
    for episode in report.removed:
        print_line(f"removed    {episode.title}")


def _warn_all(complaints: Iterable[str]) -> None:
    for complaint in complaints:
        warn(complaint)
