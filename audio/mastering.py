"""A timeline becomes one finished audio file: assembled, measured, made as loud as it should be, encoded.

The first run of ffmpeg mixes speech and music into a lossless file and measures it (EBU R128); a few more
find the gain that is right with the limiter behind it; the last applies it, encodes, and writes tags,
chapters and cover. None holds the sound in memory.
"""

import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Le

from .ffmpeg import arguments, run
from .loudness import REFERENCE_LUFS, gain_db, loudness_in, measure_lufs
from .synthesis import Clip
from .timeline import Chapter, Cue, Timeline, clip_samples, speech_samples

SAMPLE_HZ = 44_100
_BELOW_SPEECH_LU = 1.5
"""So much softer than speech is the music before and after it."""

_MOST_GAIN_DB = 40
_NEAR_LU = 0.25
"""Loudness that is this near to what it should be is right."""

_STEP = 1.4
"""Decibels of gain for each LU that is missing: the limiter takes its part of them too."""

_MOST_TRIES = 2
_LAME_SCALES = ((256, 1.0), (224, 0.98), (192, 0.97), (0, 0.95))
"""LAME multiplies its input by these factors, from these bitrates on (its presets.c); here that is undone."""


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
class Tags:
    """What a player shows of an episode.

    Attributes:
        title: the episode's.
        show: the podcast's; also its artist and album.
        date: ISO 8601, the day it was published.
        comment: where the story is from.
        language: ISO 639-2, such as "zho".
        cover: a JPEG or PNG.
    """

    title: str
    show: str
    date: str
    comment: str
    language: str
    cover: Path


def master(timeline: Timeline, sound: Sound, tags: Tags, folder: Path) -> Path:
    """Make the finished MP3 of a timeline.

    Args:
        timeline: what is heard when.
        sound: how loud, how dense.
        tags: what players show.
        folder: where intermediate files and the result are written.

    Returns:
        The MP3, in `folder`.

    Raises:
        FfmpegError: ffmpeg failed.
    """
    mix, gain_db = _assemble(timeline, sound, folder / "mix.wav")
    metadata = folder / "metadata.txt"
    metadata.write_text(ffmetadata(tags, timeline.chapters), "utf-8")
    result = folder / "episode.mp3"
    run(_with_input(arguments(_encoding(mix, result, gain_db, sound, tags)), metadata))
    mix.unlink()
    return result


def encode_speech(timeline: Timeline, result: Path) -> Path:
    """Write a timeline's speech, as loud as the engine made it, to an MP3 without tags."""
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    options = {"acodec": "libmp3lame", "audio_bitrate": "96k", "ar": SAMPLE_HZ}
    run(arguments(ffmpeg.output(speech, str(result), **options).overwrite_output()), speech_samples(timeline))
    return result


def _assemble(timeline: Timeline, sound: Sound, mix: Path) -> tuple[Path, float]:
    """Write speech and music to one lossless file.

    Returns:
        The file, and the gain in dB that makes it as loud as it should be behind the limiter.
    """
    import ffmpeg

    gain_db = sound.loudness_lufs - REFERENCE_LUFS
    streams = _mixed(timeline).filter_multi_output("asplit")
    kept = ffmpeg.output(streams[0], str(mix), acodec="pcm_s16le", rf64="auto", ar=SAMPLE_HZ)
    measured = ffmpeg.output(_measured(_limited(streams[1], gain_db, sound)), "-", format="null")
    both = ffmpeg.merge_outputs(kept, measured).overwrite_output()
    _, said = run(arguments(both), speech_samples(timeline, _voice_gains_db(timeline)))
    return mix, _corrected(gain_db, loudness_in(said), mix, sound)


def _voice_gains_db(timeline: Timeline) -> dict[str, float]:
    """The gain that brings each voice to the reference; "" is the show's own voice."""
    voices: dict[str, list[Clip]] = {}
    for placed in timeline.placed:
        voices.setdefault(placed.clip.segment.voice, []).append(placed.clip)
    heard = {voice: chain.from_iterable(map(clip_samples, clips)) for voice, clips in voices.items()}
    return {voice: gain_db(measure_lufs(samples, timeline.rate_hz)) for voice, samples in heard.items()}


