"""How loud each voice, the music and the whole episode are made, found before anything is encoded.

Voices are measured (EBU R128) and brought to one reference, music a little below it. What the limiter takes
away is measured on the first minute of speech, as one voice is limited like itself throughout; so the episode
need not be mixed twice.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from annotated_types import Ge, Le

from .loudness import REFERENCE_LUFS, gain_db, measure_lufs
from .pcm import SAMPLE_BYTES
from .synthesis import Clip
from .timeline import Timeline, clip_samples, louder_samples

MUSIC_LUFS = REFERENCE_LUFS - 1.5
"""Music before and after speech is a little softer than it."""

_EXCERPT_S = 60
_NEAR_LU = 0.1
_STEP = 1.4
"""Decibels of gain for each LU that is missing: the limiter takes its part of them too."""

_MOST_TRIES = 3
_MOST_GAIN_DB = 40


@dataclass(frozen=True, slots=True)
class Sound:
    """How an episode's file sounds.

    Attributes:
        loudness_lufs: integrated loudness of the whole episode (EBU R128).
        peak_dbfs: the limiter's ceiling.
        bitrate_kbps: of the MP3.
    """

    loudness_lufs: Annotated[float, Ge(-31), Le(-9)] = -16.0
    peak_dbfs: Annotated[float, Ge(-9), Le(-1)] = -2.0
    bitrate_kbps: Annotated[int, Ge(48), Le(320)] = 96

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads it when show.toml is checked


@dataclass(frozen=True, slots=True)
class Levels:
    """The gains of an episode, in decibels.

    Attributes:
        voices_db: brings each voice to the reference; "" is the show's own voice.
        whole_db: brings the mix to the loudness that is wanted, the limiter's loss included.
    """

    voices_db: dict[str, float]
    whole_db: float


def find_levels(timeline: Timeline, sound: Sound) -> Levels:
    """Measure a timeline's speech, and find how loud everything is to be made.

    Raises:
        FfmpegError: ffmpeg failed.
    """
    voices_db = _voice_gains_db(timeline)
    excerpt = b"".join(_first_samples(timeline, voices_db))
    wanted_db = sound.loudness_lufs - _mixed_lufs(timeline)
    return Levels(voices_db, _behind_limiter(excerpt, timeline.rate_hz, wanted_db, sound))


def limiter(sound: Sound) -> dict[str, str]:
    """The options of ffmpeg's limiter that hold a sound below its ceiling."""
    ceiling = 10 ** (sound.peak_dbfs / 20)
    return {"limit": f"{ceiling:.4f}", "level": "0", "attack": "5", "release": "50"}


def _voice_gains_db(timeline: Timeline) -> dict[str, float]:
    voices: dict[str, list[Clip]] = {}
    for placed in timeline.placed:
        voices.setdefault(placed.clip.segment.voice, []).append(placed.clip)
    return {
        voice: gain_db(measure_lufs(_samples(clips), timeline.rate_hz)) for voice, clips in voices.items()
    }


def _samples(clips: Iterable[Clip]) -> Iterator[bytes]:
    return chain.from_iterable(map(clip_samples, clips))


def _first_samples(timeline: Timeline, voices_db: dict[str, float]) -> Iterator[bytes]:
    """The first minute of speech, without pauses."""
    left = _EXCERPT_S * timeline.rate_hz * SAMPLE_BYTES
    for placed in timeline.placed:
        for piece in louder_samples(placed.clip, voices_db):
            yield piece[:left]
            left -= len(piece)
            if left <= 0:
                return


def _mixed_lufs(timeline: Timeline) -> float:
    """How loud speech at the reference and music below it are together: the mean of their power over time."""
    speech_s = sum(placed.clip.samples for placed in timeline.placed) / timeline.rate_hz
    music_s = sum(cue.music.length_s for cue in timeline.cues)
    power = (speech_s * 10 ** (REFERENCE_LUFS / 10) + music_s * 10 ** (MUSIC_LUFS / 10)) / (
        speech_s + music_s
    )
    return 10 * math.log10(power)


def _behind_limiter(excerpt: bytes, rate_hz: int, wanted_db: float, sound: Sound) -> float:
    """The gain after which speech is louder by `wanted_db` although the limiter takes some of it away."""
    plain_lufs = measure_lufs([excerpt], rate_hz)
    options = ":".join(f"{name}={value}" for name, value in limiter(sound).items())
    whole_db = wanted_db
    for _ in range(_MOST_TRIES):
        limited_lufs = measure_lufs([excerpt], rate_hz, f"volume={whole_db:.2f}dB,alimiter={options}")
        missing_lu = plain_lufs + wanted_db - limited_lufs
        if abs(missing_lu) < _NEAR_LU:
            break
        whole_db = min(whole_db + _STEP * missing_lu, _MOST_GAIN_DB)
    return whole_db
