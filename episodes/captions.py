"""The written text at the times it is said.

Engines say when stretches of the spoken form are heard. The written form differs from it (3.2 is three point
two), so each place in the written text is led to its place in the spoken one, and that to its time.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from audio import Clip, Timeline
from scripts import Segment, sentences

from .episode import Caption

LONGEST = 36
"""Characters of a caption, where the text has a comma to cut at: two lines on a phone."""

_CLAUSE = re.compile(r"(?:[^，、：,—]|,(?=\d))*(?:[，、：,—]+[”’」』）)》]*|$)")

Knots = Sequence[tuple[float, float]]
"""Pairs of a place and where it leads to, both growing."""


def captions_of(timeline: Timeline[Clip], narrator: str, sentence_s: float) -> tuple[Caption, ...]:
    """Find when each piece of the written text is said.

    Args:
        timeline: what is heard when.
        narrator: what listeners call the voice that has no name of its own in the script.
        sentence_s: the pause inside a paragraph; after a longer one a new paragraph begins.
    """
    captions: list[Caption] = []
    begins = True
    for placed in timeline.placed:
        segment = placed.clip.segment
        speaker = short_name(segment.voice) or narrator
        for number, (start_s, end_s, text) in enumerate(_timed(placed.clip)):
            first = number == 0 and (begins or bool(segment.chapter))
            start, end = (round(placed.start_s + at_s, 3) for at_s in (start_s, end_s))
            captions.append(Caption(start, end, text, speaker, first))
        begins = segment.pause_s > sentence_s
    return tuple(captions)


def summary_of(segments: Sequence[Segment], title: str, most: int = 120) -> str:
    """How the story begins: what follows its headline, on one line; "" where there is no telling.

    Args:
        segments: the script's.
        title: the headline.
        most: characters.
    """
    starts = [number for number, segment in enumerate(segments) if segment.chapter == title]
    story = "".join(_until_next_chapter(segments[starts[0] :])) if starts else ""
    line = " ".join(story.removeprefix(title).split())
    return line if len(line) <= most else line[: most - 1].rstrip("，、：；,;:") + "…"


def short_name(voice: str) -> str:
    """A voice's name for listeners.

    >>> short_name("zh-CN-XiaoxiaoNeural")
    'Xiaoxiao'
    """
    return re.sub(r"^[a-z]{2,3}-[A-Za-z]{2,4}-(?:\w+-)?|(?:Multilingual)?Neural$", "", voice)


def _until_next_chapter(segments: Sequence[Segment]) -> Iterator[str]:
    for number, segment in enumerate(segments):
        if number and segment.chapter:
            return
        yield segment.text


def _timed(clip: Clip) -> Iterator[tuple[float, float, str]]:
    """The clip's text in pieces, each with its start and end in seconds from the clip's start."""
    text, said = clip.segment.text, clip.segment.spoken
    pieces = list(_pieces(text))
    ends = list(accumulate(map(len, pieces)))
    places, times = _alignment(text, said), _times(clip)
    moments = [_led(times, _led(places, at)) for at in [0, *ends]]
    for piece, (start_s, end_s) in zip(pieces, pairwise(moments), strict=True):
        if piece.strip():
            yield start_s, end_s, " ".join(piece.split())


def _pieces(text: str) -> Iterator[str]:
    """Sentences, and of long ones clauses; joined again they are the text."""
    for sentence in sentences(text):
        if len(sentence) <= LONGEST:
            yield sentence
            continue
        piece = ""
        for clause in _CLAUSE.findall(sentence):
            if piece and clause and len(piece) + len(clause) > LONGEST:
                yield piece
                piece = ""
            piece += clause
        yield piece


def _alignment(text: str, said: str) -> Knots:
    """Where places in the written text lie in the spoken one."""
    if text == said:
        return [(0, 0), (len(text), len(said))]
    blocks = SequenceMatcher(None, text, said, autojunk=False).get_matching_blocks()
    inner = [(at + shift, to + shift) for at, to, size in blocks for shift in (0, size) if size]
    return [(0, 0), *inner, (len(text), len(said))]


def _times(clip: Clip) -> Knots:
    """When places in the spoken text are heard, as far as the engine says."""
    said, length_s = clip.segment.spoken, clip.samples / clip.rate_hz
    knots: list[tuple[float, float]] = []
    at = 0
    for mark in clip.marks:
        found = said.find(mark.text, at)
        if found < 0:
            continue
        at = found + len(mark.text)
        knots += [(found, mark.start_s), (at, mark.end_s)]
    first_s = knots[0][1] if knots else 0.0
    return [(0, first_s), *knots, (len(said), max(length_s, knots[-1][1] if knots else 0.0))]


def _led(knots: Knots, at: float) -> float:
    """Where a place leads to, between its neighbours in proportion."""
    after = min(bisect_right(knots, at, key=lambda knot: knot[0]), len(knots) - 1)
    (here, there), (next_here, next_there) = knots[after - 1], knots[after]
    share = (at - here) / (next_here - here) if next_here > here else 1.0
    return there + (next_there - there) * min(max(share, 0.0), 1.0)