def _corrected(gain_db: float, loudness_lufs: float, mix: Path, sound: Sound) -> float:
    """The gain after which a mix is as loud as it should be, as the limiter takes some of it away."""
    import ffmpeg

    for _ in range(_MOST_TRIES):
        missing_lu = sound.loudness_lufs - loudness_lufs
        gain_db = min(gain_db + _STEP * missing_lu, _MOST_GAIN_DB)
        if abs(missing_lu) < _NEAR_LU:
            break
        again = _measured(_limited(ffmpeg.input(str(mix)).audio, gain_db, sound))
        loudness_lufs = loudness_in(run(arguments(ffmpeg.output(again, "-", format="null")))[1])
    return gain_db


def _mixed(timeline: Timeline) -> Any:
    """Speech and music in one stream: each voice at the reference, music a little below."""
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    streams = [_at_mix_rate(speech).filter("apad", whole_dur=timeline.length_s)]
    streams += [_cued(ffmpeg.input(str(cue.music.path)).audio, cue) for cue in timeline.cues]
    mixed = ffmpeg.filter(streams, "amix", inputs=len(streams), normalize=0, duration="first")
    return mixed.filter("aformat", sample_fmts="s16")


def _at_mix_rate(stream: Any) -> Any:
    resampled = stream.filter("aresample", SAMPLE_HZ)
    return resampled.filter("aformat", sample_fmts="fltp", channel_layouts="mono")


def _cued(stream: Any, cue: Cue) -> Any:
    # The delay comes first: it tells apart two cues that play the same file, which the graph would merge.
    delayed = _at_mix_rate(stream.filter("adelay", round(cue.start_s * 1000), all=1))
    level_db = gain_db(cue.music.loudness_lufs, REFERENCE_LUFS - _BELOW_SPEECH_LU)
    return delayed.filter("volume", f"{level_db:.2f}dB")


def _limited(stream: Any, gain_db: float, sound: Sound) -> Any:
    ceiling = 10 ** (sound.peak_dbfs / 20)
    louder = stream.filter("volume", f"{gain_db:.2f}dB")
    return louder.filter("alimiter", limit=f"{ceiling:.4f}", level=0, attack=5, release=50)


def _measured(stream: Any) -> Any:
    return stream.filter("ebur128", framelog="quiet")


_METADATA_INPUT = 2
"""The number of the input that `_with_input` adds after the mix and the cover."""


def _encoding(mix: Path, result: Path, gain_db: float, sound: Sound, tags: Tags) -> Any:
    import ffmpeg

    options = {
        "acodec": "libmp3lame",
        "audio_bitrate": f"{sound.bitrate_kbps}k",
        "ac": 1,
        "ar": SAMPLE_HZ,
        "vcodec": "copy",
        "disposition:v": "attached_pic",
        "metadata:s:v": "comment=Cover (front)",
        "map_metadata": _METADATA_INPUT,
        "map_chapters": _METADATA_INPUT,
        "id3v2_version": 3,
        "fflags": "+bitexact",
        "flags:a": "+bitexact",
    }
    scale = next(factor for least_kbps, factor in _LAME_SCALES if sound.bitrate_kbps >= least_kbps)
    limited = _limited(ffmpeg.input(str(mix)).audio, gain_db, sound).filter("volume", f"{1 / scale:.4f}")
    return ffmpeg.output(
        limited, ffmpeg.input(str(tags.cover)).video, str(result), **options
    ).overwrite_output()


def _with_input(args: list[str], path: Path) -> list[str]:
    """Add an input that no stream is taken from, which ffmpeg-python cannot describe."""
    at = args.index("-filter_complex")
    return [*args[:at], "-f", "ffmetadata", "-i", str(path), *args[at:]]


def ffmetadata(tags: Tags, chapters: tuple[Chapter, ...]) -> str:
    """Tags and chapters as ffmpeg reads them (ffmpeg's documentation, “Metadata”)."""
    fields = {
        "title": tags.title,
        "artist": tags.show,
        "album": tags.show,
        "genre": "Podcast",
        "date": tags.date,
        "comment": tags.comment,
        "language": tags.language,
    }
    lines = [";FFMETADATA1", *(f"{name}={_escaped(value)}" for name, value in fields.items() if value)]
    for chapter in chapters:
        start, end = round(chapter.start_s * 1000), round(chapter.end_s * 1000)
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={start}",
            f"END={end}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", value)
