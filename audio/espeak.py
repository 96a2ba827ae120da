"""The embedded engine: espeak-ng speaks pinyin, without a network."""

import asyncio
from array import array
from collections.abc import Sequence
from itertools import chain, islice

from .engine import Mark, Speech, Utterance, Voice
from .errors import EngineError, IncompleteSpeechError
from .espeak_library import Rendering, say
from .espeak_markup import Passage, has_speech, passages, sentences, spelling
from .pace import Pace
from .voices import choose_voice
from .wav import to_wav

_VOICES = (
    Voice("cmn", "zh-CN", "male", "even and low, for news"),
    Voice("cmn+m3", "zh-CN", "male", "brighter"),
    Voice("cmn+f2", "zh-CN", "female", "full and calm"),
    Voice("cmn+f3", "zh-CN", "female", "lighter"),
)
_NEWS_RATE_WPM = 200
"""4.3 Chinese characters a second, pauses included."""
_SHORTEST_WORD_S = 0.04
"""A text whose sound is shorter than this for each of its words has not been said."""
_AUDIBLE = 300
"""Amplitude, of 32,767."""
_STEP_S = 0.005


class EspeakEngine:
    """Speaks with the espeak-ng library of the espeakng-loader wheel."""

    name = "espeak"
    version = "espeak-ng 1.52, pinyin 1"
    default_voice = "cmn"
    concurrency = 1
    max_chars = 2000
    # A least-squares fit to 7,700 s of news; no article of it was 6 % off.
    pace = Pace(0.217, 0.014, 0.384, 0.143, 0.181, rate_power=1.12)

    async def voices(self) -> Sequence[Voice]:
        """A few of the library's hundred variants, chosen for range of tone and clearness."""
        return _VOICES

    def make_ready(self) -> None:
        """Load the dictionaries, which takes a sixth of a second."""
        spelling("好")

    def wording(self, utterance: Utterance) -> str:
        """The text in pinyin; letters and punctuation as they are."""
        return " ".join(spelling(sentence) for sentence in sentences(utterance.text))

    async def speak(self, utterance: Utterance) -> Speech:
        """Say it in a thread of its own. The marks are its sentences.

        Raises:
            UnknownVoiceError: not one of `voices`.
            IncompleteSpeechError: the sound does not reach the end of the text.
            EngineError: there is nothing to say, or the library cannot be used.
        """
        choose_voice(utterance.voice, _VOICES)
        if not has_speech(utterance.text):
            raise EngineError(f"there is nothing to say in {utterance.text[:40]!r}", "give it some words")
        return await asyncio.to_thread(_speak, utterance)


def _speak(utterance: Utterance) -> Speech:
    variant = utterance.voice.removeprefix("cmn")
    rate_wpm = round(_NEWS_RATE_WPM * (1 + utterance.rate_percent / 100))
    texts = sentences(utterance.text)
    parts = [passages(spelling(text), variant) for text in texts]
    sounds = say(chain.from_iterable(parts), rate_wpm)
    for passage, sound in zip(chain.from_iterable(parts), sounds, strict=True):
        _check_whole(passage, sound)
    return _joined(texts, [len(part) for part in parts], sounds)


def _check_whole(passage: Passage, sound: Rendering) -> None:
    """Prove that every word of the passage was said.

    Raises:
        IncompleteSpeechError: words are missing, or there is too little sound for them.
    """
    rate_hz = sound.sample_rate_hz
    length_s = _audible_length(array("h", sound.samples), rate_hz) / rate_hz
    long_enough = length_s >= _SHORTEST_WORD_S * max(1, passage.words)
    if not (sound.finished and sound.words >= passage.words and long_enough):
        what = passage.markup.strip()[:60]
        raise IncompleteSpeechError(
            f"espeak-ng did not say all of {what!r}", "use another engine for this text"
        )


def _joined(texts: Sequence[str], counts: Sequence[int], sounds: Sequence[Rendering]) -> Speech:
    """One sound, without the last pause, and a mark for each sentence.

    Args:
        texts: the sentences.
        counts: how many of the sounds each sentence has.
        sounds: in the order of time.
    """
    rate_hz = sounds[0].sample_rate_hz
    samples = array("h")
    marks = []
    remaining = iter(sounds)
    for text, count in zip(texts, counts, strict=True):
        start = len(samples)
        for sound in islice(remaining, count):
            samples.frombytes(sound.samples)
        end = start + _audible_length(samples[start:], rate_hz)
        marks.append(Mark(text, start / rate_hz, end / rate_hz))
    return Speech(to_wav(samples[:end].tobytes(), rate_hz), tuple(marks))


def _audible_length(samples: "array[int]", rate_hz: int) -> int:
    """How many samples there are up to the end of the last that can be heard."""
    step = int(_STEP_S * rate_hz)
    for end in range(len(samples), 0, -step):
        if max(map(abs, samples[max(0, end - step) : end])) > _AUDIBLE:
            return end
    return 0
