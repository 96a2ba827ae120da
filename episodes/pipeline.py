"""From sources to published episodes.

`_build_episode` reads as the list of the stages. All that can be wrong with what the user asked is found
before anything is written; from then on the show is held, and its feed is whole at every moment.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from audio import WAVEFORM, Clip, Master, SyntheticLabel, Tags, Timeline, fitting, foresee, lay_out, master
from scripts import BobaoError, ConfigurationError, Script, ScriptError, SourceError, read_source

from .captions import captions_of, summary_of
from .casting import Narration, narrate
from .catalog import Catalog
from .cover import cover_name
from .episode import Caption, Episode, Recording, Reservation
from .errors import CatalogError, UnknownEpisode
from .files import settle, told_if_unwritable
from .identity import identify
from .report import Built, Change, Failed, Order, Planned, Report, Stage, Watcher
from .room import ensure_room, needed_bytes
from .show import Show, create_show, locked, require_catalog
from .site import ensure_cover, refresh
from .stories import Story, notes_of, read_story, restored, rewritten, script_of, stored
from .studio import Studio
from .sweeping import release
from .transcripts import paths_of, place_texts

_RECIPE = 3
"""Raised when the same script and settings would give another episode than before."""

_ID3_LANGUAGE = "zho"
_LEAST_ROOM_BYTES = 1_000_000


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
    stories, failed = [], []
    for name in named:
        watcher.stage(Stage.READING, name)
        try:
            source = read_source(name, stdin, allow_private=show.settings.fetch.private)
            stories.append(read_story(source, show.settings, order.title))
        except (SourceError, ScriptError) as error:
            failed.append(Failed(name, error))
    return tuple(stories), tuple(failed)


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
        outcomes = [build_story(story, studio, catalog) for story in stories]
        refresh(show, catalog, studio.now)
    built = tuple(each for each in outcomes if isinstance(each, Built))
    return Report(built, tuple(each for each in outcomes if isinstance(each, Failed)))


def build_story(story: Story, studio: Studio, catalog: Catalog) -> Built | Failed:
    """Make an episode of one story, in a show that is held; `refresh` brings feed and pages up to date.

    Raises:
        OSError: the show cannot be written to.
        CatalogError, ConfigurationError: what no other story would fare better with.
    """
    with _work_folder(studio.show) as folder:
        try:
            return _build_episode(story, studio, catalog, folder)
        except (CatalogError, ConfigurationError, OSError):
            raise
        except BobaoError as error:
            _require_room(folder)
            return Failed(story.source, error)


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
    found = _found(story, studio, catalog) if catalog else None
    script = script_of(story, studio.show, found.published_at if found else studio.now)
    known = catalog.episode(found.id) if catalog and found else None
    change = _change(known, _recipe(script, studio), studio)
    if change is not Change.UNCHANGED:
        script = rewritten(script, story, studio.show)
    timeline = foresee(script.segments, studio.cast.lead, studio.music)
    room = needed_bytes(timeline.length_s, studio.show.settings.sound)
    return Planned(story.source, change, script.title, timeline, room)


def _build_episode(story: Story, studio: Studio, catalog: Catalog, folder: Path) -> Built:
    """Source → Article → Script → Clips → Timeline → Episode, for a story that has been read."""
    identity = identify(story.content, story.path)
    reserved = catalog.reserve(identity, studio.now, _found(story, studio, catalog))
    script = script_of(story, studio.show, reserved.published_at)
    recipe = _recipe(script, studio)
    known = catalog.episode(reserved.id)
    change = _change(known, recipe, studio)
    if known and change is Change.UNCHANGED:
        segments = sum(segment.says_something for segment in script.segments)
        return Built(story.source, change, known, segments, segments)
    script = rewritten(script, story, studio.show)
    _ensure_room(script, studio, folder)
    studio.watcher.stage(Stage.SPEAKING, script.title)
    narration = _spoken(script, studio, folder)
    timeline = lay_out(narration.clips, studio.music)
    studio.watcher.stage(Stage.MASTERING, script.title)
    _tell_of_merged(timeline, studio)
    mastered = master(timeline, studio.show.settings.sound, _tags(script, studio, reserved), folder)
    studio.watcher.stage(Stage.PUBLISHING, script.title)
    settings = studio.show.settings
    captions = captions_of(timeline, settings.title, settings.pauses.sentence_s)
    recording = _recording(script, recipe, timeline, narration)
    notes = notes_of(story, studio.show, reserved.published_at)
    recording = replace(recording, summary=notes or recording.summary)
    recording = _placed(recording, mastered, captions, studio.show, reserved)
    catalog.publish(reserved.id, recording, captions, stored(story))
    _release(known, recording, studio.show)
    episode = catalog.published(reserved.id)
    cached = sum(clip.cached for clip in narration.clips)
    return Built(story.source, change, episode, len(narration.clips), cached)


def _spoken(script: Script, studio: Studio, folder: Path) -> Narration:
    """Speak the script; meanwhile, if there is no cover, draw it."""
    with ThreadPoolExecutor(1, "cover") as beside:
        cover = beside.submit(ensure_cover, studio.show)
        narration = narrate(script, studio.cast, studio.cache, folder, studio.watcher)
        cover.result()
    return narration


def _found(story: Story, studio: Studio, catalog: Catalog) -> Reservation | None:
    if studio.order.update:
        return catalog.reservation(studio.order.update)
    return catalog.find(identify(story.content, story.path))


def _change(known: Episode | None, recipe: str, studio: Studio) -> Change:
    if not known:
        return Change.NEW
    recording = known.recording
    files = (recording.audio, *paths_of(recording.texts))
    there = recording.texts and all((studio.show.folder / path).is_file() for path in files)
    # An engine asked for by name is not content with what a fallback has spoken.
    wanted = studio.order.engine in {"", recording.engine}
    return Change.UNCHANGED if recording.recipe == recipe and there and wanted else Change.UPDATED


def _recipe(script: Script, studio: Studio) -> str:
    """A hash of all that shapes the episode, but for who had to stand in for the engine."""
    lead, track = studio.cast.lead, studio.music
    shaped_by = {
        "recipe": _RECIPE,
        "script": asdict(script),
        "filter": studio.show.settings.script.filter,
        "speech": [lead.engine.name, lead.engine.version, lead.voice, lead.rate_percent],
        "sound": asdict(studio.show.settings.sound),
        "music": [music and _digest(music.path) for music in (track.intro, track.outro, track.bed)],
        "bed": track.bed_under,
        "show": [studio.show.settings.title, studio.show.settings.author, cover_name(studio.show)],
        "notice": studio.show.settings.notice.model_dump(),
    }
    return hashlib.sha256(json.dumps(shaped_by, ensure_ascii=False, default=str).encode()).hexdigest()


def _tags(script: Script, studio: Studio, reserved: Reservation) -> Tags:
    show = studio.show
    source = " ".join(part for part in (script.publisher, script.url) if part)
    day = show.local(reserved.published_at).date().isoformat()
    return Tags(
        title=script.title,
        show=show.settings.title,
        date=day,
        comment=source,
        language=_ID3_LANGUAGE,
        cover=ensure_cover(show),
        publisher=script.publisher,
        link=script.url,
        transcript="\n".join(segment.text for segment in script.segments),
        label=_label(show, reserved),
    )


def _label(show: Show, reserved: Reservation) -> SyntheticLabel | None:
    notice = show.settings.notice
    producer = notice.producer or show.settings.author or show.settings.title
    return SyntheticLabel(producer, reserved.guid) if notice.metadata else None


def _ensure_room(script: Script, studio: Studio, folder: Path) -> None:
    length_s = foresee(script.segments, studio.cast.lead, studio.music).length_s
    ensure_room(folder, needed_bytes(length_s, studio.show.settings.sound))


def _tell_of_merged(timeline: Timeline[Clip], studio: Studio) -> None:
    told, kept = len(timeline.chapters), len(fitting(timeline.chapters))
    if kept < told:
        studio.watcher.warn(f"an audio file holds {kept} chapters; the shortest of the {told} joined others")


def _recording(script: Script, recipe: str, timeline: Timeline[Clip], narration: Narration) -> Recording:
    return Recording(
        recipe=recipe,
        title=script.title,
        author=script.author,
        publisher=script.publisher,
        url=script.url,
        audio="",
        bytes=0,
        length_s=round(timeline.length_s, 3),
        engine=narration.narrator.engine.name,
        voice=narration.narrator.voice,
        fallback=narration.fallback,
        chapters=timeline.chapters,
        summary=summary_of(script.segments, script.title),
    )


def _placed(
    recording: Recording, mastered: Master, captions: Sequence[Caption], show: Show, reserved: Reservation
) -> Recording:
    """Move the finished audio into its place, picture and texts beside it, named by their content."""
    name = f"{show.local(reserved.published_at).date().isoformat()}-{reserved.id}"
    audio, picture = mastered.audio, mastered.waveform
    place = show.media / f"{name}-{_digest(audio)[:12]}{audio.suffix}"
    settle(picture, place.with_suffix(picture.suffix))
    settle(audio, place)
    sounding, texts = (
        path.relative_to(show.folder).as_posix()
        for path in (place, place_texts(show.media, name, recording, captions))
    )
    return replace(recording, audio=sounding, bytes=place.stat().st_size, texts=texts)


def _release(known: Episode | None, recording: Recording, show: Show) -> None:
    """Of the files that the episode names no more, the time of grace begins now."""
    if known:
        before, now = (_files_of(one) for one in (known.recording, recording))
        for name in before - now:
            release(show.folder / name)


def _files_of(recording: Recording) -> set[str]:
    picture = str(PurePosixPath(recording.audio).with_suffix(WAVEFORM)) if recording.audio else ""
    return {recording.audio, picture, *paths_of(recording.texts)}


def _require_room(folder: Path) -> None:
    """Where the disk is full, that is what failed, whatever the program says that wrote to it.

    Raises:
        OSError: it is full.
    """
    if shutil.disk_usage(folder).free < _LEAST_ROOM_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def _work_folder(show: Show) -> Iterator[Path]:
    """An empty folder for what is not finished; what a killed build left in it is cleared first."""
    shutil.rmtree(show.work, ignore_errors=True)
    show.work.mkdir(parents=True)
    try:
        yield show.work
    finally:
        shutil.rmtree(show.work, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
