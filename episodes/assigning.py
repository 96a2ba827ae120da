"""What is to be made of a story: its episode is reserved, and all put together that shapes it."""

import hashlib
import json
from dataclasses import asdict, dataclass

from audio import SyntheticLabel, Tags
from scripts import Script

from .catalog import Catalog
from .cover import cover_name
from .episode import Episode, Reservation
from .files import digest_of
from .identity import identify
from .making import Assignment
from .report import Built, Change
from .show import Show
from .stories import Story, notes_of, rewritten, script_of
from .studio import Studio
from .transcripts import paths_of

_RECIPE = 3
"""Raised when the same script and settings would give another episode than before."""

_ID3_LANGUAGE = "zho"


@dataclass(frozen=True, slots=True)
class Assigned:
    """An episode that is to be made, and where it belongs.

    Attributes:
        story: what it tells.
        reserved: its id, guid and time.
        known: what there is of it already.
        change: what making it will have done.
        assignment: what it is made of.
    """

    story: Story
    reserved: Reservation
    known: Episode | None
    change: Change
    assignment: Assignment


def assign(story: Story, studio: Studio, catalog: Catalog) -> Assigned | Built:
    """Find out what is to be made of a story, and reserve its episode; Built if that is there already.

    Raises:
        FilterError: the show's own program fails.
    """
    show, settings = studio.show, studio.show.settings
    identity = identify(story.content, story.path)
    reserved = catalog.reserve(identity, studio.now, found(story, studio, catalog))
    script = script_of(story, show, reserved.published_at)
    recipe = recipe_of(script, studio)
    known = catalog.episode(reserved.id)
    change = change_of(known, recipe, studio)
    if known and change is Change.UNCHANGED:
        segments = sum(segment.says_something for segment in script.segments)
        return Built(story.source, change, known, segments, segments)
    script = rewritten(script, story, show)
    assignment = Assignment(
        script,
        recipe,
        studio.music,
        settings.sound,
        _tags(script, studio, reserved),
        settings.title,
        settings.pauses.sentence_s,
        notes_of(story, show, reserved.published_at),
    )
    return Assigned(story, reserved, known, change, assignment)


def found(story: Story, studio: Studio, catalog: Catalog) -> Reservation | None:
    """The episode that a story belongs to, or is said to belong to; None if it is a new one."""
    if studio.order.update:
        return catalog.reservation(studio.order.update)
    return catalog.find(identify(story.content, story.path))


def change_of(known: Episode | None, recipe: str, studio: Studio) -> Change:
    """What making an episode by this recipe would do to what there is of it."""
    if not known:
        return Change.NEW
    recording = known.recording
    files = (recording.audio, *paths_of(recording.texts))
    there = recording.texts and all((studio.show.folder / path).is_file() for path in files)
    # An engine asked for by name is not content with what a fallback has spoken.
    wanted = studio.order.engine in {"", recording.engine}
    return Change.UNCHANGED if recording.recipe == recipe and there and wanted else Change.UPDATED


def recipe_of(script: Script, studio: Studio) -> str:
    """A hash of all that shapes the episode, but for who had to stand in for the engine."""
    lead, track = studio.cast.lead, studio.music
    shaped_by = {
        "recipe": _RECIPE,
        "script": asdict(script),
        "filter": studio.show.settings.script.filter,
        "speech": [lead.engine.name, lead.engine.version, lead.voice, lead.rate_percent],
        "sound": asdict(studio.show.settings.sound),
        "music": [music and digest_of(music.path) for music in (track.intro, track.outro, track.bed)],
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
        cover=show.public / cover_name(show),
        publisher=script.publisher,
        link=script.url,
        transcript="\n".join(segment.text for segment in script.segments),
        label=_label(show, reserved),
    )


def _label(show: Show, reserved: Reservation) -> SyntheticLabel | None:
    notice = show.settings.notice
    producer = notice.producer or show.settings.author or show.settings.title
    return SyntheticLabel(producer, reserved.guid) if notice.metadata else None
