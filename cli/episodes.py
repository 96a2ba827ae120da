"""`bobao episodes`: what the show has published, and what its owner does with it."""

import os
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line, terminal
from .format import clock
from .options import Engine, Json, Rate, ShowFolder, Voice

if TYPE_CHECKING:
    from episodes import Episode, PastRun, Show

app = typer.Typer(help="Look at the show's episodes, and change them.", rich_markup_mode=None)

_Id = Annotated[str, typer.Argument(metavar="ID", help="As `bobao episodes list` prints it.")]


@app.callback()
def _episodes() -> None:
    """Look at the show's episodes, and change them."""


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
def show_episode(known: _Id, show: ShowFolder = None, json: Json = False) -> None:
    """Show an episode: what is known of it, a strip of its sound with its chapters, and its transcript."""
    from episodes import Catalog, find_show, open_show, require_catalog

    house = open_show(find_show(show))
    require_catalog(house)
    with Catalog(house.catalog) as catalog:
        episode, captions = catalog.published(known), catalog.captions(known)
    if json:
        lines = [{"start_s": each.start_s, "end_s": each.end_s, "text": each.text} for each in captions]
        return print_json({**_object(episode), **_more(episode), "transcript": lines})
    from .strip import print_episode

    return print_episode(episode, captions, house)


@app.command("edit")
def edit(
    known: _Id,
    title: Annotated[
        str | None, typer.Option("--title", help="What listeners see; empty: the story's own title.")
    ] = None,
    notes: Annotated[
        str | None, typer.Option("--notes", help="What stands first in the notes; empty: nothing.")
    ] = None,
    image: Annotated[
        Path | None, typer.Option("--image", metavar="FILE", help="A square picture of 1,400 to 3,000 px.")
    ] = None,
    show: ShowFolder = None,
) -> None:
    """Change an episode's title, notes or picture; without options, in your editor."""
    from episodes import Edit, edit_episode, find_show, open_show

    house = open_show(find_show(show))
    if title is None and notes is None and image is None:
        title, notes = _written(house, known)
    episode = edit_episode(house, known, Edit(title, notes, image), datetime.now(UTC))
    print_line(_line(episode, house))


@app.command("remove")
def remove(
    known: _Id,
    now: Annotated[bool, typer.Option("--now", help="Delete its files at once, not after a day.")] = False,
    show: ShowFolder = None,
) -> None:
    """Take an episode out of the feed. Building its story again brings it back, under the same guid."""
    from episodes import find_show, open_show, remove_episode

    house = open_show(find_show(show))
    print_line(f"removed    {_line(remove_episode(house, known, datetime.now(UTC), at_once=now), house)}")


@app.command("rebuild")
def rebuild(
    known: Annotated[list[str], typer.Argument(metavar="ID...", help="As `bobao episodes list` prints it.")],
    engine: Engine = "",
    voice: Voice = "",
    rate: Rate = None,
    json: Json = False,
    show: ShowFolder = None,
) -> int:
    """Make episodes again from the stories kept in the catalog, with the voice, words and music of today."""
    from audio import open_cache
    from episodes import Order, find_show, open_show, open_studio
    from episodes import rebuild as rebuild_episodes

    from .build import told
    from .progress import Progress

    house = open_show(find_show(show))
    with Progress() as progress:
        cache = open_cache(progress.warn)
        studio = open_studio(house, Order("", engine, voice, rate), cache, datetime.now(UTC), progress)
        report = rebuild_episodes(known, studio)
        cache.keep_bounded()
    return told(report, house, json=json)


@app.command("runs")
def runs(
    show: ShowFolder = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at the most, newest first.")] = 20,
    json: Json = False,
) -> None:
    """List what `bobao run` did, newest first: when, how it ended, what was built, what failed."""
    from episodes import Memory, find_show, open_show, require_catalog

    house = open_show(find_show(show))
    require_catalog(house)
    with Memory(house.catalog) as memory:
        past = memory.runs(limit)
    if json:
        return print_json({"runs": [_run_object(each) for each in past]})
    for each in past:
        _print_run(each, house)
    return None


def _run_object(past: "PastRun") -> dict[str, Any]:
    return {
        "number": past.number,
        "started": past.started_at.isoformat(),
        "ended": past.ended_at.isoformat(),
        "status": past.status,
        **past.told,
    }


def _print_run(past: "PastRun", house: "Show") -> None:
    took_s = (past.ended_at - past.started_at).total_seconds()
    skipped = sum(past.told["skipped"].values())
    print_line(
        f"{house.local(past.started_at):%Y-%m-%d %H:%M}  {past.status:<11}  {took_s:.0f} s, {skipped} skipped"
    )
    for episode in past.told["episodes"]:
        print_line(f"    {episode['change']:<9}  {episode['id']}  {episode['title']}")
    for failed in past.told["failed"]:
        print_line(f"    failed     {failed['source']}: {failed['error']}")
    for removed in past.told["removed"]:
        print_line(f"    removed    {removed['id']}  {removed['title']}")


def _written(house: "Show", known: str) -> tuple[str, str]:
    """Title and notes as their owner writes them in an editor: the first line, and the others."""
    from episodes import Catalog, require_catalog

    require_catalog(house)
    with Catalog(house.catalog) as catalog:
        episode = catalog.published(known)
    if not terminal():
        raise typer.BadParameter("say what to change: --title, --notes, --image")
    before = f"{episode.title}\n\n{episode.notes}\n"
    title, _, notes = _edited(before).partition("\n")
    return "" if title == episode.recording.title else title, notes


def _edited(text: str) -> str:
    """The text as it comes back from the user's editor."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "episode.txt"
        path.write_text(text, "utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(path)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise typer.BadParameter(
                f"the editor {editor} fails: {error}; use --title and --notes"
            ) from error
        return path.read_text("utf-8")


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
    return f"{episode.id}  {day}  {clock(recording.length_s):>8}  {engine:<8}  {episode.title}"


def _object(episode: "Episode") -> dict[str, Any]:
    recording = episode.recording
    return {
        "id": episode.id,
        "guid": episode.guid,
        "published": episode.published_at.isoformat(),
        "title": episode.title,
        "publisher": recording.publisher,
        "url": recording.url,
        "audio": recording.audio,
        "bytes": recording.bytes,
        "duration_s": recording.length_s,
        "engine": recording.engine,
        "voice": recording.voice,
        "fallback": recording.fallback,
    }


def _more(episode: "Episode") -> dict[str, Any]:
    recording = episode.recording
    return {
        "story_title": recording.title if episode.own_title else "",
        "author": recording.author,
        "summary": recording.summary,
        "notes": episode.notes,
        "image": episode.image,
        "texts": recording.texts,
        "chapters": [{"start_s": each.start_s, "title": each.title} for each in recording.chapters],
    }
