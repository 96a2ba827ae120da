"""A timeline becomes one finished audio file.

Its levels are found first; then one run of ffmpeg mixes speech and music, ducks the music under the speech,
limits and encodes, and hands back how loud every stretch is, for the picture. The speech is fed to it a piece
at a time, so that neither memory nor disk holds the episode's sound.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cues import Cue
from .ffmpeg import arguments, run, run_reading
from .levels import ROTATION, Levels, Sound, find_levels, limiter
from .synthesis import Clip
from .tagged_files import write_tagged
from .tags import Tags, chapter_metadata, fitting
from .timeline import Timeline, speech_samples
from .waveform import ENVELOPE_HZ, SUFFIX, draw_waveform, envelope

SAMPLE_HZ = 44_100
_LAME_SCALES = ((256, 1.0), (224, 0.98), (192, 0.97), (0, 0.95))
"""LAME multiplies its input by these factors, from these bitrates on (its presets.c); here that is undone."""

_AMPLE_KBPS = 96
"""For one channel of speech this is ample: without LAME's search for where noise is masked, it takes
half the time, and the noise is 10 dB less where speech is (measured from 100 to 900 Hz and 2 to 5 kHz)."""

_DUCKING = {"threshold": "0.01", "ratio": "6", "attack": "30", "release": "700", "knee": "4"}
"""Speech at the reference pulls music down by 10 to 15 dB, and lets it come back in the time of a breath."""

_BITEXACT = {"fflags": "+bitexact", "flags:a": "+bitexact", "map_metadata:g": "-1"}


@dataclass(frozen=True, slots=True)
class Master:
    """A finished episode's files.

    Attributes:
        audio: the MP3 or M4A, with its tags.
        waveform: the picture of it, an SVG.
    """

    audio: Path
    waveform: Path


def master(timeline: Timeline[Clip], sound: Sound, tags: Tags, folder: Path) -> Master:
    """Make the finished audio file of a timeline, and its picture.

    Args:
        timeline: what is heard when.
        sound: how loud, how dense.
        tags: what players show.
        folder: where the results are written.

    Raises:
        FfmpegError: ffmpeg failed.
    """
    levels = find_levels(timeline, sound)
    chapters = fitting(timeline.chapters)
    bare, metadata = folder / f"bare.{sound.format}", folder / "chapters.txt"
    args = arguments(_described(timeline, levels, sound, bare))
    if sound.format == "m4a":
        metadata.write_text(chapter_metadata(chapters), "utf-8")
        args = _with_chapters(args, metadata, bare)
    sizes, _ = run_reading(args, speech_samples(timeline, levels.voices_db), envelope(timeline.length_s))
    result = Master(folder / f"episode.{sound.format}", folder / f"episode{SUFFIX}")
    write_tagged(bare, tags, chapters, result.audio)
    result.waveform.write_text(draw_waveform(sizes), "utf-8")
    for path in (metadata, bare):
        path.unlink(missing_ok=True)
    return result


def encode_speech(timeline: Timeline[Clip], result: Path) -> Path:
    """Write a timeline's speech, as loud as the engine made it, to an MP3 without tags."""
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    options = {"acodec": "libmp3lame", "audio_bitrate": "96k", "ar": SAMPLE_HZ}
    run(arguments(ffmpeg.output(speech, str(result), **options).overwrite_output()), speech_samples(timeline))
    return result


def _described(timeline: Timeline[Clip], levels: Levels, sound: Sound, result: Path) -> Any:
    """The whole graph: the file, and on standard output as many of its samples as a picture needs."""
    import ffmpeg

    mixed = _mixed(timeline, sound).filter("volume", f"{levels.whole_db:.2f}dB")
    name, options = limiter(sound)
    limited = mixed.filter(name, **options).filter_multi_output("asplit", 2)
    # A short filter: of so coarse a picture nobody sees how sharply it cuts off, and the long one is dear.
    coarse = limited[1].filter("aresample", ENVELOPE_HZ, filter_size=4)
    picture = ffmpeg.output(coarse, "pipe:1", format="s16le", ac=1, ar=ENVELOPE_HZ)
    return ffmpeg.merge_outputs(_encoded(limited[0], sound, result), picture).overwrite_output()


