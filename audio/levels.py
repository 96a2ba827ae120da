"""How loud each voice, the music and the whole episode are made, found before anything is encoded.

Some of each voice is measured (EBU R128): an engine's voice is as loud in one clip as in the next. Voices
are brought to one reference, music a little below it. What the limiter will take away is measured on the same
minute, so the episode need not be mixed twice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from .loudness import REFERENCE_LUFS, gain_db, measure_lufs
from .pcm import louder
from .synthesis import Clip
from .timeline import Timeline

MUSIC_LUFS = REFERENCE_LUFS - 1.5
"""Music before and after speech is a little softer than it."""

_EXCERPT_S = 40
_NEAR_LU = 0.25
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
    samples = _samples_by_voice(timeline)
    voices_db = {voice: gain_db(measure_lufs(clips, timeline.rate_hz)) for voice, clips in samples.items()}
    wanted_db = sound.loudness_lufs - _mixed_lufs(timeline)
    speech = [
        louder(clip, timeline.rate_hz, voices_db[voice]) for voice, clips in samples.items() for clip in clips
    ]
    return Levels(voices_db, _behind_limiter(speech, timeline.rate_hz, wanted_db, sound))


def limiter(sound: Sound) -> dict[str, str]:
    """The options of ffmpeg's limiter that hold a sound below its ceiling."""
    ceiling = 10 ** (sound.peak_dbfs / 20)
    return {"limit": f"{ceiling:.4f}", "level": "0", "attack": "5", "release": "50"}


def _samples_by_voice(timeline: Timeline) -> dict[str, list[bytes]]:
    """Some clips of every voice, spread evenly over the episode."""
    voices: dict[str, list[Clip]] = {}
    for placed in timeline.placed:
        voices.setdefault(placed.clip.segment.voice, []).append(placed.clip)
    return {voice: [clip.path.read_bytes() for clip in _spread(clips)] for voice, clips in voices.items()}


def _spread(clips: Sequence[Clip]) -> Sequence[Clip]:
    length_s = sum(clip.samples / clip.rate_hz for clip in clips)
    return clips[:: max(1, math.ceil(length_s / _EXCERPT_S))]


def _mixed_lufs(timeline: Timeline) -> float:
    """How loud speech at the reference and music below it are together: the mean of their power over time."""
    speech_s = sum(placed.clip.samples for placed in timeline.placed) / timeline.rate_hz
    music_s = sum(cue.music.length_s for cue in timeline.cues)
    power = (speech_s * 10 ** (REFERENCE_LUFS / 10) + music_s * 10 ** (MUSIC_LUFS / 10)) / (
        speech_s + music_s
    )
    return 10 * math.log10(power)


def _behind_limiter(speech: Sequence[bytes], rate_hz: int, wanted_db: float, sound: Sound) -> float:
    """The gain that makes speech at the reference louder by `wanted_db`, the limiter's part included."""
    options = ":".join(f"{name}={value}" for name, value in limiter(sound).items())
    whole_db = wanted_db
    for _ in range(_MOST_TRIES):
        limited_lufs = measure_lufs(speech, rate_hz, f"volume={whole_db:.2f}dB,alimiter={options}")
        missing_lu = REFERENCE_LUFS + wanted_db - limited_lufs
        if abs(missing_lu) < _NEAR_LU:
            break
        whole_db = min(whole_db + _STEP * missing_lu, _MOST_GAIN_DB)
    return whole_db
