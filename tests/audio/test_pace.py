"""How long an episode will be is known before any of it is spoken."""

import asyncio
from pathlib import Path

import pytest

from audio import (
    JINGLES,
    Music,
    Narrator,
    Pace,
    Soundtrack,
    Utterance,
    foresee,
    lay_out,
    load_engine,
    load_music,
)
from audio.pcm import SAMPLE_BYTES, decode, trim
from scripts import Segment, spoken
from tests.tones import ToneEngine, tone, tone_clip

NEWS = Path(__file__).parents[2] / "examples" / "driverless-metro.txt"
LINES = [line for line in NEWS.read_text("utf-8").splitlines() if line.endswith("。")]


def heard_s(text: str, rate_percent: int) -> float:
    engine = load_engine("espeak")
    speech = asyncio.run(engine.speak(Utterance(text, engine.default_voice, rate_percent)))
    samples, rate_hz = decode(speech.audio)
    return len(trim(samples, rate_hz).samples) / SAMPLE_BYTES / rate_hz


@pytest.mark.parametrize("rate_percent", [-50, 0, 50])
def test_what_espeak_takes_is_foreseen(rate_percent: int) -> None:
    texts = [spoken(line)[:200] for line in LINES]
    foreseen_s = sum(load_engine("espeak").pace.length_s(text, rate_percent) for text in texts)
    assert foreseen_s == pytest.approx(sum(heard_s(text, rate_percent) for text in texts), rel=0.1)


def test_a_news_voice_says_about_five_characters_a_second() -> None:
    texts = [spoken(line) for line in LINES]
    foreseen_s = sum(load_engine("edge").pace.length_s(text) for text in texts)
    assert 4.5 < sum(map(len, texts)) / foreseen_s < 5.8


def test_characters_words_and_pauses_take_time() -> None:
    pace = Pace(1, 10, 100, 1_000, 10_000)
    assert pace.length_s("好。") == 1
    assert pace.length_s("好，AI好。好！") == 3 + 20 + 100 + 1_000 + 10_000
    assert pace.length_s("好“好。”好") == 3 + 10_000


def test_twice_the_speed_is_half_the_time() -> None:
    assert Pace(1, 0, 0, 0, 0).length_s("好好好好", 100) == 2
    assert Pace(1, 0, 0, 0, 0, rate_power=2).length_s("好好好好", 100) == 1


@pytest.mark.parametrize("intro", [load_music(JINGLES["intro"]), None])
@pytest.mark.parametrize("outro", [load_music(JINGLES["outro"]), None])
def test_an_episode_is_foreseen_as_it_will_be_laid_out(
    tmp_path: Path, intro: Music | None, outro: Music | None
) -> None:
    segments = [Segment("好", "好", 0.5), Segment("**", "**", 0.5), Segment("好", "好", 0.5)]
    engine = ToneEngine()
    length_s = engine.pace.length_s("好")
    clips = [tone_clip(tmp_path / f"{number}.pcm", tone(length_s)) for number in range(2)]
    foreseen_s = foresee(segments, Narrator(engine, "sine"), Soundtrack(intro, outro)).length_s
    assert foreseen_s == pytest.approx(lay_out(clips, Soundtrack(intro, outro)).length_s, abs=0.01)
