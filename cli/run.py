"""`bobao run`: the scheduled build."""

import os
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from .build import CODES, episode_object, outcome_object, tell_failures
from .console import print_json, print_line, warn
from .crew import ClusterAddress, Hire, Jobs, Results, hired
from .options import Json, ShowFolder
from .progress import Progress, Quiet

if TYPE_CHECKING:
    from episodes import RunReport, Show


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
    from episodes import ShowLocked, find_show, open_show
    from scripts import BobaoError

    house = open_show(find_show(show))
    if hour is not None and house.local(datetime.now(UTC)).hour != hour:
        return CODES["nothing-new"]
    try:
        report = _run(house, partial(hired, jobs, cluster, results), quiet=quiet)
    except BobaoError as error:
        if isinstance(error, ShowLocked):
            done = outcome_object("locked")
        else:
            done = outcome_object("failed", failed=[{"source": str(house.folder), "error": str(error)}])
            _tell(house, f"{house.settings.title}: the run failed", str(error), failed=True, built=False)
        if json:
            print_json(done)
        raise
    code = _told(report, house, json=json, quiet=quiet)
    _announce(house, report)
    return code


def _run(house: "Show", hire: "Hire", *, quiet: bool) -> "RunReport":
    from audio import open_cache
    from episodes import Duty
    from episodes import run as run_all

    with Quiet() if quiet else Progress() as progress, hire() as crew:
        cache = open_cache(progress.warn)
        report = run_all(Duty(house, cache, progress, crew=crew))
        cache.keep_bounded()
    return report


def _told(report: "RunReport", house: "Show", *, json: bool, quiet: bool) -> int:
    tell_failures(report.failed)
    if json:
        failed = [{"source": each.source, "error": str(each.error)} for each in report.failed]
        skipped = [{"source": each.name, "reason": each.reason} for each in report.skipped]
        episodes = [episode_object(each) for each in report.built]
        print_json(outcome_object(report.status, episodes, failed, skipped))
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


def _announce(house: "Show", report: "RunReport") -> None:
    from episodes import beat, run_message

    title, body = run_message(house.settings.title, report)
    _tell(house, title, body, failed=bool(report.failed), built=bool(report.changed))
    if report.status != "failed":
        for complaint in beat(house.settings.notify):
            warn(complaint)


def _tell(house: "Show", title: str, body: str, *, failed: bool, built: bool) -> None:
    from episodes import is_told, tell

    notify = house.settings.notify
    if is_told(notify, failed=failed, built=built):
        for complaint in tell(notify, title, body, os.environ):
            warn(complaint)
