"""Music before, after and under the speech: the show's own files, or the jingles that come with bobao."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import FfmpegError, MusicError
from .ffmpeg import run
from .jingles import BED, INTRO, OUTRO
from .loudness import loudness_in

JINGLES = {"intro": INTRO, "outro": OUTRO, "bed": BED}
"""The music that comes with bobao."""

LONGEST_S = 600
"""Music longer than this is no intro, outro or bed."""

_SHORTEST_S = 0.2
_PROBE_HZ = 8_000
_LEAST_READABLE = 0.97
"""A file of which more than this cannot be read is damaged; every decoder drops a little at the ends."""

_SILENT_LUFS = -69.0


@dataclass(frozen=True, slots=True)
class Music:
    """A music file that ffmpeg can read.

    Attributes:
        path: where it lies.
        length_s: how long it is, in seconds.
        loudness_lufs: how loud it is, mixed to mono, as a whole (EBU R128).
    """

    path: Path
    length_s: float
    loudness_lufs: float


_MEASURED = {
    each.path: each for each in (Music(INTRO, 6.0, -17.5), Music(OUTRO, 7.0, -18.3), Music(BED, 12.0, -16.1))
}
"""What `measure_music` says of our own, known before: three runs of ffmpeg are a tenth of a short build."""


def load_music(path: Path) -> Music:
    """Look at a music file before anything is synthesized; raises as `measure_music` does."""
    return _MEASURED.get(path) or measure_music(path)


@cache
def measure_music(path: Path) -> Music:
    """Look at a music file, and listen to all of it.

    Raises:
        MusicError: there is none, it holds no sound, or it is longer than ten minutes.
    """
    if not path.is_file():
        raise MusicError(
            f"there is no music file {path}", "name one in show.toml under [music], or use “default”"
        )
    samples, said = _heard(path)
    length_s = len(samples) / _PROBE_HZ
    if not _SHORTEST_S <= length_s <= LONGEST_S:
        raise MusicError(
            f"{path} is {length_s:.1f} s long", f"music may last up to {LONGEST_S} s, and not be empty"
        )
    declared_s = _declared_s(said)
    if length_s < min(declared_s, LONGEST_S) * _LEAST_READABLE - _SHORTEST_S:
        raise MusicError(
            f"{path} is damaged: of its {declared_s:.1f} s only {length_s:.1f} s can be read",
            "copy or convert it again",
        )
    loudness_lufs = loudness_in(said)
    if loudness_lufs < _SILENT_LUFS:
        raise MusicError(f"{path} is silent", "use a file with something to hear")
    return Music(path, length_s, loudness_lufs)


def _heard(path: Path) -> tuple[bytes, str]:
    """The sound of a file as a voice is mixed with it, in mono, and what ffmpeg said of it."""
    probe = ["-hide_banner", "-nostats", "-nostdin", "-i", str(path), "-vn", "-t", str(LONGEST_S + 1)]
    meter = "aformat=sample_fmts=fltp:channel_layouts=mono,ebur128=framelog=verbose"
    output = ["-map", "0:a:0", "-af", meter, "-ac", "1", "-ar", str(_PROBE_HZ), "-f", "u8", "pipe:1"]
    try:
        return run([*probe, *output])
    except FfmpegError as error:
        raise MusicError(
            f"{path} holds no sound that can be read", "use an MP3, M4A, FLAC or WAV file"
        ) from error


def _declared_s(said: str) -> float:
    """How long a file claims to be; 0 if it does not, or if ffmpeg has only guessed it from its size."""
    claim = re.search(r"^  Duration: (\d+):(\d+):([\d.]+)", said, re.MULTILINE)
    if not claim or "Estimating duration from bitrate" in said:
        return 0.0
    hours, minutes, seconds = claim.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
