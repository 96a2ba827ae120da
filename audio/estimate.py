"""How long an episode will be, and how long speaking it may take, before any of it is spoken."""

from collections.abc import Sequence

from scripts import Segment

from .music import Music
from .synthesis import Narrator
from .timeline import end_s, music_cues, speech_start_s

_LEAST_BUDGET_S = 60.0
_SLOWEST = 3.0
"""A large model on a small computer takes twice as long as its speech lasts."""


def estimated_s(
    segments: Sequence[Segment], narrator: Narrator, intro: Music | None = None, outro: Music | None = None
) -> float:
    """About how long the timeline of these segments will be, music included, in seconds."""
    said = [segment for segment in segments if segment.says_something]
    speech_s = _speech_s(said, narrator)
    speech_end_s = speech_start_s(intro) + speech_s + sum(segment.pause_s for segment in said[:-1])
    return end_s(speech_end_s, music_cues(speech_end_s, intro, outro))


def usual_budget_s(segments: Sequence[Segment], narrator: Narrator) -> float:
    """How long it may take to speak these segments where nobody says, in seconds."""
    return _LEAST_BUDGET_S + _SLOWEST * _speech_s(segments, narrator)


def _speech_s(segments: Sequence[Segment], narrator: Narrator) -> float:
    said = [segment.spoken for segment in segments if segment.says_something]
    return sum(narrator.engine.pace.length_s(text, narrator.rate_percent) for text in said)
