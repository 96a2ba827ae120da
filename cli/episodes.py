"""`bobao episodes`: what the show has published."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .format import clock
from .options import Json, ShowFolder

if TYPE_CHECKING:
    from episodes import Episode, Show

app = typer.Typer(help="Look at the show's episodes.", rich_markup_mode=None)


@app.callback()
def _episodes() -> None:
    """Look at the show's episodes."""


@app.command("list")
def list_episodes(
    show: ShowFolder = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at the most, newest first.")] = 50,
    json: Json = False,
) -> None:
    """List the episodes, newest first: id, day, length, engine, title."""
    from episodes import find_show, open_show

    house = open_show(find_show(show))
    episodes = _published(house, limit)
    if json:
        return print_json({"episodes": [_object(each) for each in episodes]})
    for each in episodes:
        print_line(_line(each, house))
    return None


@app.command("show")
def show_episode(
    known: Annotated[str, typer.Argument(metavar="ID", help="An id from `bobao episodes list`.")],
    show: ShowFolder = None,
    json: Json = False,
) -> None:
    """Show an episode: what is known of it, and a strip of its sound with its chapters."""
    from episodes import Catalog, UnknownEpisode, find_show, open_show

    house = open_show(find_show(show))
    episode = None
    if house.catalog.is_file():
        with Catalog(house.catalog) as catalog:
            episode = catalog.episode(known)
    if not episode:
        raise UnknownEpisode(f"there is no episode {known}", "see `bobao episodes list`")
    if json:
        chapters = [[each.title, each.start_s, each.end_s] for each in episode.recording.chapters]
        return print_json({**_object(episode), "chapters": chapters})
    from .strip import print_episode

    return print_episode(episode, house)


def _published(house: "Show", limit: int) -> "list[Episode]":
    from episodes import Catalog

    if not house.catalog.is_file():
        return []  # to open it would make it
    with Catalog(house.catalog) as catalog:
        return list(catalog.episodes(limit))


def _line(episode: "Episode", house: "Show") -> str:
    recording = episode.recording
    engine = f"{recording.engine}*" if recording.fallback else recording.engine
    day = house.local(episode.published_at).date()
    return f"{episode.id}  {day}  {clock(recording.length_s):>8}  {engine:<8}  {recording.title}"


def _object(episode: "Episode") -> dict[str, Any]:
    recording = episode.recording
    return {
        "id": episode.id,
        "guid": episode.guid,
        "published": episode.published_at.isoformat(),
        "title": recording.title,
        "publisher": recording.publisher,
        "url": recording.url,
        "audio": recording.audio,
        "bytes": recording.bytes,
        "duration_s": recording.length_s,
        "engine": recording.engine,
        "voice": recording.voice,
        "fallback": recording.fallback,
    }
