"""The silent engine: no words, the right length, exact times, the same bytes."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import ClipCache, EngineError, Narrator, Speech, UnknownVoiceError, Utterance, synthesize
from audio.pcm import decode
from audio.silent import SilentEngine
from audio.sounding import stretches
from scripts import Segment

TEXT = "人工智能正在改变新闻。记者用它整理资料！"


def speak(text: str = TEXT, voice: str = "hum", rate_percent: int = 0) -> Speech:
    return asyncio.run(SilentEngine().speak(Utterance(text, voice, rate_percent)))


def test_hums_at_the_pace_of_the_news() -> None:
    samples, rate_hz = decode(speak().audio)
    assert len(samples) / 2 / rate_hz == pytest.approx(SilentEngine.pace.length_s(TEXT), abs=0.05)


def test_its_times_are_those_of_its_tones() -> None:
    speech = speak()
    heard = stretches(*decode(speech.audio))
    assert [(mark.start_s, mark.end_s) for mark in speech.marks] == [
        pytest.approx((stretch.start_s, stretch.end_s), abs=0.02) for stretch in heard
    ]
    assert not any(mark.estimated for mark in speech.marks)


def test_hums_faster_when_asked_to() -> None:
    assert len(speak(rate_percent=100).audio) < 0.6 * len(speak().audio)


def test_the_same_text_gives_the_same_bytes() -> None:
    assert speak() == speak()


@given(st.text("天气好，。！ A1", max_size=60).filter(lambda text: any(map(str.isalnum, text))))
def test_every_text_with_words_is_heard_from_first_to_last(text: str) -> None:
    speech = speak(text)
    samples, rate_hz = decode(speech.audio)
    assert "".join(mark.text for mark in speech.marks) == text
    assert speech.marks[-1].end_s == pytest.approx(len(samples) / 2 / rate_hz)
    assert all(earlier.end_s < later.start_s for earlier, later in pairwise(speech.marks))


def test_it_is_heard_enough_to_be_a_clip(tmp_path: Path) -> None:
    narrator = Narrator(SilentEngine(), "hum")
    (clip,) = synthesize(
        [Segment(TEXT, TEXT, 0.5)], narrator, ClipCache(tmp_path / "cache"), tmp_path, lambda _: None
    )
    assert clip.samples / clip.rate_hz == pytest.approx(clip.marks[-1].end_s, abs=0.1)


@pytest.mark.parametrize("text", ["", "……"])
def test_refuses_what_has_no_words(text: str) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        speak(text)


def test_has_one_voice() -> None:
    assert [voice.name for voice in asyncio.run(SilentEngine().voices())] == ["hum"]
    with pytest.raises(UnknownVoiceError):
        speak(voice="whistle")
