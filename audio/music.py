"""Music before and after the speech: the show's own files, or the jingles that come with bobao."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import FfmpegError, MusicError
from .ffmpeg import run
from .jingles import INTRO, OUTRO
from .loudness import loudness_in

JINGLES = {"intro": INTRO, "outro": OUTRO}
"""The music that comes with bobao."""

LONGEST_S = 600
"""Music longer than this is not an intro or outro."""

_SHORTEST_S = 0.2
_PROBE_HZ = 8_000


@dataclass(frozen=True, slots=True)
class Music:
    """A music file that ffmpeg can read.

    Attributes:
        path: where it lies.
        length_s: how long it is, in seconds.
        loudness_lufs: how loud it is, as a whole (EBU R128).
    """

    path: Path
    length_s: float
    loudness_lufs: float


@cache
def load_music(path: Path) -> Music:
    """Look at a music file before anything is synthesized.

    Raises:
        MusicError: there is none, it holds no sound, or it is longer than ten minutes.
    """
    if not path.is_file():
        raise MusicError(
            f"there is no music file {path}", "name one in show.toml under [music], or use “default”"
        )
    probe = ["-hide_banner", "-nostats", "-nostdin", "-i", str(path), "-vn", "-t", str(LONGEST_S + 1)]
    output = ["-af", "ebur128=framelog=quiet", "-ac", "1", "-ar", str(_PROBE_HZ), "-f", "u8", "pipe:1"]
    try:
        samples, said = run([*probe, *output])
    except FfmpegError as error:
        raise MusicError(
            f"{path} holds no sound that can be read", "use an MP3, M4A, FLAC or WAV file"
        ) from error
    length_s = len(samples) / _PROBE_HZ
    if not _SHORTEST_S <= length_s <= LONGEST_S:
        raise MusicError(
            f"{path} is {length_s:.1f} s long", f"music may last up to {LONGEST_S} s, and not be empty"
        )
    return Music(path, length_s, loudness_in(said))
