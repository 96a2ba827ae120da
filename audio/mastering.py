"""A timeline becomes one finished audio file.

Its levels are found first; then one run of ffmpeg mixes speech and music, limits, encodes, and writes tags,
chapters and cover. The speech is fed to it a piece at a time, so that neither memory nor disk holds the
episode's sound.
"""

from pathlib import Path
from typing import Any

from .ffmpeg import arguments, run
from .levels import MUSIC_LUFS, Levels, Sound, find_levels, limiter
from .loudness import gain_db
from .tags import Tags, ffmetadata
from .timeline import Cue, Timeline, speech_samples

SAMPLE_HZ = 44_100
_LAME_SCALES = ((256, 1.0), (224, 0.98), (192, 0.97), (0, 0.95))
"""LAME multiplies its input by these factors, from these bitrates on (its presets.c); here that is undone."""


def master(timeline: Timeline, sound: Sound, tags: Tags, folder: Path) -> Path:
    """Make the finished MP3 of a timeline.

    Args:
        timeline: what is heard when.
        sound: how loud, how dense.
        tags: what players show.
        folder: where the result is written.

    Returns:
        The MP3, in `folder`.

    Raises:
        FfmpegError: ffmpeg failed.
    """
    levels = find_levels(timeline, sound)
    metadata = folder / "metadata.txt"
    metadata.write_text(ffmetadata(tags, timeline.chapters), "utf-8")
    result = folder / "episode.mp3"
    args = arguments(_encoding(_mixed(timeline), levels, sound, tags.cover, result))
    run(_with_metadata(args, metadata, result), speech_samples(timeline, levels.voices_db))
    return result


def encode_speech(timeline: Timeline, result: Path) -> Path:
    """Write a timeline's speech, as loud as the engine made it, to an MP3 without tags."""
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    options = {"acodec": "libmp3lame", "audio_bitrate": "96k", "ar": SAMPLE_HZ}
    run(arguments(ffmpeg.output(speech, str(result), **options).overwrite_output()), speech_samples(timeline))
    return result


def _mixed(timeline: Timeline) -> Any:
    """Speech and music in one stream."""
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    streams = [_at_mix_rate(speech).filter("apad", whole_dur=timeline.length_s)]
    streams += [_cued(ffmpeg.input(str(cue.music.path)).audio, cue) for cue in timeline.cues]
    return ffmpeg.filter(streams, "amix", inputs=len(streams), normalize=0, duration="first")


def _at_mix_rate(stream: Any) -> Any:
    resampled = stream.filter("aresample", SAMPLE_HZ)
    return resampled.filter("aformat", sample_fmts="fltp", channel_layouts="mono")


def _cued(stream: Any, cue: Cue) -> Any:
    # The delay comes first: it tells apart two cues that play the same file, which the graph would merge.
    delayed = _at_mix_rate(stream.filter("adelay", round(cue.start_s * 1000), all=1))
    return delayed.filter("volume", f"{gain_db(cue.music.loudness_lufs, MUSIC_LUFS):.2f}dB")


def _encoding(mixed: Any, levels: Levels, sound: Sound, cover: Path, result: Path) -> Any:
    import ffmpeg

    limited = mixed.filter("volume", f"{levels.whole_db:.2f}dB").filter("alimiter", **limiter(sound))
    scale = next(factor for least_kbps, factor in _LAME_SCALES if sound.bitrate_kbps >= least_kbps)
    options = {
        "acodec": "libmp3lame",
        "audio_bitrate": f"{sound.bitrate_kbps}k",
        "ac": 1,
        "ar": SAMPLE_HZ,
        "vcodec": "copy",
        "disposition:v": "attached_pic",
        "metadata:s:v": "comment=Cover (front)",
        "id3v2_version": 3,
        "fflags": "+bitexact",
        "flags:a": "+bitexact",
    }
    unscaled = limited.filter("volume", f"{1 / scale:.4f}")
    return ffmpeg.output(unscaled, ffmpeg.input(str(cover)).video, str(result), **options).overwrite_output()


def _with_metadata(args: list[str], metadata: Path, result: Path) -> list[str]:
    """Add an input that no stream is taken from, which ffmpeg-python cannot describe, after the others."""
    number = str(args.count("-i"))
    graph, output = args.index("-filter_complex"), args.index(str(result))
    mapped = ["-map_metadata", number, "-map_chapters", number]
    return [
        *args[:graph],
        "-f",
        "ffmetadata",
        "-i",
        str(metadata),
        *args[graph:output],
        *mapped,
        *args[output:],
    ]
