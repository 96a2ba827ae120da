"""A timeline becomes one finished audio file: assembled, measured, made as loud as it should be, encoded.

Two runs of ffmpeg. The first mixes speech and music into a lossless file and measures it (EBU R128); the
second applies one gain, a limiter and the encoder, and writes tags, chapters and cover. Neither holds the
sound in memory.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Le

from .errors import AudioError
from .ffmpeg import arguments, run
from .timeline import Chapter, Cue, Timeline, speech_samples

SAMPLE_HZ = 44_100
_HEADROOM_DB = -6
"""Given away before the mix, so that speech over music does not clip in 16 bits."""

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
    mix, loudness_lufs = _assemble(timeline, folder / "mix.wav")
    gain_db = min(sound.loudness_lufs - loudness_lufs, _MOST_GAIN_DB)
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


def _assemble(timeline: Timeline, mix: Path) -> tuple[Path, float]:
    """Write speech and music to one lossless file.

    Returns:
        The file, and its integrated loudness in LUFS.
    """
    _, said = run(arguments(_mixing(timeline, mix)), speech_samples(timeline))
    loudness = re.findall(r"^\s+I:\s+(-?[\d.]+) LUFS", said, re.MULTILINE)
    if not loudness:
        raise AudioError("ffmpeg did not tell the loudness", "see what `bobao doctor` says of ffmpeg")
    return mix, float(loudness[-1])


def _mixing(timeline: Timeline, mix: Path) -> Any:
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    voices = [_at_mix_rate(speech).filter("apad", whole_dur=timeline.length_s)]
    voices += [_cued(ffmpeg.input(str(cue.music.path)).audio, cue) for cue in timeline.cues]
    mixed = ffmpeg.filter(voices, "amix", inputs=len(voices), normalize=0, duration="first")
    measured = mixed.filter("ebur128", framelog="quiet").filter("aformat", sample_fmts="s16")
    return ffmpeg.output(measured, str(mix), acodec="pcm_s16le", rf64="auto", ar=SAMPLE_HZ).overwrite_output()


def _at_mix_rate(stream: Any) -> Any:
    resampled = stream.filter("aresample", SAMPLE_HZ)
    return resampled.filter("aformat", sample_fmts="fltp", channel_layouts="mono").filter(
        "volume", f"{_HEADROOM_DB}dB"
    )


def _cued(stream: Any, cue: Cue) -> Any:
    # The delay comes first: it tells apart two cues that play the same file, which the graph would merge.
    return _at_mix_rate(stream.filter("adelay", round(cue.start_s * 1000), all=1))


_METADATA_INPUT = 2
"""The number of the input that `_with_input` adds after the mix and the cover."""


def _encoding(mix: Path, result: Path, gain_db: float, sound: Sound, tags: Tags) -> Any:
    import ffmpeg

    ceiling = 10 ** (sound.peak_dbfs / 20)
    louder = ffmpeg.input(str(mix)).audio.filter("volume", f"{gain_db:.2f}dB")
    limited = louder.filter("alimiter", limit=f"{ceiling:.4f}", level=0, attack=5, release=50)
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
