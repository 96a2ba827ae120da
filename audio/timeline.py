"""Clips, pauses and music placed in time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from scripts import Segment

from .cues import SILENCE, Cue, Soundtrack
from .errors import AudioError
from .pcm import SAMPLE_BYTES, louder
from .synthesis import Clip

_READ_BYTES = 1 << 16


class Spoken(Protocol):
    """What a timeline needs to know of a clip, or of one that is only foreseen; `Clip` tells what each is."""

    @property
    def segment(self) -> Segment: ...  # noqa: D102 - see Clip
    @property
    def samples(self) -> int: ...  # noqa: D102
    @property
    def rate_hz(self) -> int: ...  # noqa: D102
    @property
    def lead_s(self) -> float: ...  # noqa: D102
    @property
    def tail_s(self) -> float: ...  # noqa: D102


SpokenT_co = TypeVar("SpokenT_co", bound=Spoken, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[SpokenT_co]):
    """A clip and when it is heard.

    Attributes:
        clip: what is heard.
        start: the sample at which it begins.
    """

    clip: SpokenT_co
    start: int

    @property
    def start_s(self) -> float:
        """When it begins, in seconds."""
        return self.start / self.clip.rate_hz

    @property
    def end_s(self) -> float:
        """When it ends, in seconds."""
        return (self.start + self.clip.samples) / self.clip.rate_hz


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of the episode.

    Attributes:
        title: what players show.
        start_s: seconds from the start of the episode.
        end_s: where the next one begins, or the episode ends.
    """

    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that is heard.

    Attributes:
        start_s: from when, in seconds.
        end_s: to when.
        kind: "speech", "music" or "bed".
        what: the text as written, or the music's file.
        gain_db: what music is amplified by.
    """

    start_s: float
    end_s: float
    kind: str
    what: str
    gain_db: float


@dataclass(frozen=True, slots=True)
class Timeline(Generic[SpokenT_co]):
    """An episode's sound, placed in time.

    Attributes:
        placed: the clips in the order of time; they do not overlap.
        cues: the music.
        rate_hz: samples a second of every clip.
        length_s: from the first sample to the last, music included.
    """

    placed: tuple[Placed[SpokenT_co], ...]
    cues: tuple[Cue, ...]
    rate_hz: int
    length_s: float

    @property
    def events(self) -> "tuple[Event, ...]":
        """All that is heard, in the order of time."""
        spoken = [
            Event(each.start_s, each.end_s, "speech", each.clip.segment.text, 0.0) for each in self.placed
        ]
        played = [
            Event(cue.start_s, cue.end_s, "bed" if cue.is_bed else "music", cue.music.path.name, cue.gain_db)
            for cue in self.cues
        ]
        return tuple(sorted([*spoken, *played], key=lambda event: event.start_s))

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters that the script's segments begin, from 0 to the end without gaps."""
        begun = [
            (placed.clip.segment.chapter, placed.start_s)
            for placed in self.placed
            if placed.clip.segment.chapter
        ]
        starts = [0.0, *(start_s for _, start_s in begun[1:])]
        ends = [*starts[1:], self.length_s]
        titles = [title for title, _ in begun]
        return tuple(map(Chapter, titles, starts, ends))


def lay_out(clips: Sequence[SpokenT_co], music: Soundtrack = SILENCE) -> Timeline[SpokenT_co]:
    """Place clips one after the other, each followed by its pause, and music around and under them.

    A pause is what a listener hears of it: from the last sound of a clip to the first of the next. The breath
    that trimming has left on both sides is part of it, and is all of it where the script asks for less.

    Raises:
        AudioError: there is no clip, or the clips' rates differ (which is a mix of engines).
    """
    rates = {clip.rate_hz for clip in clips}
    if len(rates) != 1:
        raise AudioError("there is nothing to play" if not clips else "the clips come from different engines")
    rate_hz = rates.pop()
    at = round(music.speech_start_s * rate_hz)
    placed = []
    for number, clip in enumerate(clips):
        if number:
            at += max(0, round(_gap_s(clips[number - 1], clip, music) * rate_hz))
        placed.append(Placed(clip, at))
        at += clip.samples
    cues = music.cues([(one.start_s, one.end_s, bool(one.clip.segment.chapter)) for one in placed])
    return Timeline(tuple(placed), cues, rate_hz, max([placed[-1].end_s, *(cue.end_s for cue in cues)]))


def _gap_s(before: Spoken, after: Spoken, music: Soundtrack) -> float:
    """The silence that is put between two clips, in seconds; negative where their breath is longer."""
    pause_s = before.segment.pause_s
    if after.segment.chapter:
        pause_s = max(pause_s, music.between_s)
    return pause_s - before.tail_s - after.lead_s


def clip_samples(clip: Clip) -> Iterator[bytes]:
    """A clip's samples, a piece at a time."""
    with clip.path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            yield piece


def speech_samples(timeline: Timeline[Clip], voices_db: Mapping[str, float] | None = None) -> Iterator[bytes]:
    """The speech alone, from the start of the episode to its last word, a piece at a time.

    Args:
        timeline: what is heard when.
        voices_db: how much louder each voice is made; none is changed if it is left out.
    """
    at = 0
    for placed in timeline.placed:
        yield bytes((placed.start - at) * SAMPLE_BYTES)
        gain_db = voices_db[placed.clip.segment.voice] if voices_db else 0.0
        yield from (louder(piece, timeline.rate_hz, gain_db) for piece in clip_samples(placed.clip))
        at = placed.start + placed.clip.samples
