"""Speech that can be checked by ear: each character is a tone of its own, so that nothing can be missing unheard.

Said in pieces or at once, by one request or by several, a text sounds the same: a tone for each character, in
their order. `heard` reads the tones back from an episode, however it was mastered and encoded.
"""

import functools
import math
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from .speech import BREAK_S, ESPEAK_HZ, TAIL_S, Sentence, Spoken, encode, sentences_of, silence

TONE_S, GAP_S = 0.15, 0.05
"""Five characters a second, as a newsreader has them."""

_LOWEST_HZ, _STEP, _TONES = 320.0, 1.06, 29
_LEVEL = 0.4
_QUIET = 0.25
"""Of the loudest: MP3 smears a tone into the gap before it."""
_SHORTEST_S = 0.06


def spoken(text: str, voice: str, rate_percent: int) -> Spoken:  # noqa: ARG001 - as `speech.spoken` has it
    """The tones of a text, in the format of Edge read-aloud; every voice has the same."""
    return _spoken(text)


def expected(text: str) -> list[int]:
    """The tones of a text by their numbers, from low to high."""
    return [_number(character) for character in text if character.isalnum()]


def heard(samples: Sequence[int], rate_hz: int) -> list[int]:
    """The tones that are in a sound, by their numbers."""
    return [_nearest(_pitch_hz(run, rate_hz)) for run in _runs(samples, rate_hz)]


@functools.lru_cache(maxsize=512)
def _spoken(text: str) -> Spoken:
    pcm = bytearray()
    sentences: list[Sentence] = []
    for sentence in sentences_of(text):
        pcm += silence(BREAK_S) if sentences else b""
        start_s = len(pcm) / 2 / ESPEAK_HZ
        for number in expected(sentence):
            pcm += _tone(number) + silence(GAP_S)
        sentences.append(Sentence(sentence.strip(), start_s, len(pcm) / 2 / ESPEAK_HZ))
    return Spoken(encode(bytes(pcm) + silence(TAIL_S)), tuple(sentences))


@functools.cache
def _tone(number: int) -> bytes:
    step = 2 * math.pi * _hz(number) / ESPEAK_HZ
    count = round(TONE_S * ESPEAK_HZ)
    peak = _LEVEL * 32_767
    return array("h", [round(peak * math.sin(step * at)) for at in range(count)]).tobytes()


def _number(character: str) -> int:
    return ord(character) % _TONES


def _hz(number: int) -> float:
    return _LOWEST_HZ * float(_STEP**number)


def _nearest(hz: float) -> int:
    return round(math.log(hz / _LOWEST_HZ, _STEP))


def _runs(samples: Sequence[int], rate_hz: int) -> Iterator[Sequence[int]]:
    """What is heard between two gaps."""
    step = rate_hz // 100
    starts = range(0, len(samples), step)
    levels = [max(map(abs, samples[at : at + step])) for at in starts]
    threshold = _QUIET * max(levels, default=0)
    for loud, group in groupby(zip(starts, levels, strict=True), lambda each: each[1] > threshold):
        places = [at for at, _ in group]
        if loud and len(places) * step > _SHORTEST_S * rate_hz:
            yield samples[places[0] : places[-1] + step]


def _pitch_hz(samples: Sequence[int], rate_hz: int) -> float:
    """By the time between the first and the last rise through zero."""
    middle = samples[len(samples) // 5 : -len(samples) // 5]
    rises = [
        at + before / (before - after)
        for at, (before, after) in enumerate(pairwise(middle))
        if before < 0 <= after
    ]
    return (len(rises) - 1) / (rises[-1] - rises[0]) * rate_hz
