"""A finished episode is given its place in the show."""

from dataclasses import replace
from pathlib import PurePosixPath

from audio import WAVEFORM

from .assigning import Assigned
from .catalog import Catalog
from .episode import Episode, Recording, Reservation
from .files import digest_of, settle
from .making import Made
from .report import Built
from .show import Show
from .stories import stored
from .sweeping import release
from .transcripts import paths_of, place_texts


def commit(assigned: Assigned, made: Made, show: Show, catalog: Catalog) -> Built:
    """Give a finished episode its place: the files first, then the catalog."""
    reserved = assigned.reserved
    recording = _placed(made, show, reserved)
    catalog.publish(reserved.id, recording, made.captions, stored(assigned.story))
    _release(assigned.known, recording, show)
    episode = catalog.published(reserved.id)
    return Built(assigned.story.source, assigned.change, episode, made.segments, made.cached)


def _placed(made: Made, show: Show, reserved: Reservation) -> Recording:
    """Move the finished audio into its place, picture and texts beside it, named by their content."""
    name = f"{show.local(reserved.published_at).date().isoformat()}-{reserved.id}"
    audio, picture = made.audio, made.picture
    place = show.media / f"{name}-{digest_of(audio)[:12]}{audio.suffix}"
    settle(picture, place.with_suffix(picture.suffix))
    settle(audio, place)
    sounding, texts = (
        path.relative_to(show.folder).as_posix()
        for path in (place, place_texts(show.media, name, made.recording, made.captions))
    )
    return replace(made.recording, audio=sounding, bytes=place.stat().st_size, texts=texts)


def _release(known: Episode | None, recording: Recording, show: Show) -> None:
    """Of the files that the episode names no more, the time of grace begins now."""
    if known:
        before, now = (_files_of(one) for one in (known.recording, recording))
        for name in before - now:
            release(show.folder / name)


def _files_of(recording: Recording) -> set[str]:
    picture = str(PurePosixPath(recording.audio).with_suffix(WAVEFORM)) if recording.audio else ""
    return {recording.audio, picture, *paths_of(recording.texts)}
