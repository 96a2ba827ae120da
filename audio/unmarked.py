"""Speech without times: whether all of the text is in it, and about when each sentence is heard."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median

from scripts.sentences import sentences

from .engine import Mark, Speech, Utterance
from .errors import IncompleteSpeechError
from .pace import Pace
from .pcm import decode
from .sounding import Stretch, stretches

# Against the engine's pace. Voices differ; one voice hardly does: 250 texts of news were 14 % off at most.
_LEAST, _MOST = 0.5, 2.5
_LEAST_OF_USUAL, _MOST_OF_USUAL = 0.7, 1.5
_ENOUGH_TEXTS, _ENOUGH_CHARS = 4, 20
"""When a voice's own pace is known; a shorter text tells little of it."""
_SLACK_S = 1.0
_MOST_PAUSES = 2
"""With its pauses, a sound is at most so many times as long."""
_SHORTEST_S = 0.1
"""For a text whose characters no pace knows."""


class Listener:
    """Listens to an engine's voices, learns how fast each speaks, and refuses what cannot be all of a text.

    Args:
        pace: the engine's, roughly.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._heard: defaultdict[tuple[str, int], list[float]] = defaultdict(list)

    def speech(self, utterance: Utterance, audio: bytes) -> Speech:
        """Prove that the sound can be the whole text, and work out when its sentences are heard.

        Args:
            utterance: what was asked for.
            audio: the answer, as `Speech` holds it.

        Raises:
            IncompleteSpeechError: it is not sound, cut off, silent, or too short or too long for the text.
        """
        heard = stretches(*decode(audio))
        if not heard:
            raise IncompleteSpeechError("the answer is silence", "try again, or use another voice")
        self._require_fitting(utterance, sum(stretch.length_s for stretch in heard))
        return Speech(audio, estimated_marks(utterance.text, heard, self._pace))

    def longest_s(self, utterance: Utterance) -> float:
        """How long an answer may be that is still listened to, pauses included, in seconds."""
        return _MOST_PAUSES * (_MOST * max(self._expected_s(utterance)) + _SLACK_S)

    def _require_fitting(self, utterance: Utterance, sound_s: float) -> None:
        # A service may take no notice of the rate, but then it never does.
        expected_s = self._expected_s(utterance)
        least_s, most_s = _LEAST * min(expected_s), _MOST * max(expected_s)
        usual = self._heard[utterance.voice, utterance.rate_percent]
        long_enough = len(utterance.text) >= _ENOUGH_CHARS
        if long_enough and len(usual) >= _ENOUGH_TEXTS:
            usual_s = median(usual) * expected_s[0]
            least_s, most_s = _LEAST_OF_USUAL * usual_s, _MOST_OF_USUAL * usual_s
        if not least_s <= sound_s <= most_s + _SLACK_S:
            raise _unfitting(utterance.text, sound_s, "short" if sound_s < least_s else "long")
        if long_enough:
            usual.append(sound_s / expected_s[0])

    def _expected_s(self, utterance: Utterance) -> tuple[float, float]:
        own_s = max(self._pace.length_s(utterance.text), _SHORTEST_S)
        return self._pace.length_s(utterance.text, utterance.rate_percent) or own_s, own_s


def _unfitting(text: str, sound_s: float, how: str) -> IncompleteSpeechError:
    return IncompleteSpeechError(
        f"the answer is too {how} for the text ({sound_s:.1f} s for {len(text)} characters)",
        "try again, or use another voice",
    )


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
