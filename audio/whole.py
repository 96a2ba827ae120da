"""The gate that all speech passes before it counts: whether it can be the whole text.

An engine proves what only it can know, such as that its service's turn was ended. Here every answer, of
every engine, is decoded to its end, must be heard, must last about as long as its text takes to say, and
must reach as far as its marks say.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from .coverage import fault_of_marks
from .engine import Mark, Speech, Utterance
from .errors import IncompleteSpeechError
from .pace import Pace, unknown_chars
from .pcm import SAMPLE_BYTES, decode, trim
from .sounding import Stretch, stretches
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
"""A mark may take in the pause that follows its sentence."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Speech that has passed the gate.

    Attributes:
        speech: what the engine answered, its marks estimated where it told none.
        samples: the same decoded, without the silence around it: 16-bit little-endian mono.
        rate_hz: how many of them make a second.
        lead_s: how much silence was taken from its start.
        marks: the same as the speech's, but from the start of the samples.
        voiced_s: for estimated marks, how long it is without its pauses; else 0.
    """

    speech: Speech
    samples: bytes
    rate_hz: int
    lead_s: float
    marks: tuple[Mark, ...]
    voiced_s: float = 0.0

    @property
    def length_s(self) -> float:
        """How long the samples last."""
        return len(self.samples) / SAMPLE_BYTES / self.rate_hz


class Gate:
    """Lets speech pass that can be all of its text, and learns how fast each voice speaks.

    Where an engine tells no times, a voice that has spoken a few texts is held to its own pace.

    Args:
        pace: the engine's, roughly.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._usual: defaultdict[tuple[str, int], list[float]] = defaultdict(list)

    def passed(self, utterance: Utterance, speech: Speech) -> Sound:
        """Prove that an answer can be the whole text.

        Raises:
            IncompleteSpeechError: it is not sound, cut off, silent, or too short or too long for the text.
        """
        samples, rate_hz = decode(speech.audio)
        if speech.marks:
            sound = _trimmed(speech, samples, rate_hz)
            self._require_as_told(utterance, sound)
            return sound
        heard = stretches(samples, rate_hz)
        if not heard:
            raise IncompleteSpeechError("the answer is silence", _AGAIN)
        marked = replace(speech, marks=estimated_marks(utterance.text, heard, self._pace))
        sound = replace(_trimmed(marked, samples, rate_hz), voiced_s=_voiced_s(heard))
        self._require_usual(utterance, sound)
        self._learn(utterance, sound)
        return sound

    def known(self, utterance: Utterance, speech: Speech) -> Sound:
        """What passed before, out of the cache: it is only learned from."""
        samples, rate_hz = decode(speech.audio)
        sound = _trimmed(speech, samples, rate_hz)
        if any(mark.estimated for mark in speech.marks):
            sound = replace(sound, voiced_s=_voiced_s(stretches(samples, rate_hz)))
            self._learn(utterance, sound)
        return sound

    def still_passes(self, utterance: Utterance, voiced_s: float) -> bool:
        """Whether a sound would pass by what is known now, when more has been heard of the voice.

        Args:
            utterance: what it says.
            voiced_s: as `Sound` has it.
        """
        least_s, most_s = self._band_s(utterance)
        return not voiced_s or least_s <= voiced_s <= most_s

    def _require_as_told(self, utterance: Utterance, sound: Sound) -> None:
        fault = fault_of_marks(utterance.text, sound.marks)
        told_s = max(mark.end_s for mark in sound.speech.marks)
        if told_s > sound.lead_s + sound.length_s + _TRAILING_PAUSE_S:
            fault = fault or "falls silent, or is cut off"
        if fault:
            raise IncompleteSpeechError(f"the answer {fault}", _AGAIN)
        _require_within(self._given_s(utterance), sound.length_s, utterance.text)

    def _require_usual(self, utterance: Utterance, sound: Sound) -> None:
        _require_within(self._band_s(utterance), sound.voiced_s, utterance.text)

    def _band_s(self, utterance: Utterance) -> tuple[float, float]:
        """The least and the most that a text may take: by its voice's own pace, if that is known."""
        usual = self._usual[utterance.voice, utterance.rate_percent]
        if len(utterance.text) < _ENOUGH_CHARS or len(usual) < _ENOUGH_TEXTS:
            return self._given_s(utterance)
        usual_s = median(usual) * _expected_s(self._pace, utterance)[0]
        return _LEAST_OF_USUAL * usual_s, _MOST_OF_USUAL * usual_s + _SLACK_S

    def _given_s(self, utterance: Utterance) -> tuple[float, float]:
        expected_s = _expected_s(self._pace, utterance)
        return _LEAST * min(expected_s), _most_s(expected_s, utterance)

    def _learn(self, utterance: Utterance, sound: Sound) -> None:
        if len(utterance.text) >= _ENOUGH_CHARS:
            ratio = sound.voiced_s / _expected_s(self._pace, utterance)[0]
            self._usual[utterance.voice, utterance.rate_percent].append(ratio)


_AGAIN = "try again, or use another voice"


def longest_s(pace: Pace, utterance: Utterance) -> float:
    """How long an answer may be that is still listened to, pauses included, in seconds."""
    return _MOST_PAUSES * _most_s(_expected_s(pace, utterance), utterance)


def _most_s(expected_s: tuple[float, float], utterance: Utterance) -> float:
    return _MOST * max(expected_s) + _SLACK_S + _LONGEST_UNKNOWN_S * unknown_chars(utterance.text)


def _expected_s(pace: Pace, utterance: Utterance) -> tuple[float, float]:
    """At the rate that is asked for and at the voice's own: a service may take no notice of it."""
    own_s = max(pace.length_s(utterance.text), _SHORTEST_S)
    return pace.length_s(utterance.text, utterance.rate_percent) or own_s, own_s


def _require_within(band_s: tuple[float, float], length_s: float, text: str) -> None:
    least_s, most_s = band_s
    if not least_s <= length_s <= most_s:
        how = "short" if length_s < least_s else "long"
        raise IncompleteSpeechError(
            f"the answer is too {how} for the text ({length_s:.1f} s for {len(text)} characters)", _AGAIN
        )


def _trimmed(speech: Speech, samples: bytes, rate_hz: int) -> Sound:
    kept, lead_s = trim(samples, rate_hz)
    length_s = len(kept) / SAMPLE_BYTES / rate_hz
    marks = tuple(_shifted(mark, -lead_s, length_s) for mark in speech.marks)
    return Sound(speech, kept, rate_hz, lead_s, marks)


def _shifted(mark: Mark, by_s: float, length_s: float) -> Mark:
    start_s, end_s = (min(max(0.0, at_s + by_s), length_s) for at_s in (mark.start_s, mark.end_s))
    return replace(mark, start_s=round(start_s, 3), end_s=round(end_s, 3))


def _voiced_s(heard: Sequence[Stretch]) -> float:
    return sum(stretch.length_s for stretch in heard)
