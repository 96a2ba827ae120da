"""What a listener's player makes of a file: it is decoded whole, and measured."""

import re
import subprocess
from array import array
from itertools import groupby
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

HZ = 8_000
_WINDOW = HZ // 10
_QUIET = 100
"""Of 32,767: about −50 dBFS."""


def decoded(path: Path) -> "array[int]":
    """The samples, at `HZ`; what cannot be decoded fails the test."""
    samples, said = _ffmpeg(
        "-v", "error", "-xerror", "-i", path, "-map", "0:a", "-ac", "1", "-ar", HZ, "-f", "s16le", "-"
    )
    assert not said
    return array("h", samples)


def length_s(path: Path) -> float:
    return len(decoded(path)) / HZ


def longest_silence_s(path: Path) -> float:
    samples = decoded(path)
    quiet = [max(map(abs, samples[at : at + _WINDOW])) < _QUIET for at in range(0, len(samples), _WINDOW)]
    runs = [len(list(run)) for silent, run in groupby(quiet) if silent]
    return max(runs, default=0) * _WINDOW / HZ


def loudness_lufs(path: Path) -> float:
    """Integrated loudness (EBU R128)."""
    _, said = _ffmpeg("-nostats", "-i", path, "-map", "0:a", "-af", "ebur128", "-f", "null", "-")
    return float(re.findall(r"^\s+I:\s+(-?[\d.]+) LUFS", said, re.MULTILINE)[-1])


def _ffmpeg(*arguments: str | int | Path) -> tuple[bytes, str]:
    command = [get_ffmpeg_exe(), "-hide_banner", "-nostdin", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout, done.stderr.decode()
