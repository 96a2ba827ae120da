"""Sound of known length: as samples, as files, and from an engine that answers every text with a tone."""

import asyncio
import io
import math
import wave
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from audio import Clip, Mark, Pace, Speech, Utterance, Voice
from scripts import Segment

RATE_HZ = 16_000
LEAD_S, TAIL_S = 0.2, 0.6
"""The silence that the engine puts around its speech."""

CHAR_S = 0.05
"""How long the engine takes to say a character."""


def tone(length_s: float, level: float = 0.5, pitch_hz: float = 440.0, rate_hz: int = RATE_HZ) -> bytes:
    """A sine as 16-bit samples, its level against full scale."""
    step, peak = 2 * math.pi * pitch_hz / rate_hz, level * 32_767
    return array(
        "h", [round(peak * math.sin(step * at)) for at in range(round(length_s * rate_hz))]
    ).tobytes()


def silence(length_s: float, rate_hz: int = RATE_HZ) -> bytes:
    return bytes(2 * round(length_s * rate_hz))


def wav(samples: bytes, rate_hz: int = RATE_HZ, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((channels, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(samples)
    return out.getvalue()


def tone_clip(
    path: Path, samples: bytes, pause_s: float = 0.5, chapter: str = "", rate_hz: int = RATE_HZ
) -> Clip:
    """A clip whose samples lie in a file, as synthesis leaves it."""
    path.write_bytes(samples)
    return Clip(
        Segment("字", "字", pause_s, chapter=chapter), path, len(samples) // 2, rate_hz, (), cached=False
    )


class ToneEngine:
    """Answers every text with a tone that lasts as long as the text is, with silence around it.

    Args:
        concurrency: how many texts it takes at once.
        version: part of its clips' address.
        after: a text that is answered only after another one.
        faults: texts that it fails to say.
    """

    name = "tone"
    default_voice = "sine"
    max_chars = 600
    pace = Pace(CHAR_S, CHAR_S, 0, CHAR_S, CHAR_S)

    def __init__(
        self,
        concurrency: int = 3,
        version: str = "1",
        after: Mapping[str, str] | None = None,
        faults: Mapping[str, Exception] | None = None,
    ) -> None:
        self.concurrency = concurrency
        self.version = version
        self.asked: list[Utterance] = []
        self.cancelled: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._after = after or {}
        self._faults = faults or {}
        self._answered: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def voices(self) -> Sequence[Voice]:
        return [Voice(self.default_voice, "zh-CN")]

    def wording(self, utterance: Utterance) -> str:
        return utterance.text

    async def speak(self, utterance: Utterance) -> Speech:
        self.asked.append(utterance)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self._answer(utterance.text)
        except asyncio.CancelledError:
            self.cancelled.append(utterance.text)
            raise
        finally:
            self._at_once -= 1

    async def _answer(self, text: str) -> Speech:
        if text in self._after:
            await self._answered[self._after[text]].wait()
        if text in self._faults:
            raise self._faults[text]
        self._answered[text].set()
        length_s = CHAR_S * len(text)
        samples = silence(LEAD_S) + tone(length_s) + silence(TAIL_S)
        return Speech(wav(samples), (Mark(text, LEAD_S, LEAD_S + length_s),))
