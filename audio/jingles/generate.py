"""Makes the house music anew: `python -m audio.jingles.generate`. The same code gives the same sound."""

import sys
from array import array
from functools import cache
from math import tanh
from pathlib import Path

from ..ffmpeg import run
from . import BED, INTRO, OUTRO, score
from .instruments import RATE_HZ, Sound, fade, silence
from .room import reverberate
from .score import Part, Score

_PEAK = 10 ** (-5.5 / 20)
_DRIVE = 1.2


def perform(piece: Score) -> list[int]:
    """Play a score.

    Returns:
        mono samples of 16 bits at `RATE_HZ`, peaking at −5.5 dBFS, from silence to silence.
    """
    mix = silence(piece.duration_s)
    for part in piece.parts:
        _add_part(mix, part, 60 / piece.tempo_bpm)
    mix = reverberate(mix)
    fade(mix, attack_s=0.002, release_s=piece.fade_s)
    return _master(mix)


def _add_part(mix: Sound, part: Part, beat_s: float) -> None:
    play = cache(part.instrument.play)
    for note in part.notes():
        sound = play(note.pitch_hz, note.held_beats * beat_s)
        start = round(note.start_beats * beat_s * RATE_HZ)
        for index, sample in zip(range(start, len(mix)), sound, strict=False):
            mix[index] += part.gain * sample


def _master(mix: Sound) -> list[int]:
    """Round the peaks off, as tape does, and bring the loudest to its level."""
    warm = [tanh(_DRIVE * sample) for sample in mix]
    gain = 32767 * _PEAK / max(map(abs, warm))
    return [round(gain * sample) for sample in warm]


def encode(samples: list[int], path: Path) -> None:
    """Write mono samples of 16 bits at `RATE_HZ` as FLAC, without a date or a version in it."""
    raw = ["-f", f"s16{sys.byteorder[0]}e", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    flac = ["-c:a", "flac", "-compression_level", "12", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    run(["-y", "-v", "error", *raw, *flac, str(path)], [array("h", samples).tobytes()])


def main() -> None:
    """Make the three files in place."""
    encode(perform(score.INTRO), INTRO)
    encode(perform(score.OUTRO), OUTRO)
    encode(perform(score.BED), BED)


if __name__ == "__main__":
    main()
