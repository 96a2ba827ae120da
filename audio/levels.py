"""How loud each voice, the music and the whole episode are made, found before anything is encoded.

Some of each voice is measured (EBU R128), with the pauses between: an engine's voice is as loud in one clip
as in the next. Voices are brought to one reference, music a little below it. What the limiter will take away
is measured on the same minute, so the episode need not be mixed twice.
"""

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from .loudness import REFERENCE_LUFS, gain_db, measure_lufs
from .pcm import SAMPLE_BYTES, louder
from .synthesis import Clip
from .timeline import Timeline

Filter = tuple[str, Mapping[str, str]]
"""One of ffmpeg's filters and its options."""

ROTATION: tuple[Filter, ...] = (
    ("aformat", {"sample_fmts": "dblp"}),
    *(("allpass", {"f": "300", "t": "q", "w": "0.7"}),) * 4,
)
"""Turns the phases of speech, as broadcasters do: a voice's pulses lose their sharp peaks and nothing else.
The limiter then takes half as much, and loud stretches stay as much louder than soft ones as they were.
In double precision: in single, what is left of it in a pause dies away through denormal numbers, and that
takes a processor more time than all the rest."""

_EXCERPT_S = 50
_NEAR_LU = 0.05
_USUAL_LOSS_DB = 1.0
_MOST_STEP = 4.0
"""Decibels that it may take to make what has passed the limiter one louder."""
_AAC_DB = 0.7
"""AAC's decoded peaks come out higher than MP3's by so much."""

_MOST_GAIN_DB = 40


@dataclass(frozen=True, slots=True)
class Sound:
    """How an episode's file sounds.

    Attributes:
        loudness_lufs: integrated loudness of the whole episode (EBU R128).
        peak_dbfs: the limiter's ceiling.
        bitrate_kbps: of the file.
        channels: 1, or 2 for music in stereo.
        format: "mp3", which everything plays, or "m4a" (AAC).
    """

    loudness_lufs: Annotated[float, Ge(-31), Le(-9)] = -16.0
    peak_dbfs: Annotated[float, Ge(-9), Le(-1)] = -2.5
    bitrate_kbps: Annotated[int, Ge(48), Le(320)] = 96
    channels: Annotated[int, Ge(1), Le(2)] = 1
    format: Literal["mp3", "m4a"] = "mp3"

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


def find_levels(timeline: Timeline[Clip], sound: Sound) -> Levels:
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


def limiter(sound: Sound) -> Filter:
    """Holds a sound below its ceiling; so quick that it rounds single pulses off and pulls nothing down."""
    ceiling = 10 ** ((sound.peak_dbfs - (_AAC_DB if sound.format == "m4a" else 0)) / 20)
    return "alimiter", {"limit": f"{ceiling:.4f}", "level": "0", "attack": "0.5", "release": "1"}


def _samples_by_voice(timeline: Timeline[Clip]) -> dict[str, list[bytes]]:
    """Some clips of every voice with the pause after each, spread evenly over the episode."""
    voices: dict[str, list[Clip]] = {}
    for placed in timeline.placed:
        voices.setdefault(placed.clip.segment.voice, []).append(placed.clip)
    return {voice: [_with_pause(clip) for clip in _spread(clips)] for voice, clips in voices.items()}


def _with_pause(clip: Clip) -> bytes:
    pause_s = max(0.0, clip.segment.pause_s - clip.tail_s)
    return clip.path.read_bytes() + bytes(round(pause_s * clip.rate_hz) * SAMPLE_BYTES)


def _spread(clips: Sequence[Clip]) -> Sequence[Clip]:
    length_s = sum(clip.samples / clip.rate_hz for clip in clips)
    return clips[:: max(1, math.floor(length_s / _EXCERPT_S))]


def _mixed_lufs(timeline: Timeline[Clip]) -> float:
    """How loud speech at the reference and the music around it are together: the mean of their power."""
    speech_s = sum(placed.clip.samples for placed in timeline.placed) / timeline.rate_hz
    parts = [(speech_s, REFERENCE_LUFS)]
    parts += [(cue.length_s, cue.loudness_lufs) for cue in timeline.cues if not cue.is_bed]
    power = sum(length_s * 10 ** (lufs / 10) for length_s, lufs in parts)
    return 10 * math.log10(power / sum(length_s for length_s, _ in parts))


def _behind_limiter(speech: Sequence[bytes], rate_hz: int, wanted_db: float, sound: Sound) -> float:
    """The gain that makes speech at the reference louder by `wanted_db`, the limiter's part included.

    Two gains are tried at once, each by an ffmpeg of its own. What a decibel brings behind the limiter is so
    much the same between them and where the gain lies that a straight line finds it.
    """
    tried_db = (wanted_db, wanted_db + _USUAL_LOSS_DB)

    def missing_lu(whole_db: float) -> float:
        layout = ("aformat", {"channel_layouts": "mono" if sound.channels == 1 else "stereo"})
        filters = [*ROTATION, layout, ("volume", {"volume": f"{whole_db:.2f}dB"}), limiter(sound)]
        return REFERENCE_LUFS + wanted_db - measure_lufs(speech, rate_hz, _as_text(filters))

    with ThreadPoolExecutor(len(tried_db), "levels") as pool:
        first_lu, second_lu = pool.map(missing_lu, tried_db)
    if abs(first_lu) < _NEAR_LU:
        return wanted_db
    brought_lu = first_lu - second_lu
    step = _USUAL_LOSS_DB / brought_lu if brought_lu > 0 else _MOST_STEP
    return min(wanted_db + max(1.0, min(step, _MOST_STEP)) * first_lu, _MOST_GAIN_DB)


def _as_text(filters: Sequence[Filter]) -> str:
    return ",".join(
        f"{name}={':'.join(f'{key}={value}' for key, value in options.items())}" for name, options in filters
    )
