"""A script's segments become clips, in their order, some at once, and none is lost."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from audio import (
    Clip,
    ClipCache,
    EngineError,
    EngineUnreachable,
    IncompleteSpeechError,
    Narrator,
    Speech,
    Utterance,
    synthesize,
)
from scripts import Segment
from tests.speaking import Pauses
from tests.tones import CHAR_S, LEAD_S, RATE_HZ, ToneEngine, silence, tone, wav

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
        cache = ClipCache(tmp_path / "cache")
        return synthesize(segments, narrator, cache, folder, lambda _: None, pause=Pauses())

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
    slow, failing = "甲" * 9, "乙" * 9  # the longest are begun first
    failure = EngineError("refused")  # no other one is final whichever text comes first
    engine = ToneEngine(concurrency=2, after={slow: "never"}, faults={failing: failure})
    with pytest.raises(EngineError) as caught:
        narrate(engine, slow, failing, *(f"第{number}句话。" for number in range(20)))
    assert caught.value is failure
    assert slow in engine.cancelled
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
    with pytest.raises(IncompleteSpeechError, match=r"“甲甲” could not be spoken whole: .* silence"):
        narrate(Mute(), "甲甲")
    assert not narrate(ToneEngine(), "甲甲")[0].cached


class Breathless(ToneEngine):
    """Cuts every text short that is longer than ten characters, and tells no times."""

    async def _answer(self, text: str) -> Speech:
        return Speech(
            wav(silence(LEAD_S) + tone(CHAR_S * len(text[:10] if len(text) <= 10 else text[:8]))), ()
        )


FIRST, SECOND = "甲甲甲甲甲甲甲甲甲。", "乙乙乙乙乙乙乙乙乙。"
LONG = FIRST + SECOND


def test_what_is_never_whole_is_spoken_in_halves(narrate: Narrate) -> None:
    engine = Breathless()
    (clip,) = narrate(engine, LONG)
    assert [asked.text for asked in engine.asked] == [LONG] * 3 + [FIRST, SECOND]
    assert [mark.text for mark in clip.marks] == [FIRST, SECOND]
    assert clip.samples / clip.rate_hz == pytest.approx(20 * CHAR_S, abs=0.2)
    assert narrate(ToneEngine(), LONG)[0].cached, "joined, it is kept as if it had been spoken at once"


def test_a_text_and_the_reason_are_told_when_nothing_helps(narrate: Narrate) -> None:
    engine = Breathless()
    text = "甲" * 20 + "。" + "乙" * 20 + "。"
    with pytest.raises(IncompleteSpeechError, match=f"“{text}” could not be spoken whole: .* too short"):
        narrate(engine, text)
    assert [asked.text for asked in engine.asked] == [text] * 3 + ["甲" * 20 + "。"] * 3


class Fading(ToneEngine):
    """Cuts its first two answers short, but not so short that it would be noticed at once."""

    async def _answer(self, text: str) -> Speech:
        share = 0.6 if len(self.asked) <= 2 else 1.0
        return Speech(wav(silence(LEAD_S) + tone(share * CHAR_S * len(text))), ())


def test_what_was_believed_too_early_is_made_again(narrate: Narrate) -> None:
    said = [name * 30 for name in "甲乙丙丁戊己庚"]
    engine = Fading(concurrency=1)
    clips = narrate(engine, *said)
    asked = [each.text for each in engine.asked]
    assert sorted(asked[:7]) == sorted(said)
    assert sorted(asked[7:]) == sorted(asked[:2])
    assert [clip.samples / clip.rate_hz for clip in clips] == [pytest.approx(1.5, abs=0.1)] * 7
    again = narrate(ToneEngine(), *said)
    assert all(clip.cached for clip in again)
    assert again[0].samples == clips[0].samples


class Slow(ToneEngine):
    """Never answers, but for one text."""

    async def _answer(self, text: str) -> Speech:
        if text != "甲甲":
            await asyncio.Event().wait()
        return await super()._answer(text)


def test_an_episode_has_its_time_and_no_more(tmp_path: Path) -> None:
    narrator = Narrator(Slow(), "sine", budget_s=0.5)
    cache = ClipCache(tmp_path / "cache")
    segments = [Segment(text, text, 0.5) for text in ("甲甲", "乙乙")]
    with pytest.raises(EngineError, match=r"tone did not speak the whole episode within 0\.5 s"):
        synthesize(segments, narrator, cache, tmp_path, lambda _: None)
    assert cache.get(narrator.engine, Utterance("甲甲", "sine")), "what was spoken is kept"
