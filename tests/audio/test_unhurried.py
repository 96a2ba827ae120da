"""The time that an engine may take, where it shares its service with others."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from audio import ClipCache, EngineError, Line, Narrator, Speech, Utterance, synthesize
from scripts import Segment
from tests.tones import ToneEngine

BUDGET_S = 1.0


class Shared(ToneEngine):
    """Speaks through a service, and takes its time.

    Args:
        speech_s: how long each answer takes.
    """

    def __init__(self, speech_s: float) -> None:
        super().__init__(concurrency=2)
        self._speech_s = speech_s

    @property
    def lines(self) -> Sequence[Line]:
        return [Line("speech.example.com:443", self.concurrency, self.speak)]

    async def speak(self, utterance: Utterance) -> Speech:
        await asyncio.sleep(self._speech_s)
        return await super().speak(utterance)


class Crowded:
    """Grants one place at a time, and each after a wait."""

    def __init__(self, wait_s: float) -> None:
        self._wait_s = wait_s
        self._door = asyncio.Lock()

    @asynccontextmanager
    async def connection(self, address: str, most: int) -> AsyncIterator[None]:
        assert (address, most) == ("speech.example.com:443", 2)
        async with self._door:
            await asyncio.sleep(self._wait_s)
            yield


def speak(folder: Path, texts: str, *, wait_s: float, speech_s: float) -> int:
    narrator = Narrator(Shared(speech_s), "sine", budget_s=BUDGET_S, limit=Crowded(wait_s))
    segments = [Segment(text * 2, text * 2, 0.5) for text in texts]
    return len(synthesize(segments, narrator, ClipCache(folder / "cache"), folder, lambda _: None))


def test_waiting_for_others_takes_none_of_the_engines_time(tmp_path: Path) -> None:
    assert speak(tmp_path, "甲乙丙丁", wait_s=0.4, speech_s=0.0) == 4


def test_speaking_does(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"did not speak the whole episode within 1 s"):
        speak(tmp_path, "甲乙丙丁", wait_s=0.05, speech_s=0.6)


def test_an_answer_that_never_comes_ends_in_time_although_others_wait(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"did not speak the whole episode within 1 s"):
        speak(tmp_path, "甲乙丙丁", wait_s=0.0, speech_s=1000)