def _mixed(timeline: Timeline[Clip], sound: Sound) -> Any:
    """Speech, and music that makes way for it, in one stream as long as the episode."""
    import ffmpeg

    speech = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=timeline.rate_hz)
    for name, options in ROTATION:
        speech = speech.filter(name, **options)
    speech = _at_mix_rate(speech, 1)
    speech = speech.filter("apad", whole_dur=timeline.length_s)
    after, under = (
        [cue for cue in timeline.cues if (cue.start_s >= timeline.placed[-1].end_s) is is_after]
        for is_after in (True, False)
    )
    outros = [_cued(cue, sound) for cue in after]
    if not under:
        return _summed([_spread(speech, sound), *outros])
    twice = speech.filter_multi_output("asplit", 2)
    # Ducking is dear: it ends with the last music that has speech over it, and a second later, as it drops
    # more or less of what comes last.
    end_s = f"{max(cue.end_s for cue in under) + 1:.3f}"
    music = _summed([_cued(cue, sound) for cue in under]).filter("apad", whole_dur=end_s)
    ducked = ffmpeg.filter([music, twice[1].filter("atrim", end=end_s)], "sidechaincompress", **_DUCKING)
    return _summed([_spread(twice[0], sound), ducked, *outros])


def _at_mix_rate(stream: Any, channels: int) -> Any:
    layout = "mono" if channels == 1 else "stereo"
    return stream.filter("aresample", SAMPLE_HZ).filter("aformat", sample_fmts="fltp", channel_layouts=layout)


def _spread(speech: Any, sound: Sound) -> Any:
    """Speech in the middle of the stereo field, as loud as it is alone."""
    return speech if sound.channels == 1 else speech.filter("aformat", channel_layouts="stereo")


def _summed(streams: list[Any]) -> Any:
    import ffmpeg

    if len(streams) == 1:
        return streams[0]
    return ffmpeg.filter(streams, "amix", inputs=len(streams), normalize=0, duration="longest")


def _cued(cue: Cue, sound: Sound) -> Any:
    import ffmpeg

    repeated = {"stream_loop": -1} if cue.length_s > cue.music.length_s else {}
    # By some nanoseconds no two cues are as long, or the graph would merge two that play the same file.
    length_s = f"{cue.length_s + cue.start_s * 1e-9:.12f}"
    stream = ffmpeg.input(str(cue.music.path), t=length_s, **repeated).audio
    stream = _at_mix_rate(stream, sound.channels).filter("volume", f"{cue.gain_db:.2f}dB")
    stream = stream.filter("afade", t="in", d=cue.fade_in_s)
    stream = stream.filter("afade", t="out", st=f"{cue.length_s - cue.fade_out_s:.3f}", d=cue.fade_out_s)
    # The delay comes last: what is before it need not work through minutes of silence.
    return stream.filter("adelay", round(cue.start_s * 1000), all=1)


def _encoded(stream: Any, sound: Sound, result: Path) -> Any:
    import ffmpeg

    options = {"audio_bitrate": f"{sound.bitrate_kbps}k", "ac": sound.channels, "ar": SAMPLE_HZ, **_BITEXACT}
    # In 16 bits, pauses are zeros: encoders take half as long again over a filter's dying tails.
    if sound.format == "m4a":
        stream = stream.filter("aformat", sample_fmts="s16p")
        return ffmpeg.output(stream, str(result), acodec="aac", format="mp4", **options)
    scale = next(factor for least_kbps, factor in _LAME_SCALES if sound.bitrate_kbps >= least_kbps)
    unscaled = stream.filter("volume", f"{1 / scale:.4f}").filter("aformat", sample_fmts="s16p")
    search = {"compression_level": 7} if sound.bitrate_kbps >= _AMPLE_KBPS * sound.channels else {}
    return ffmpeg.output(unscaled, str(result), acodec="libmp3lame", id3v2_version=0, **options, **search)


def _with_chapters(args: list[str], metadata: Path, result: Path) -> list[str]:
    """Add an input that no stream is taken from, which ffmpeg-python cannot describe, after the others."""
    graph, output = args.index("-filter_complex"), args.index(str(result))
    number = str(args.count("-i"))
    given = ["-f", "ffmetadata", "-i", str(metadata)]
    return [*args[:graph], *given, *args[graph:output], "-map_chapters", number, *args[output:]]
