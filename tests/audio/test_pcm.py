"""An engine's answer becomes samples, without the silence around its speech."""

from array import array
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import IncompleteSpeechError
from audio.ffmpeg import run
from audio.pcm import DECODED_HZ, decode, trim
from tests.properties import brief
from tests.tones import RATE_HZ, silence, tone, wav

BREATH_S = 0.030 + 0.080
STEP_S = 0.005


@cache
def mp3(length_s: float = 1.0) -> bytes:
    args = [
        "-v",
        "error",
        "-f",
        "s16le",
        "-ac",
        "1",
        "-ar",
        str(RATE_HZ),
        "-i",
        "pipe:0",
        "-f",
        "mp3",
        "pipe:1",
    ]
    return run(args, [tone(length_s)])[0]


def length_s(samples: bytes, rate_hz: int = RATE_HZ) -> float:
    return len(samples) / 2 / rate_hz


def loudest(samples: bytes) -> int:
    return max(map(abs, array("h", samples)), default=0)


# Decoding --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 48_000])
def test_a_wav_is_taken_as_it_is(rate_hz: int) -> None:
    samples = tone(0.1, rate_hz=rate_hz)
    assert decode(wav(samples, rate_hz)) == (samples, rate_hz)


def test_anything_else_is_decoded_to_one_rate() -> None:
    samples, rate_hz = decode(mp3())
    assert rate_hz == DECODED_HZ
    assert length_s(samples, rate_hz) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>503 Service Unavailable</html>",
        bytes(5000),
        b"\xff" * 5000,
        b"RIFF",
        b"RIFF\x00\x00\x00\x00WAVEjunk",
        wav(b""),
        wav(tone(0.5))[:-1],
        wav(tone(0.5))[:5000],
        wav(tone(0.5), channels=2),
        mp3()[:2000] + mp3()[2020:],
        mp3()[:2000] + bytes(500) + mp3()[2500:],
    ],
    ids=[
        *("empty", "page", "zeros", "ones", "magic", "junk", "no-samples", "odd", "cut-off", "stereo"),
        *("mp3-with-a-gap", "mp3-with-a-hole"),
    ],
)
def test_what_is_not_whole_sound_is_refused(answer: bytes) -> None:
    with pytest.raises(IncompleteSpeechError):
        decode(answer)


# Trimming --------------------------------------------------------------------------------------------------


def test_silence_is_taken_and_a_breath_of_it_left() -> None:
    kept = trim(silence(0.3) + tone(1.0) + silence(1.2), RATE_HZ)
    assert length_s(kept.samples) == pytest.approx(1.0 + BREATH_S, abs=2 * STEP_S)
    assert (kept.lead_s, kept.tail_s) == (0.030, 0.080)
    assert kept.cut_s == pytest.approx(0.3 - 0.030, abs=STEP_S)


@brief
@given(
    before_s=st.floats(0, 0.5),
    speech_s=st.floats(0.02, 0.3),
    after_s=st.floats(0, 1.0),
    level=st.floats(0.01, 1.0),
)
def test_no_speech_is_taken_however_loud_it_is(
    before_s: float, speech_s: float, after_s: float, level: float
) -> None:
    kept = trim(silence(before_s) + tone(speech_s, level) + silence(after_s), RATE_HZ)
    assert kept.cut_s <= before_s
    assert kept.cut_s + length_s(kept.samples) >= before_s + speech_s - STEP_S
    assert length_s(kept.samples) <= speech_s + BREATH_S + 2 * STEP_S


def test_what_is_far_below_the_speech_is_silence() -> None:
    hiss = tone(1.0, level=0.5 / 1000, pitch_hz=3000)
    kept = trim(hiss + tone(0.5) + hiss, RATE_HZ)
    assert length_s(kept.samples) == pytest.approx(0.5 + BREATH_S, abs=2 * STEP_S)


def test_a_pause_within_the_speech_is_kept() -> None:
    kept = trim(silence(0.5) + tone(0.2) + silence(0.7) + tone(0.2) + silence(0.5), RATE_HZ)
    assert length_s(kept.samples) == pytest.approx(1.1 + BREATH_S, abs=2 * STEP_S)


def test_it_fades_in_and_out_within_5_ms() -> None:
    trimmed = trim(tone(0.5, pitch_hz=997), RATE_HZ)
    kept, edge = trimmed.samples, 2 * 8
    assert (trimmed.cut_s, trimmed.lead_s, trimmed.tail_s, len(kept)) == (0, 0, 0, len(tone(0.5)))
    assert loudest(kept[:edge]) < 0.1 * loudest(kept)
    assert loudest(kept[-edge:]) < 0.1 * loudest(kept)
    assert kept[200:-200] == tone(0.5, pitch_hz=997)[200:-200]


def test_nothing_but_silence_is_refused() -> None:
    with pytest.raises(IncompleteSpeechError):
        trim(silence(1.0), RATE_HZ)
