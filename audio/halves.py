"""A text that cannot be spoken in one piece: cut in two, and its halves joined again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from scripts.sentences import BREATHS, CLOSERS, ENDS, sentences

from .engine import Mark, Speech
from .pace import Pace
from .pcm import SAMPLE_BYTES
from .wav import to_wav
from .whole import Sound

# Not within 3:2 or 1,000.
_CLAUSE = re.compile(rf"(?!(?<=[0-9]).[0-9])[{BREATHS}{ENDS}]+[{re.escape(CLOSERS)}]*")
_LEAST_CHARS = 2
"""What is shorter tells a voice nothing of how to say it."""


def halves(text: str) -> tuple[str, str] | None:
    """Cut a text near its middle: after a sentence, else after a clause.

    Returns:
        Two parts which, joined again, are the text; None where it has no such place.
    """
    after_sentences = list(accumulate(map(len, sentences(text))))
    after_clauses = [match.end() for match in _CLAUSE.finditer(text)]
    for places in (after_sentences, after_clauses):
        parts = [(text[:at], text[at:]) for at in places]
        good = [part for part in parts if all(_says_enough(half) for half in part)]
        if good:
            return min(good, key=lambda part: abs(len(part[0]) - len(part[1])))
    return None


def _says_enough(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _LEAST_CHARS


def joined(parts: Sequence[Sound], pace: Pace) -> Speech:
    """The speech of several parts, with the pause between them that the engine makes between sentences.

    Args:
        parts: in order; at one sample rate, as one voice's are.
        pace: the engine's.
    """
    rate_hz = parts[0].rate_hz
    pause = bytes(SAMPLE_BYTES * round(pace.sentence_s * rate_hz))
    marks: list[Mark] = []
    start_s = 0.0
    for part in parts:
        marks += [_later(mark, start_s) for mark in part.marks]
        start_s += part.length_s + pace.sentence_s
    return Speech(to_wav(pause.join(part.trimmed.samples for part in parts), rate_hz), tuple(marks))


def _later(mark: Mark, by_s: float) -> Mark:
    return replace(mark, start_s=mark.start_s + by_s, end_s=mark.end_s + by_s)
