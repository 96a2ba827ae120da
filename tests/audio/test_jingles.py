"""The shipped signatures are what the generator makes, and are fit to be put round an episode."""

import math
import re
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.ffmpeg import run
from audio.jingles import BED, INTRO, OUTRO, instruments, score
from audio.jingles.generate import encode, perform
from audio.jingles.instruments import RATE_HZ, Blown, Instrument, Partial, Struck, fade, silence
from audio.jingles.room import reverberate
from audio.jingles.score import Note, Part, Score
from audio.music import load_music, measure_music

PIECES = pytest.mark.parametrize(
    ("shipped", "piece"), [(INTRO, score.INTRO), (OUTRO, score.OUTRO)], ids=["intro", "outro"]
)
SHIPPED = pytest.mark.parametrize("shipped", [INTRO, OUTRO, BED], ids=["intro", "outro", "bed"])
BAND = [player for player in vars(instruments).values() if isinstance(player, Struck | Blown)]


@SHIPPED
def test_what_is_known_of_it_is_what_is_measured(shipped: Path) -> None:
    assert load_music(shipped) == measure_music(shipped)


@cache
def pcm(file: Path) -> "array[int]":
    raw, _ = run(["-v", "error", "-i", str(file), "-f", "s16le", "pipe:1"])
    return array("h", raw)


def said_of(file: Path, audio_filter: str = "anull") -> str:
    return run(["-hide_banner", "-nostats", "-i", str(file), "-af", audio_filter, "-f", "null", "-"])[1]


@pytest.mark.storm
@PIECES
def test_the_generator_makes_the_shipped_sound(shipped: Path, piece: Score) -> None:
    anew = perform(piece)
    assert len(anew) == len(pcm(shipped))
    # The last digit of sin() is the platform's own; it may turn the rounding of a sample.
    assert max(abs(a - b) for a, b in zip(anew, pcm(shipped), strict=True)) <= 1


@SHIPPED
def test_it_is_a_small_mono_flac_with_nothing_of_its_maker_in_it(shipped: Path) -> None:
    assert re.search(r"Audio: flac, 44100 Hz, mono, s16\b", said_of(shipped))
    assert shipped.stat().st_size <= 400_000
    assert b"Lavf" not in shipped.read_bytes()
    assert 5 * RATE_HZ <= len(pcm(shipped)) <= 12 * RATE_HZ


@SHIPPED
def test_it_begins_and_ends_in_silence(shipped: Path) -> None:
    samples = pcm(shipped)
    assert samples[0] == samples[-1] == 0
    assert max(map(abs, samples[-RATE_HZ // 50 :])) < 32


@SHIPPED
def test_it_does_not_click(shipped: Path) -> None:
    samples = pcm(shipped)
    assert max(abs(after - before) for before, after in pairwise(samples)) < 32768 * 0.25


@SHIPPED
def test_its_levels_suit_speech(shipped: Path) -> None:
    summary = said_of(shipped, "ebur128=peak=true").rpartition("Summary:")[2]
    loudness_lufs, true_peak_dbtp = (float(level) for level in re.findall(r"(?:I|Peak): +(\S+)", summary))
    assert -20 <= loudness_lufs <= -15
    assert true_peak_dbtp <= -3


def test_a_voice_may_begin_under_the_intros_tail() -> None:
    samples = pcm(INTRO)
    assert rms_db(samples[-3 * RATE_HZ // 2 :]) < rms_db(samples) - 10


def rms_db(samples: "array[int]") -> float:
    return 10 * math.log10(sum(sample * sample for sample in samples) / len(samples))


@pytest.mark.parametrize("piece", [score.INTRO, score.OUTRO, score.BED], ids=["intro", "outro", "bed"])
def test_every_note_is_played_within_the_piece(piece: Score) -> None:
    ends_beats = [note.start_beats + note.held_beats for part in piece.parts for note in part.notes()]
    assert max(ends_beats) * 60 / piece.tempo_bpm <= piece.duration_s


def test_encoding_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    samples = [round(9000 * math.sin(index / 20)) for index in range(5000)]
    encode(samples, tmp_path / "a.flac")
    encode(samples, tmp_path / "b.flac")
    assert (tmp_path / "a.flac").read_bytes() == (tmp_path / "b.flac").read_bytes()
    assert list(pcm(tmp_path / "a.flac")) == samples


def test_a_line_is_read_as_notes_chords_and_rests() -> None:
    notes = list(Part(instruments.BELL, 1.0, "A4:.5 -:1 A3+A5:2 A4:1").notes())
    assert notes == [Note(0, 0.5, 440), Note(1.5, 2, 220), Note(1.5, 2, 880), Note(3.5, 1, 440)]


@pytest.mark.parametrize(
    ("name", "pitch_hz"), [("C4", 261.626), ("F#4", 369.994), ("B3", 246.942), ("D2", 73.416)]
)
def test_pitches_are_equal_temperament(name: str, pitch_hz: float) -> None:
    assert score._pitch_hz(name) == pytest.approx(pitch_hz, abs=0.001)


@settings(max_examples=20)
@given(player=st.sampled_from(BAND), pitch_hz=st.floats(60, 1800), held_s=st.floats(0.05, 1.0))
def test_every_instrument_starts_and_ends_at_zero(player: Instrument, pitch_hz: float, held_s: float) -> None:
    sound = player.play(pitch_hz, held_s)
    assert sound[0] == 0
    assert abs(sound[-1]) < 1e-6
    assert max(map(abs, sound)) <= 3


def test_a_struck_partial_falls_by_60_db_in_its_ring() -> None:
    bell = Struck(attack_s=0.001, partials=(Partial(1.0, 1.0, ring_s=0.5), Partial(2.0, 0.0, ring_s=1.0)))
    sound = bell.play(1000, held_s=0.1)
    just_after_ring = max(map(abs, sound[RATE_HZ // 2 : RATE_HZ // 2 + 100]))
    assert just_after_ring == pytest.approx(10 ** (-60 / 20), rel=0.05)


def test_a_fade_is_symmetric_and_leaves_the_middle_alone() -> None:
    sound = [1.0] * RATE_HZ
    fade(sound, 0.1, 0.1)
    assert sound[0] == sound[-1] == 0
    assert sound[RATE_HZ // 2] == 1
    assert sound == pytest.approx(sound[::-1])


def test_the_hall_answers_after_the_sound_and_dies_away() -> None:
    impulse = silence(2.0)
    impulse[0] = 1.0
    heard = reverberate(impulse)
    assert heard[0] == pytest.approx(1.0)
    early, late = heard[RATE_HZ // 50 : RATE_HZ // 2], heard[-RATE_HZ // 5 :]
    assert max(map(abs, early)) > 0.01
    assert max(map(abs, late)) < max(map(abs, early)) / 100
