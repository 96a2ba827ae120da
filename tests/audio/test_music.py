"""Music is looked at before anything is spoken."""

from pathlib import Path

import pytest

from audio import JINGLES, MusicError, load_music
from audio.ffmpeg import run
from tests.tones import tone, wav


def made(path: Path, *source: str) -> Path:
    """A file that ffmpeg makes of its own test sources."""
    run(["-v", "error", "-f", "lavfi", "-i", *source, str(path)])
    return path


@pytest.mark.parametrize("which", ["intro", "outro"])
def test_the_jingles_are_usable_music(which: str) -> None:
    assert 5 <= load_music(JINGLES[which]).length_s <= 7


@pytest.mark.parametrize("name", ["music.wav", "music.mp3", "music.flac", "music.m4a", "音乐 100% [a].ogg"])
def test_its_length_is_measured_in_any_format(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name, "sine=duration=2")
    assert load_music(path).length_s == pytest.approx(2, abs=0.06)


def test_a_picture_in_it_does_no_harm(tmp_path: Path) -> None:
    path = made(tmp_path / "film.mkv", "sine=duration=1", "-f", "lavfi", "-i", "color=s=32x32:d=1")
    assert load_music(path).length_s == pytest.approx(1, abs=0.06)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MusicError, match="there is no music file"):
        load_music(tmp_path / "none.mp3")
    with pytest.raises(MusicError, match="there is no music file"):
        load_music(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"not music at all\n" * 100, bytes(9999)], ids=["empty", "text", "zeros"]
)
def test_what_holds_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "music.mp3"
    path.write_bytes(content)
    with pytest.raises(MusicError, match="holds no sound"):
        load_music(path)


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MusicError, match="holds no sound"):
        load_music(made(tmp_path / "film.mp4", "color=s=32x32:d=1"))


@pytest.mark.parametrize("length_s", [0, 0.1])
def test_what_is_hardly_there_is_refused(tmp_path: Path, length_s: float) -> None:
    path = tmp_path / "short.wav"
    path.write_bytes(wav(tone(length_s)))
    with pytest.raises(MusicError):
        load_music(path)


@pytest.mark.storm
def test_ten_minutes_are_music_and_no_more(tmp_path: Path) -> None:
    assert load_music(made(tmp_path / "fits.flac", "sine=r=8000:d=600")).length_s == 600
    with pytest.raises(MusicError, match="may last up to 600 s"):
        load_music(made(tmp_path / "long.flac", "sine=r=8000:d=3600"))


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = made(tmp_path / "whole.flac", "sine=duration=9")
    cut = tmp_path / "cut.flac"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(MusicError, match=r"is damaged: of its 9\.0 s only"):
        load_music(cut)


def test_a_file_of_which_a_part_was_overwritten_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "music.mp3", "sine=duration=9")
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 3)
    path.write_bytes(content)
    with pytest.raises(MusicError, match="is damaged"):
        load_music(path)


def test_silence_is_no_music(tmp_path: Path) -> None:
    with pytest.raises(MusicError, match="is silent"):
        load_music(made(tmp_path / "silent.wav", "anullsrc=r=8000:cl=mono:d=3"))
