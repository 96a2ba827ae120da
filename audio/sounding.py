"""Where in a sound there is something to hear."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_STEPS_PER_S = 100
_QUIET = 0.02
"""Less than this share of the loudest sample (34 dB below it) is a pause."""
_SHORTEST_PAUSE_S = 0.06
"""Shorter ones are within a word: the closure of a plosive."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sound without a pause, in seconds from the start."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.start_s


def stretches(samples: bytes, rate_hz: int) -> list[Stretch]:
    """Cut a sound at its pauses.

    Args:
        samples: 16-bit little-endian mono.
        rate_hz: how many of them make a second.

    Returns:
        What lies between the pauses, in order; nothing if it is all silence.
    """
    levels = _levels(samples, rate_hz)
    threshold = _QUIET * max(levels, default=0)
    found: list[Stretch] = []
    at = 0
    for is_heard, group in groupby(levels, lambda level: level > threshold):
        start, at = at, at + len(list(group))
        if is_heard:
            _add(found, Stretch(start / _STEPS_PER_S, at / _STEPS_PER_S))
    return found


def _add(found: list[Stretch], new: Stretch) -> None:
    if found and new.start_s - found[-1].end_s < _SHORTEST_PAUSE_S:
        new = Stretch(found.pop().start_s, new.end_s)
    found.append(new)


def _levels(samples: bytes, rate_hz: int) -> Sequence[int]:
    values, step = array("h", samples), max(1, rate_hz // _STEPS_PER_S)
    parts = (values[at : at + step] for at in range(0, len(values), step))
    return [max(map(abs, (max(part), min(part)))) for part in parts]
