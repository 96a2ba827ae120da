"""How loud sound is (EBU R128), as ffmpeg measures it."""

import re
from collections.abc import Iterable

from .errors import AudioError
from .ffmpeg import run

REFERENCE_LUFS = -23.0
"""Every voice is brought to this before it is mixed; it leaves room for peaks in 16 bits."""

_MOST_GAIN_DB = 24
_UNMEASURED_LUFS = -69.9


def measure_lufs(samples: Iterable[bytes], rate_hz: int, filters: str = "anull") -> float:
    """The integrated loudness of 16-bit mono samples; -70 for silence and what is shorter than 0.4 s.

    Args:
        samples: piece by piece.
        rate_hz: samples a second.
        filters: filters of ffmpeg that they pass before they are measured.

    Raises:
        FfmpegError: ffmpeg failed.
    """
    source = ["-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "-i", "pipe:0"]
    meter = ["-af", f"{filters},ebur128=framelog=verbose", "-f", "null", "-"]
    return loudness_in(run(["-hide_banner", "-nostats", *source, *meter], samples)[1])


def loudness_in(said: str) -> float:
    """The integrated loudness, in LUFS, that the ebur128 filter has told.

    Raises:
        AudioError: it told none.
    """
    loudness = re.findall(r"^\s+I:\s+(-?[\d.]+) LUFS", said, re.MULTILINE)
    if not loudness:
        raise AudioError("ffmpeg did not tell the loudness", "see what `bobao doctor` says of ffmpeg")
    return float(loudness[-1])


def gain_db(loudness_lufs: float, target_lufs: float = REFERENCE_LUFS) -> float:
    """The gain from one loudness to another, within bounds; none for what is too short to be measured."""
    if loudness_lufs <= _UNMEASURED_LUFS:
        return 0.0
    return max(-_MOST_GAIN_DB, min(target_lufs - loudness_lufs, _MOST_GAIN_DB))
