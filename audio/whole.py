"""The gate that all speech passes before it counts: whether it can be the whole text.

An engine proves what only it can know, such as that its service's turn was ended. Here every answer, of
every engine, is decoded to its end, must be heard, must last about as long as its text takes to say, and
must reach as far as its marks say.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median

from scripts.sentences import CLOSERS

from .coverage import fault_of_marks
from .engine import Mark, Speech, Utterance
from .errors import IncompleteSpeechError
from .pace import Pace, unknown_chars
from .pcm import SAMPLE_BYTES, Trimmed, decode, trim
from .sounding import stretches
from .unmarked import estimated_marks

# Against the engine's pace. Voices differ; one voice hardly does: 250 texts of news were 14 % off at most.
_LEAST, _MOST = 0.5, 2.5
_LEAST_OF_USUAL, _MOST_OF_USUAL = 0.7, 1.5
_ENOUGH_TEXTS, _ENOUGH_CHARS = 4, 20
"""When a voice's own pace is known; a shorter text tells little of it."""
_SLACK_S = 1.0
_MOST_PAUSES = 2
"""With its pauses, a sound is at most so many times as long."""
_SHORTEST_S = 0.1
_LONGEST_UNKNOWN_S = 0.6
"""A digit or a letter of another script."""
_TRAILING_PAUSE_S = 1.5
"""A mark may take in the pause that follows its sentence; whether it does, a few texts tell."""
_ENOUGH_ENDS = 3
_DOUBTFULLY_SHORT_S, _UNUSUALLY_SHORT_S = 0.12, 0.35
"""Half a syllable, which is believed if the same text ends there again: what is lost by chance does not end
twice at the same place. And two syllables, which never are."""
_SAME_END_S = 0.03


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared between sounds of one voice.

    Attributes:
        voiced_s: where the engine told no times, how long it is without its pauses; else 0.
        short_s: where it did, how much earlier the sound ends than it said; less than 0 if later.
    """

    voiced_s: float = 0.0
    short_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Sound:
    """Speech that has passed the gate.

    Attributes:
        speech: what the engine answered, its marks estimated where it told none.
        trimmed: the same decoded, without the silence around it.
        rate_hz: how many samples make a second.
        marks: the same as the speech's, but from the start of the trimmed samples.
        measure: what tells whether it is like the voice's others.
    """

    speech: Speech
    trimmed: Trimmed
    rate_hz: int
    marks: tuple[Mark, ...]
    measure: Measure = Measure()

    @property
    def length_s(self) -> float:
        """How long the trimmed samples last."""
        return len(self.trimmed.samples) / SAMPLE_BYTES / self.rate_hz


class Gate:
    """Lets speech pass that can be all of its text, and learns what is usual with each voice.

    A voice that has spoken a few texts is held to its own habits: how fast it speaks where the engine tells
    no times, and where it does, when it is done by these times.

    Args:
        pace: the engine's, roughly.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._ratios: defaultdict[_Manner, list[float]] = defaultdict(list)
        self._shorts: defaultdict[tuple[_Manner, bool], list[float]] = defaultdict(list)
        self._doubted: dict[Utterance, float] = {}

    def passed(self, utterance: Utterance, speech: Speech) -> Sound:
        """Prove that an answer can be the whole text.

        Raises:
            IncompleteSpeechError: it is not sound, cut off, silent, or too short or too long for the text.
        """
        sound = self._heard(utterance, speech)
        self._require_marks(utterance, sound)
        self._require_length(utterance, sound)
        self._learn(utterance, sound.measure)
        return sound

    def known(self, utterance: Utterance, speech: Speech) -> Sound:
        """What passed before, out of the cache: it is only learned from."""
        sound = self._heard(utterance, speech)
        self._learn(utterance, sound.measure)
        return sound

    def still_passes(self, utterance: Utterance, measure: Measure) -> bool:
        """Whether a sound would pass by what is known now, when more has been heard of the voice."""
        least_s, most_s = self._voiced_band_s(utterance)
        voiced_s = measure.voiced_s
        return self._ends_as_told(utterance, measure.short_s) and (
            not voiced_s or least_s <= voiced_s <= most_s
        )

    def _heard(self, utterance: Utterance, speech: Speech) -> Sound:
        samples, rate_hz = decode(speech.audio)
        if speech.marks and not any(mark.estimated for mark in speech.marks):
            sound = _trimmed(speech, samples, rate_hz)
            told_s = max(mark.end_s for mark in speech.marks)
            return replace(sound, measure=Measure(short_s=told_s - sound.trimmed.cut_s - sound.length_s))
        heard = stretches(samples, rate_hz)
        if not heard:
            raise IncompleteSpeechError("the answer is silence", _AGAIN)
        marks = speech.marks or estimated_marks(utterance.text, heard, self._pace)
        sound = _trimmed(replace(speech, marks=marks), samples, rate_hz)
        return replace(sound, measure=Measure(voiced_s=sum(stretch.length_s for stretch in heard)))

    def _require_marks(self, utterance: Utterance, sound: Sound) -> None:
        fault = fault_of_marks(utterance.text, sound.marks)
        if not self._ends_as_told(utterance, sound.measure.short_s):
            self._doubted[utterance] = sound.measure.short_s
            fault = fault or "falls silent, or is cut off"
        if fault:
            raise IncompleteSpeechError(f"the answer {fault}", _AGAIN)

    def _require_length(self, utterance: Utterance, sound: Sound) -> None:
        voiced_s = sound.measure.voiced_s
        length_s = voiced_s or sound.length_s
        least_s, most_s = self._voiced_band_s(utterance) if voiced_s else self._given_s(utterance)
        if not least_s <= length_s <= most_s:
            how = "short" if length_s < least_s else "long"
            told = f"{length_s:.1f} s for {len(utterance.text)} characters"
            raise IncompleteSpeechError(f"the answer is too {how} for the text ({told})", _AGAIN)

    def _given_s(self, utterance: Utterance) -> tuple[float, float]:
        expected_s = _expected_s(self._pace, utterance)
        return _LEAST * min(expected_s), _most_s(expected_s, utterance)

    def _voiced_band_s(self, utterance: Utterance) -> tuple[float, float]:
        """The least and the most that a text may take: by its voice's own pace, if that is known."""
        ratios = self._ratios[_manner(utterance)]
        if len(utterance.text) < _ENOUGH_CHARS or len(ratios) < _ENOUGH_TEXTS:
            return self._given_s(utterance)
        usual_s = median(ratios) * _expected_s(self._pace, utterance)[0]
        return _LEAST_OF_USUAL * usual_s, _MOST_OF_USUAL * usual_s + _SLACK_S

    def _ends_as_told(self, utterance: Utterance, short_s: float) -> bool:
        """Whether a sound ends no earlier than its voice's others do, if that is known."""
        alike, others = (self._shorts[_manner(utterance), quoted] for quoted in _endings(utterance))
        if len(alike) >= _ENOUGH_ENDS:
            again = abs(short_s - self._doubted.get(utterance, math.inf)) <= _SAME_END_S
            return short_s - median(alike) <= (_UNUSUALLY_SHORT_S if again else _DOUBTFULLY_SHORT_S)
        if len(others) >= _ENOUGH_ENDS:
            return short_s - median(others) <= _UNUSUALLY_SHORT_S
        return short_s <= _TRAILING_PAUSE_S

    def _learn(self, utterance: Utterance, measure: Measure) -> None:
        if not measure.voiced_s:
            self._shorts[_manner(utterance), _endings(utterance)[0]].append(measure.short_s)
        elif len(utterance.text) >= _ENOUGH_CHARS:
            ratio = measure.voiced_s / _expected_s(self._pace, utterance)[0]
            self._ratios[_manner(utterance)].append(ratio)


