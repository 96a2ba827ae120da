"""A script's segments become clips, in their order, some at once, and none is lost."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from audio import (
    Clip,
    ClipCache,
    EngineUnreachable,
    IncompleteSpeechError,
    Narrator,
    Speech,
    Utterance,
    synthesize,
)
from scripts import Segment
from tests.tones import CHAR_S, LEAD_S, RATE_HZ, ToneEngine, silence, wav

Narrate = Callable[..., tuple[Clip, ...]]


@pytest.fixture
def narrate(tmp_path: Path) -> Narrate:
    """Speaks texts with an engine, always with the same cache; each time into an empty folder."""
    runs = iter(range(9))

    def speak(engine: ToneEngine, *said: str | Segment, rate_percent: int = 0) -> tuple[Clip, ...]:
        folder = tmp_path / f"run-{next(runs)}"
        folder.mkdir()
        segments = [part if isinstance(part, Segment) else Segment(part, part, 0.5) for part in said]
        narrator = Narrator(engine, engine.default_voice, rate_percent)
        return synthesize(segments, narrator, ClipCache(tmp_path / "cache"), folder, lambda _: None)

    return speak


def texts(clips: tuple[Clip, ...]) -> list[str]:
    return [clip.segment.text for clip in clips]


def test_clips_are_in_the_order_of_the_segments_whichever_is_spoken_first(narrate: Narrate) -> None:
    engine = ToneEngine(concurrency=3, after={"甲甲": "丙丙", "乙乙": "甲甲"})
    clips = narrate(engine, "甲甲", "乙乙", "丙丙", "丁丁")
    assert texts(clips) == ["甲甲", "乙乙", "丙丙", "丁丁"]


def test_the_engine_is_never_asked_more_at_once_than_it_allows(narrate: Narrate) -> None:
    engine = ToneEngine(concurrency=3)
    clips = narrate(engine, *(f"第{number}句话。" for number in range(20)))
    assert len(clips) == len(engine.asked) == 20
    assert engine.most_at_once <= 3


class Chorus(ToneEngine):
    """Answers nobody until three have asked."""

    _three = asyncio.Barrier(3)

    async def _answer(self, text: str) -> Speech:
        await self._three.wait()
        return await super()._answer(text)


def test_as_many_are_spoken_at_once_as_the_engine_allows(narrate: Narrate) -> None:
    engine = Chorus(concurrency=3)
    assert len(narrate(engine, "甲甲", "乙乙", "丙丙")) == 3
    assert engine.most_at_once == 3


def test_a_clip_is_the_speech_without_the_silence_around_it(narrate: Narrate) -> None:
    (clip,) = narrate(ToneEngine(), "一二三四五六七八九十")
    length_s = clip.samples / clip.rate_hz
    assert clip.rate_hz == RATE_HZ
    assert clip.path.stat().st_size == 2 * clip.samples
    assert length_s == pytest.approx(10 * CHAR_S + 0.11, abs=0.01)


def test_marks_move_with_the_silence_that_was_taken(narrate: Narrate) -> None:
    (clip,) = narrate(ToneEngine(), "一二三四五六七八九十")
    (mark,) = clip.marks
    assert mark.text == "一二三四五六七八九十"
    assert mark.start_s == pytest.approx(0.030, abs=0.006)
    assert mark.end_s - mark.start_s == pytest.approx(10 * CHAR_S)
    assert mark.start_s < LEAD_S


def test_the_second_time_all_speech_comes_from_the_cache(narrate: Narrate) -> None:
    first = narrate(ToneEngine(), "甲甲", "乙乙")
    engine = ToneEngine()
    second = narrate(engine, "甲甲", "乙乙", "丙丙")
    assert [clip.cached for clip in first] == [False, False]
    assert [clip.cached for clip in second] == [True, True, False]
    assert [asked.text for asked in engine.asked] == ["丙丙"]
    assert first[1].path.read_bytes() == second[1].path.read_bytes()
    assert first[1].marks == second[1].marks


def test_what_says_nothing_is_not_spoken(narrate: Narrate) -> None:
    engine = ToneEngine()
    assert texts(narrate(engine, "＊＊＊", "甲甲", "——")) == ["甲甲"]
    assert len(engine.asked) == 1


def test_the_spoken_form_is_spoken_in_the_segments_voice_or_the_narrators(narrate: Narrate) -> None:
    engine = ToneEngine()
    narrate(engine, Segment("3元", "三元", 0.5), Segment("好", "好", 0.5, voice="square"), rate_percent=20)
    assert set(engine.asked) == {Utterance("三元", "sine", 20), Utterance("好", "square", 20)}


def test_each_clip_is_told_of_once(tmp_path: Path) -> None:
    heard: list[Clip] = []
    segments = [Segment(text, text, 0.5) for text in ("甲甲", "乙乙", "丙丙")]
    clips = synthesize(segments, Narrator(ToneEngine(), "sine"), ClipCache(tmp_path), tmp_path, heard.append)
    assert sorted(texts(tuple(heard))) == sorted(texts(clips))


# Failing ---------------------------------------------------------------------------------------------------


def test_the_first_failure_is_raised_as_itself_and_ends_the_rest(narrate: Narrate) -> None:
    failure = EngineUnreachable("nobody answers")
    engine = ToneEngine(concurrency=2, after={"甲甲": "never"}, faults={"乙乙": failure})
    with pytest.raises(EngineUnreachable) as caught:
        narrate(engine, "甲甲", "乙乙", *(f"第{number}句话。" for number in range(20)))
    assert caught.value is failure
    assert "甲甲" in engine.cancelled
    assert len(engine.asked) <= 4


def test_speech_made_before_a_failure_is_not_made_again(narrate: Narrate) -> None:
    failing = ToneEngine(concurrency=2, after={"乙乙": "甲甲"}, faults={"乙乙": EngineUnreachable("gone")})
    with pytest.raises(EngineUnreachable):
        narrate(failing, "甲甲", "乙乙")
    engine = ToneEngine()
    narrate(engine, "甲甲", "乙乙")
    assert [asked.text for asked in engine.asked] == ["乙乙"]


class Mute(ToneEngine):
    async def speak(self, utterance: Utterance) -> Speech:
        await super().speak(utterance)
        return Speech(wav(silence(1.0)), ())


def test_silence_is_an_error_and_is_not_kept(narrate: Narrate) -> None:
    with pytest.raises(IncompleteSpeechError):
        narrate(Mute(), "甲甲")
    assert not narrate(ToneEngine(), "甲甲")[0].cached
