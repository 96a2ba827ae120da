"""An episode's timeline, and how long speaking it may take, before any of it is spoken."""

from collections.abc import Sequence
from dataclasses import dataclass

from scripts import Segment

from .cues import SILENCE, Soundtrack
from .synthesis import Narrator
from .timeline import Timeline, lay_out

_RATE_HZ = 1_000
"""To the millisecond is more than an estimate can tell."""

_LEAST_BUDGET_S = 60.0
_SLOWEST = 3.0
"""A large model on a small computer takes twice as long as its speech lasts."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A clip that is not there yet, about as long as it will be; the attributes are those of `Clip`."""

    segment: Segment
    samples: int
    rate_hz: int = _RATE_HZ
    lead_s: float = 0.0
    tail_s: float = 0.0


def foresee(
    segments: Sequence[Segment], narrator: Narrator, music: Soundtrack = SILENCE
) -> Timeline[Foreseen]:
    """The timeline that these segments will have, as far as the engine's pace tells.

    Raises:
        AudioError: none of them says anything.
    """
    pace = narrator.engine.pace
    lengths_s = {each: pace.length_s(each.spoken, narrator.rate_percent) for each in segments}
    said = [each for each in segments if each.says_something]
    return lay_out([Foreseen(each, round(lengths_s[each] * _RATE_HZ)) for each in said], music)


def usual_budget_s(segments: Sequence[Segment], narrator: Narrator) -> float:
    """How long it may take to speak these segments where nobody says, in seconds."""
    said = [segment.spoken for segment in segments if segment.says_something]
    speech_s = sum(narrator.engine.pace.length_s(text, narrator.rate_percent) for text in said)
    return _LEAST_BUDGET_S + _SLOWEST * speech_s
