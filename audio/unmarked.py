"""Speech without times: about when each sentence is heard."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from scripts.sentences import sentences

from .engine import Mark
from .pace import Pace
from .sounding import Stretch

_SHORTEST_S = 0.1
"""For a text whose characters no pace knows."""


def estimated_marks(text: str, heard: Sequence[Stretch], pace: Pace) -> tuple[Mark, ...]:
    """About when each sentence is heard: shared out by length, then moved to the likeliest pause.

    Args:
        text: a few whole sentences.
        heard: the sound between its pauses.
        pace: how long the parts of a text take, against each other.
    """
    pieces = sentences(text)
    lengths = [pace.length_s(piece) or _SHORTEST_S for piece in pieces]
    speed = sum(stretch.length_s for stretch in heard) / sum(lengths)
    ends = list(accumulate(length * speed for length in lengths))
    edges = [
        _edge(end, min(pair) * speed / 2, heard) for end, pair in zip(ends, pairwise(lengths), strict=False)
    ]
    starts = [heard[0].start_s, *(start_s for _, start_s in edges)]
    stops = [*(end_s for end_s, _ in edges), heard[-1].end_s]
    return tuple(
        Mark(piece, start_s, max(start_s, end_s), estimated=True)
        for piece, start_s, end_s in zip(pieces, starts, stops, strict=True)
    )


def _edge(target_s: float, reach_s: float, heard: Sequence[Stretch]) -> tuple[float, float]:
    """Where a sentence ends and where the next begins.

    Args:
        target_s: how much sound should come before, without pauses.
        reach_s: how much more or less it may be, for a pause to be the right one.
        heard: the sound between its pauses.
    """
    spans = list(accumulate(stretch.length_s for stretch in heard))
    pauses = [
        (abs(span - target_s) - (after.start_s - before.end_s), before.end_s, after.start_s)
        for span, (before, after) in zip(spans, pairwise(heard), strict=False)
        if abs(span - target_s) <= reach_s
    ]
    if pauses:
        return min(pauses)[1:]
    number = next((at for at, span in enumerate(spans) if span >= target_s), len(spans) - 1)
    at_s = heard[number].end_s - (spans[number] - target_s)
    return at_s, at_s
