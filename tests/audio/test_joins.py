"""Where a clip begins and ends nothing clicks, no speech is lost, and pauses are as long as the script says."""

import asyncio
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from audio import ClipCache, Narrator, Utterance, lay_out, load_engine, synthesize
from audio.pcm import decode, trim
from audio.timeline import speech_samples
from scripts import Segment
from tests.conftest import ROOT
from tests.tones import RATE_HZ, ToneEngine, silence, tone

LINES = [
    line for line in (ROOT / "examples" / "driverless-metro.txt").read_text("utf-8").splitlines() if line
]
TEXTS = [line[:60] for line in LINES if line.endswith("。")][:6]


@cache
def spoken(text: str) -> tuple[bytes, int]:
    engine = load_engine("espeak")
    return decode(asyncio.run(engine.speak(Utterance(text, engine.default_voice))).audio)


def energy(samples: bytes) -> int:
    return sum(value * value for value in array("h", samples))


def steps(samples: "array[int]") -> list[int]:
    return [abs(after - before) for before, after in pairwise([0, *samples, 0])]


@pytest.mark.parametrize("text", TEXTS)
def test_no_speech_is_cut(text: str) -> None:
    samples, rate_hz = spoken(text)
    assert energy(trim(samples, rate_hz).samples) == pytest.approx(energy(samples), rel=0.005)


@pytest.mark.parametrize("text", TEXTS)
def test_no_join_clicks(text: str) -> None:
    """At a clip's edges, silence included, no step is as large as the speech's own."""
    samples, rate_hz = spoken(text)
    made = array("h", trim(samples, rate_hz).samples)
    edge = rate_hz // 200
    found = steps(made)
    assert max(found[:edge] + found[-edge:]) <= max(found[edge:-edge])
    assert max(found[0], found[-1]) < 100


@pytest.mark.parametrize("cut_off", [tone(0.5, level=0.9), silence(0.3) + tone(0.5, level=0.9)])
def test_sound_that_begins_or_ends_at_full_strength_is_eased_in_and_out(cut_off: bytes) -> None:
    found = steps(array("h", trim(cut_off[: len(cut_off) - 2 * 13], RATE_HZ).samples))
    assert max(found[:20] + found[-20:]) <= max(found) / 2


@pytest.mark.parametrize("pause_s", [0.15, 0.35, 0.7, 2.0])
def test_a_pause_is_as_long_as_it_is_heard(pause_s: float, tmp_path: Path) -> None:
    segments = [Segment(text, text, pause_s) for text in ("一二三四。", "五六七八九十。", "完。")]
    narrator = Narrator(ToneEngine(), ToneEngine.default_voice)
    clips = synthesize(segments, narrator, ClipCache(tmp_path / "cache"), tmp_path, lambda _: None)
    samples = array("h", b"".join(speech_samples(lay_out(clips))))
    assert silences_s(samples) == pytest.approx([pause_s, pause_s], abs=0.02)


def silences_s(samples: "array[int]") -> list[float]:
    loud = [at for at, value in enumerate(samples) if abs(value) > 100]
    return [(after - before) / RATE_HZ for before, after in pairwise(loud) if after - before > RATE_HZ // 20]
