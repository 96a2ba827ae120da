"""From sources to published episodes.

`_build_episode` reads as the list of the stages. All that can be wrong with what the user asked is found
before anything is written; from then on the show is held, and its feed is whole at every moment.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from audio import foresee
from scripts import BobaoError, ScriptError, SourceError, read_source

from .assigning import assign, change_of, found, recipe_of
from .catalog import Catalog
from .errors import UnknownEpisode
from .files import told_if_unwritable
from .making import make
from .placing import commit
from .report import Built, Change, Failed, Order, Outcomes, Planned, Report, Stage, Watcher
from .room import needed_bytes
from .show import Show, create_show, locked, require_catalog
from .site import ensure_cover, refresh
from .spreading import build_by_crew
from .stories import Story, read_story, restored, rewritten, script_of
from .studio import Studio
from .work import failed, work_folder


def read_stories(
    named: Sequence[str], stdin: BinaryIO, show: Show, order: Order, watcher: Watcher
) -> tuple[tuple[Story, ...], tuple[Failed, ...]]:
    """Read every source; one that holds no story does not stop the others.

    Args:
        named: sources as the user named them.
        stdin: what `-` stands for.
        show: whose rules clean them.
        order: may hold another title.
        watcher: told of each source.
    """
    stories, unread = [], []
    for name in named:
        watcher.stage(Stage.READING, name)
        try:
            source = read_source(name, stdin, allow_private=show.settings.fetch.private)
            stories.append(read_story(source, show.settings, order.title))
        except (SourceError, ScriptError) as error:
            unread.append(Failed(name, error))
    return tuple(stories), tuple(unread)


def build(stories: Sequence[Story], studio: Studio) -> Report:
    """Make an episode of each story and bring the feed up to date.

    One story's failure does not stop the others.

    Raises:
        ShowUnwritable: the show cannot be written to.
        ShowLocked: another run holds the show.
        CatalogError: the catalog cannot be used.
        ConfigurationError: `--update` names no episode.
    """
    show = studio.show
    create_show(show)
    with locked(show), told_if_unwritable(show.folder), Catalog(show.catalog) as catalog:
        outcomes = list(build_each([(story, studio) for story in stories], catalog))
        refresh(show, catalog, studio.now)
    built = tuple(each for each in outcomes if isinstance(each, Built))
    return Report(built, tuple(each for each in outcomes if isinstance(each, Failed)))


def build_each(asked: Sequence[tuple[Story, Studio]], catalog: Catalog) -> Outcomes:
    """Make an episode of each story, in their order, in a show that is held.

    `refresh` brings feed and pages up to date. Alone, each is begun when it is asked for. A crew begins all
    of them at once; those that nobody asks for any more are given up.

    Args:
        asked: each story and the studio that makes it, all of one show and one crew.
        catalog: of the show.

    Raises:
        OSError: the show cannot be written to.
        CatalogError, ConfigurationError: what no other story would fare better with.
    """
    if asked and (crew := asked[0][1].crew):
        yield from build_by_crew(asked, crew, catalog)
    else:
        for story, studio in asked:
            yield _build_alone(story, studio, catalog)


def build_story(story: Story, studio: Studio, catalog: Catalog) -> Built | Failed:
    """The same for one story."""
    return next(build_each([(story, studio)], catalog))


def _build_alone(story: Story, studio: Studio, catalog: Catalog) -> Built | Failed:
    with work_folder(studio.show) as folder:
        try:
            return _build_episode(story, studio, catalog, folder)
        except BobaoError as error:
            return failed(story, error, folder)


def _build_episode(story: Story, studio: Studio, catalog: Catalog, folder: Path) -> Built:
    """Source → Article → Script → Clips → Timeline → Episode, for a story that has been read."""
    assigned = assign(story, studio, catalog)
    if isinstance(assigned, Built):
        return assigned
    with ThreadPoolExecutor(1, "cover") as beside:
        # If there is no cover, it is drawn while the story is spoken.
        cover = beside.submit(ensure_cover, studio.show).result
        made = make(
            assigned.assignment, studio.cast, studio.cache, folder, watcher=studio.watcher, cover=cover
        )
    studio.watcher.stage(Stage.PUBLISHING, made.recording.title)
    return commit(assigned, made, studio.show, catalog)


def rebuild(known: Sequence[str], studio: Studio) -> Report:
    """Make episodes again from the stories that the catalog keeps, with what the show says today.

    Raises:
        UnknownEpisode: there is no such episode, or it was made before stories were kept.
    """
    require_catalog(studio.show)
    with Catalog(studio.show.catalog) as catalog:
        stories = [(each, _kept_story(catalog, each)) for each in known]
    reports = [
        build([story], replace(studio, order=replace(studio.order, update=each))) for each, story in stories
    ]
    return Report(
        tuple(built for report in reports for built in report.built),
        tuple(failed for report in reports for failed in report.failed),
    )


def _kept_story(catalog: Catalog, known: str) -> Story:
    catalog.published(known)
    if not (text := catalog.story(known)):
        hint = f"build it from its source with `bobao build SOURCE --update {known}`"
        raise UnknownEpisode(f"episode {known} was made before stories were kept", hint)
    return restored(text)


def plan(stories: Sequence[Story], studio: Studio) -> tuple[Planned, ...]:
    """Say what `build` would do; nothing is written or spoken."""
    if not studio.show.catalog.is_file():
        return tuple(_planned(story, studio, None) for story in stories)
    with Catalog(studio.show.catalog) as catalog:
        return tuple(_planned(story, studio, catalog) for story in stories)


def _planned(story: Story, studio: Studio, catalog: Catalog | None) -> Planned:
    before = found(story, studio, catalog) if catalog else None
    script = script_of(story, studio.show, before.published_at if before else studio.now)
    known = catalog.episode(before.id) if catalog and before else None
    change = change_of(known, recipe_of(script, studio), studio)
    if change is not Change.UNCHANGED:
        script = rewritten(script, story, studio.show)
    timeline = foresee(script.segments, studio.cast.lead, studio.music)
    room = needed_bytes(timeline.length_s, studio.show.settings.sound)
    return Planned(story.source, change, script.title, timeline, room)
