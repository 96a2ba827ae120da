"""`bobao build`: sources become episodes in the feed."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import fail, print_json, print_line
from .format import clock
from .options import Engine, Json, Rate, ShowFolder, Voice

if TYPE_CHECKING:
    from episodes import Built, Failed, Order, Planned, Report, Show

_CODES = {"built": 0, "nothing-new": 0, "dry-run": 0, "failed": 1, "partial": 3}


def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Files (.txt, .html, .md or script), links, or - for standard input."
        ),
    ],
    title: Annotated[
        str, typer.Option("--title", help="The episode's title, instead of the article's.")
    ] = "",
    engine: Engine = "",
    voice: Voice = "",
    rate: Rate = None,
    update: Annotated[
        str, typer.Option("--update", metavar="ID", help="The episode that this is a new version of.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be built; write nothing.")
    ] = False,
    json: Json = False,
    show: ShowFolder = None,
) -> int:
    """Build an episode of each source and publish it in the feed. What is there already is left as it is."""
    from episodes import Order, ShowLocked, find_show, open_or_plan_show
    from scripts import BobaoError

    if len(sources) > 1 and (title or update):
        raise typer.BadParameter("--title and --update go with one source")
    try:
        house = open_or_plan_show(find_show(show))
        return _build(sources, house, Order(title, engine, voice, rate, update), dry_run=dry_run, json=json)
    except BobaoError as error:
        if json:
            status = "locked" if isinstance(error, ShowLocked) else "failed"
            print_json(_object(status, failed=[{"source": each, "error": str(error)} for each in sources]))
        raise


def _build(sources: list[str], house: "Show", order: "Order", *, dry_run: bool, json: bool) -> int:
    from audio import open_cache
    from episodes import Report, open_studio, plan, read_stories
    from episodes import build as build_all

    from .progress import Progress

    with Progress() as progress:
        stories, unread = read_stories(sources, sys.stdin.buffer, house, order, progress)
        if not stories:
            return told(Report((), unread), house, json=json)
        cache = open_cache(progress.warn)
        studio = open_studio(house, order, cache, datetime.now(UTC), progress)
        outcome = plan(stories, studio) if dry_run else build_all(stories, studio)
        cache.keep_bounded()
    if isinstance(outcome, Report):
        return told(Report(outcome.built, (*unread, *outcome.failed)), house, json=json)
    return _told_plan(outcome, unread, json=json)


def told(report: "Report", house: "Show", *, json: bool) -> int:
    """Print what was done; results on standard output, failures on standard error."""
    _tell_failures(report.failed)
    if json:
        failed = [{"source": each.source, "error": str(each.error)} for each in report.failed]
        print_json(_object(report.status, [_episode_object(each) for each in report.built], failed))
    elif report.built:
        from .summary import print_summary

        print_summary(report.built, house)
    return _CODES[report.status]


def _told_plan(planned: "Sequence[Planned]", unread: "Sequence[Failed]", *, json: bool) -> int:
    _tell_failures(unread)
    if json:
        failed = [{"source": each.source, "error": str(each.error)} for each in unread]
        print_json(_object("dry-run", [_planned_object(each) for each in planned], failed))
    else:
        for one in planned:
            length = clock(one.estimated_s)
            print_line(f"{one.change:<10} {one.title}  (about {length}, {one.segments} segments)")
    return _CODES["dry-run"]


def _tell_failures(failed: "Sequence[Failed]") -> None:
    for each in failed:
        about = "" if each.source in each.error.message else f"{each.source}: "
        fail(about + each.error.message, each.error.hint)


def _object(status: str, episodes: Sequence[Any] = (), failed: Sequence[Any] = ()) -> dict[str, Any]:
    """What every `--json` of a build prints."""
    return {"status": status, "episodes": list(episodes), "skipped": [], "failed": list(failed)}


def _episode_object(built: "Built") -> dict[str, Any]:
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
    }
