"""`bobao build`: sources become episodes in the feed."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import fail, print_json, print_line
from .crew import ClusterAddress, Hire, Jobs, Results, hired
from .format import clock, shortened
from .options import Engine, Json, Rate, ShowFolder, Voice

if TYPE_CHECKING:
    from episodes import Built, Failed, Order, Planned, Report, Show, Story, Studio

CODES = {"built": 0, "nothing-new": 0, "dry-run": 0, "failed": 1, "partial": 3}

Title = Annotated[str, typer.Option("--title", help="The episode's title, instead of the article's.")]
Update = Annotated[
    str, typer.Option("--update", metavar="ID", help="The episode that this is a new version of.")
]
Digest = Annotated[bool, typer.Option("--digest", help="Make one episode of all sources, a chapter of each.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be built; write nothing.")]


def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Files (.txt, .html, .md or script), links, or - for standard input."
        ),
    ],
    title: Title = "",
    engine: Engine = "",
    voice: Voice = "",
    rate: Rate = None,
    update: Update = "",
    digest: Digest = False,
    dry_run: DryRun = False,
    jobs: Jobs = 1,
    cluster: ClusterAddress = "",
    results: Results = "",
    json: Json = False,
    show: ShowFolder = None,
) -> int:
    """Build an episode of each source, or one of all, into the feed. What is there already is left alone."""
    from .memo import recall, show_folder

    if digest and (title or update):
        raise typer.BadParameter("a digest has its title from show.toml, and is found again by its sources")
    if len(sources) > 1 and (title or update):
        raise typer.BadParameter("--title and --update go with one source")
    folder = show_folder(show)
    known = None if dry_run else recall(folder, sources, (title, engine, voice, rate, update, digest))
    if known:
        return _tell(known, folder, json=json)
    from episodes import Order, ShowLocked, find_show, open_or_plan_show
    from scripts import BobaoError

    try:
        house = open_or_plan_show(find_show(show))
        order = Order(title, engine, voice, rate, update)
        hire = partial(hired, jobs, cluster, results)
        return _build(sources, house, order, hire, digest=digest, dry_run=dry_run, json=json)
    except BobaoError as error:
        if json:
            status = "locked" if isinstance(error, ShowLocked) else "failed"
            failed = [{"source": each, "error": str(error)} for each in sources]
            print_json(outcome_object(status, failed=failed))
        raise


def _build(
    sources: list[str], house: "Show", order: "Order", hire: Hire, *, digest: bool, dry_run: bool, json: bool
) -> int:
    from audio import open_cache
    from episodes import Report, open_studio, read_stories

    from .progress import Progress

    with Progress() as progress:
        stories, unread = read_stories(sources, sys.stdin.buffer, house, order, progress)
        if not stories:
            return told(Report((), unread), house, json=json)
        cache = open_cache(progress.warn)
        with hire() as crew:
            studio = open_studio(house, order, cache, datetime.now(UTC), progress, crew=crew)
            outcome = _outcome(stories, studio, digest=digest, dry_run=dry_run)
        cache.keep_bounded()
    if isinstance(outcome, Report):
        report = Report(outcome.built, (*unread, *outcome.failed))
        if report.status == "built":
            asked = (order.title, order.engine, order.voice, order.rate_percent, order.update, digest)
            _leave_memo(sources, house, asked, report)
        return told(report, house, json=json)
    return _told_plan(outcome, unread, json=json)


def _outcome(
    stories: "Sequence[Story]", studio: "Studio", *, digest: bool, dry_run: bool
) -> "Report | tuple[Planned, ...]":
    from episodes import build as build_all
    from episodes import build_digest, plan, plan_digest

    if dry_run:
        return plan([plan_digest(stories)] if digest else stories, studio)
    return build_digest(stories, studio) if digest else build_all(stories, studio)


def _leave_memo(sources: list[str], house: "Show", asked: tuple[Any, ...], report: "Report") -> None:
    """So that the same command, when nothing has changed, need not find that out by doing it all again."""
    from .memo import remember

    again = [
        {**episode_object(each), "change": "unchanged", "synthesized": 0, "cached": each.segments}
        for each in report.built
    ]
    remember(house.folder, sources, asked, outcome_object("nothing-new", again))


def told(report: "Report", house: "Show", *, json: bool) -> int:
    """Print what was done; results on standard output, failures on standard error."""
    tell_failures(report.failed)
    failed = [{"source": each.source, "error": str(each.error)} for each in report.failed]
    done = outcome_object(report.status, [episode_object(each) for each in report.built], failed)
    return _tell(done, house.folder, json=json)


def _tell(done: dict[str, Any], folder: Path, *, json: bool) -> int:
    """Print what was done, as the JSON object or for people; returns the exit code."""
    if json:
        print_json(done)
    elif done["episodes"]:
        from .summary import print_summary

        print_summary(done["episodes"], folder)
    return CODES[done["status"]]


def _told_plan(planned: "Sequence[Planned]", unread: "Sequence[Failed]", *, json: bool) -> int:
    tell_failures(unread)
    if json:
        failed = [{"source": each.source, "error": str(each.error)} for each in unread]
        print_json(outcome_object("dry-run", [_planned_object(each) for each in planned], failed))
    else:
        for one in planned:
            length = clock(one.estimated_s)
            print_line(f"{one.change:<10} {one.title}  (about {length}, {one.segments} segments)")
            for line in _timeline_lines(one):
                print_line(line)
    return CODES["dry-run"]


def _timeline_lines(one: "Planned") -> "Iterator[str]":
    """When what will be heard, about, and what the disk must have room for."""
    if one.change == "unchanged":
        return
    for event in one.timeline.events:
        gain = "" if event.kind == "speech" else f"  ({event.gain_db:+.1f} dB)"
        times = f"{event.start_s:8.1f} s  {event.end_s - event.start_s:6.1f} s"
        yield f"  {times}  {event.kind:<7} {shortened(event.what)}{gain}"
    yield f"  takes up to {one.room_bytes / 1e6:,.0f} MB of the disk while it is made"


def tell_failures(failed: "Sequence[Failed]") -> None:
    """Print a line on standard error for each failure; those of one and the same reason share one."""
    alike: dict[tuple[str, str], list[str]] = {}
    for each in failed:
        alike.setdefault((each.error.message, each.error.hint), []).append(each.source)
    for (message, hint), (first, *others) in alike.items():
        about = "" if first in message else f"{first}: "
        fail(f"{first} and {len(others)} more: {message}" if others else about + message, hint)


def outcome_object(
    status: str, episodes: Sequence[Any] = (), failed: Sequence[Any] = (), skipped: Sequence[Any] = ()
) -> dict[str, Any]:
    """What every `--json` of a build prints."""
    return {"status": status, "episodes": list(episodes), "skipped": list(skipped), "failed": list(failed)}


def episode_object(built: "Built") -> dict[str, Any]:
    """An episode as `--json` of a build prints it."""
    episode = built.episode
    return {
        "id": episode.id,
        "guid": episode.guid,
        "change": built.change,
        "title": episode.title,
        "audio": episode.recording.audio,
        "duration_s": episode.recording.length_s,
        "engine": episode.recording.engine,
        "voice": episode.recording.voice,
        "fallback": episode.recording.fallback,
        "segments": built.segments,
        "synthesized": built.synthesized,
        "cached": built.cached,
    }


def _planned_object(planned: "Planned") -> dict[str, Any]:
    return {
        "source": planned.source,
        "change": planned.change,
        "title": planned.title,
        "segments": planned.segments,
        "estimated_s": round(planned.estimated_s, 1),
        "room_bytes": planned.room_bytes,
        "timeline": [
            {
                "start_s": round(event.start_s, 1),
                "end_s": round(event.end_s, 1),
                "kind": event.kind,
                "what": event.what,
                "gain_db": round(event.gain_db, 1),
            }
            for event in planned.timeline.events
        ],
    }