_Manner = tuple[str, int]
"""A voice, and its rate."""

_AGAIN = "try again, or use another voice"


def longest_s(pace: Pace, utterance: Utterance) -> float:
    """How long an answer may be that is still listened to, pauses included, in seconds."""
    return _MOST_PAUSES * _most_s(_expected_s(pace, utterance), utterance)


def _manner(utterance: Utterance) -> _Manner:
    return utterance.voice, utterance.rate_percent


def _endings(utterance: Utterance) -> tuple[bool, bool]:
    """Whether the text ends with a quotation mark or bracket, which an engine may wait for; and the rest."""
    quoted = utterance.text.rstrip().endswith(tuple(CLOSERS))
    return quoted, not quoted


def _most_s(expected_s: tuple[float, float], utterance: Utterance) -> float:
    return _MOST * max(expected_s) + _SLACK_S + _LONGEST_UNKNOWN_S * unknown_chars(utterance.text)


def _expected_s(pace: Pace, utterance: Utterance) -> tuple[float, float]:
    """At the rate that is asked for and at the voice's own: a service may take no notice of it."""
    own_s = max(pace.length_s(utterance.text), _SHORTEST_S)
    return pace.length_s(utterance.text, utterance.rate_percent) or own_s, own_s


def _trimmed(speech: Speech, samples: bytes, rate_hz: int) -> Sound:
    trimmed = trim(samples, rate_hz)
    length_s = len(trimmed.samples) / SAMPLE_BYTES / rate_hz
    marks = tuple(_shifted(mark, -trimmed.cut_s, length_s) for mark in speech.marks)
    return Sound(speech, trimmed, rate_hz, marks)


def _shifted(mark: Mark, by_s: float, length_s: float) -> Mark:
    start_s, end_s = (min(max(0.0, at_s + by_s), length_s) for at_s in (mark.start_s, mark.end_s))
    return replace(mark, start_s=round(start_s, 3), end_s=round(end_s, 3))
