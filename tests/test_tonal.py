"""The ear that judges the storm: it hears what is missing, doubled or out of order."""

import subprocess
from array import array
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from tests.cli.listening import HZ, decoded
from tests.servers.tonal import expected, heard, spoken

FIRST, SECOND = "海州市新图书馆今天上午开馆。", "藏书一百二十万册，座位一千八百个！"
BYTES_PER_S = 6_000


def tones(path: Path, mp3: bytes) -> list[int]:
    """What is heard of it, mastered and encoded as an episode is."""
    command = "-v error -f mp3 -i - -af volume=3dB,alimiter=limit=0.8 -ar 44100 -b:a 96k -y"
    subprocess.run([get_ffmpeg_exe(), *command.split(), path], input=mp3, check=True)
    samples: array[int] = decoded(path)
    return heard(samples, HZ)


@pytest.mark.parametrize("text", [FIRST, SECOND, FIRST + SECOND])
def test_all_is_heard_in_its_order(tmp_path: Path, text: str) -> None:
    assert tones(tmp_path / "a.mp3", spoken(text, "", 0).mp3) == expected(text)


def test_pieces_sound_as_the_whole(tmp_path: Path) -> None:
    pieces = spoken(FIRST, "", 0).mp3 + spoken(SECOND, "", 0).mp3
    assert tones(tmp_path / "a.mp3", pieces) == expected(FIRST + SECOND)
    swapped = spoken(SECOND, "", 0).mp3 + spoken(FIRST, "", 0).mp3
    assert tones(tmp_path / "a.mp3", swapped) != expected(FIRST + SECOND)


@pytest.mark.parametrize("lost_s", [0.2, 0.4, 1.0])
def test_what_is_lost_is_missed(tmp_path: Path, lost_s: float) -> None:
    whole = spoken(FIRST, "", 0)
    kept = whole.mp3[: round((whole.sentences[-1].end_s - lost_s) * BYTES_PER_S)]
    found = tones(tmp_path / "a.mp3", kept)
    assert found == expected(FIRST)[: len(found)]
    assert len(found) < len(expected(FIRST))
