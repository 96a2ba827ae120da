"""The `silent` engine: says no words, and hums for as long as they would take. For tests and dry runs."""

import asyncio
import math
from array import array
from collections.abc import Sequence

from scripts.sentences import sentences

from .engine import Mark, Speech, Utterance, Voice
from .pace import Pace
from .speakable import require_words
from .voices import choose_voice
from .wav import to_wav

_RATE_HZ = 16_000
_PITCH_HZ = 100
_LEVEL = 0.1
"""Of full scale: real silence would be refused as a fault, as it should be."""
_PAUSE_S = 0.25
_SHORTEST_S = 0.2


class SilentEngine:
    """Hums softly, a tone for each sentence, at the pace of the news. See `audio.Engine`.

    The same text gives the same bytes, everywhere and at once: nothing is needed but Python.
    """

    name = "silent"
    version = "1"
    default_voice = "hum"
    concurrency = 4
    max_chars = 2000
    pace = Pace(0.2, 0.02, 0.35, 0.0, _PAUSE_S)

    async def voices(self) -> Sequence[Voice]:
        """One."""
        return (Voice(self.default_voice, "zh-CN", "", "no words: a soft hum"),)

    def wording(self, utterance: Utterance) -> str:
        """The text itself."""
        return utterance.text

    async def speak(self, utterance: Utterance) -> Speech:
        """Hum it. The marks are its sentences, and exact.

        Raises:
            UnknownVoiceError: not "hum".
            EngineError: there is nothing to say.
        """
        choose_voice(utterance.voice, await self.voices())
        require_words(utterance.text)
        return await asyncio.to_thread(_hummed, utterance, self.pace)


def _hummed(utterance: Utterance, pace: Pace) -> Speech:
    samples = bytearray()
    marks: list[Mark] = []
    for sentence in sentences(utterance.text):
        samples += _silence(_PAUSE_S) if marks else b""
        start_s = _length_s(samples)
        samples += _hum(max(pace.length_s(sentence, utterance.rate_percent), _SHORTEST_S))
        marks.append(Mark(sentence, start_s, _length_s(samples)))
    return Speech(to_wav(bytes(samples), _RATE_HZ), tuple(marks))


def _hum(length_s: float) -> bytes:
    """Whole periods of a sine, as many as fit."""
    period = _RATE_HZ // _PITCH_HZ
    sine = [round(_LEVEL * 32_767 * math.sin(2 * math.pi * at / period)) for at in range(period)]
    return array("h", sine).tobytes() * round(length_s * _PITCH_HZ)


def _silence(length_s: float) -> bytes:
    return bytes(2 * round(length_s * _RATE_HZ))


def _length_s(samples: bytearray) -> float:
    return len(samples) / 2 / _RATE_HZ
