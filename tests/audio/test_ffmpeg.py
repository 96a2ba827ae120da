"""ffmpeg is found, run, and its failures are one line."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audio import FfmpegError, ffmpeg_path, ffmpeg_version
from audio.ffmpeg import ENVIRONMENT, run


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment may name another ffmpeg, for this test alone."""
    ffmpeg_path.cache_clear()
    yield monkeypatch
    ffmpeg_path.cache_clear()


def test_the_one_in_the_wheel_runs(named: pytest.MonkeyPatch) -> None:
    named.delenv(ENVIRONMENT, raising=False)
    assert ffmpeg_version().startswith("ffmpeg version")


@pytest.mark.parametrize(
    "program", ["no/such/ffmpeg", sys.executable, __file__], ids=["none", "other", "text"]
)
def test_what_does_not_run_as_ffmpeg_is_told(named: pytest.MonkeyPatch, program: str) -> None:
    named.setenv(ENVIRONMENT, program)
    with pytest.raises(FfmpegError, match="does not run") as caught:
        ffmpeg_version()
    assert program in caught.value.message
    assert ENVIRONMENT in caught.value.hint


def test_what_it_writes_and_what_it_says_are_returned() -> None:
    out, said = run(
        ["-f", "u8", "-ar", "8000", "-ac", "1", "-i", "pipe:0", "-f", "u8", "pipe:1"], [b"\x80" * 800]
    )
    assert out == b"\x80" * 800
    assert "ffmpeg version" in said


def test_much_may_be_read_and_written_at_once() -> None:
    pieces = [bytes(range(256)) * 4096] * 4
    out, _ = run(["-v", "error", "-f", "u8", "-i", "pipe:0", "-f", "u8", "pipe:1"], pieces)
    assert out == b"".join(pieces)


def test_a_failure_is_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(FfmpegError, match="No such file or directory") as caught:
        run(["-v", "error", "-i", str(tmp_path / "none.mp3"), "-f", "null", "-"])
    assert "\n" not in caught.value.message


def test_a_failure_while_it_is_being_fed_is_told_in_the_same_way(tmp_path: Path) -> None:
    with pytest.raises(FfmpegError, match="No such file or directory"):
        run(["-v", "error", "-i", str(tmp_path / "none.mp3"), "-f", "null", "-"], [bytes(1 << 20)] * 8)
