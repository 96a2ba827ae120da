"""Clips, pauses and music placed in time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .errors import AudioError
from .music import Music
from .pcm import SAMPLE_BYTES, louder
from .synthesis import Clip

_UNDER_INTRO_S = 1.5
"""The opening words begin this long before the intro's tail has died away."""

_BEFORE_OUTRO_S = 0.4
_READ_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip and when it is heard.

    Attributes:
        clip: what is heard.
        start: the sample at which it begins.
    """

    clip: Clip
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
class Cue:
    """Music and when it is heard.

    Attributes:
        music: what is heard.
        start_s: when it begins, in seconds.
    """

    music: Music
    start_s: float


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
class Timeline:
    """An episode's sound, placed in time.

    Attributes:
        placed: the clips in the order of time; they do not overlap.
        cues: the music.
        rate_hz: samples a second of every clip.
        length_s: from the first sample to the last, music included.
    """

    placed: tuple[Placed, ...]
    cues: tuple[Cue, ...]
    rate_hz: int
    length_s: float

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


def lay_out(clips: Sequence[Clip], intro: Music | None = None, outro: Music | None = None) -> Timeline:
    """Place clips one after the other, each followed by its pause, between intro and outro.

    Raises:
        AudioError: there is no clip, or the clips' rates differ (which is a mix of engines).
    """
    rates = {clip.rate_hz for clip in clips}
    if len(rates) != 1:
        raise AudioError("there is nothing to play" if not clips else "the clips come from different engines")
    rate_hz = rates.pop()
    at = round(speech_start_s(intro) * rate_hz)
    placed = []
    for clip in clips:
        placed.append(Placed(clip, at))
        at += clip.samples + round(clip.segment.pause_s * rate_hz)
    speech_end_s = placed[-1].end_s
    cues = music_cues(speech_end_s, intro, outro)
    return Timeline(tuple(placed), cues, rate_hz, end_s(speech_end_s, cues))


def speech_start_s(intro: Music | None) -> float:
    """When the first word is heard, in seconds."""
    return max(0.0, intro.length_s - _UNDER_INTRO_S) if intro else 0.0


def music_cues(speech_end_s: float, intro: Music | None, outro: Music | None) -> tuple[Cue, ...]:
    """The music around speech that ends at this second."""
    before = (Cue(intro, 0.0),) if intro else ()
    after = (Cue(outro, speech_end_s + _BEFORE_OUTRO_S),) if outro else ()
    return before + after


def end_s(speech_end_s: float, cues: Sequence[Cue]) -> float:
    """When the last sound ends, in seconds."""
    return max([speech_end_s, *(cue.start_s + cue.music.length_s for cue in cues)])


def clip_samples(clip: Clip) -> Iterator[bytes]:
    """A clip's samples, a piece at a time."""
    with clip.path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            yield piece


def speech_samples(timeline: Timeline, voices_db: Mapping[str, float] | None = None) -> Iterator[bytes]:
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
