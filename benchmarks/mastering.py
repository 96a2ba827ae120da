"""What an episode costs once it has been spoken, beside the tools that others use.

Read it so: `master` is everything after synthesis: levels, mixing with music, ducking, limiting, encoding,
tags, cover and picture. `LAME alone` is one plain ffmpeg encode of the same sound; the bound is 1.6 times
that. `ffmpeg-normalize` brings the same speech, joined already, to the same loudness; `pydub` joins the
same clips and exports them, without any loudness. Both must take at least twice as long. Ours and LAME take
turns, and the shortest of three rounds counts; the peers run once, as they take minutes.

By hand, with another length: `python -m benchmarks.mastering 10`.
"""

import sys
import tempfile
import wave
from pathlib import Path

from audio import JINGLES, Clip, Sound, Soundtrack, Tags, Timeline, ffmpeg_path, lay_out, load_music, master
from audio.timeline import speech_samples
from benchmarks._episodes import long_clips, small_cover
from benchmarks._timing import print_table, run, shortest, shortest_of

BOUND, PEERS_BOUND = 1.6, 2.0
MINUTES = 60


def main(minutes: int = MINUTES) -> int:
    with tempfile.TemporaryDirectory(prefix="bobao-") as name:
        folder = Path(name)
        timeline = lay_out(long_clips(minutes * 60, folder), music())
        tags = Tags("题", "播报", "2026-11-20", "", "zho", small_cover(folder))
        made = master(timeline, Sound(), tags, folder).audio
        ours_s, lame_s = shortest_of(
            lambda: master(timeline, Sound(), tags, folder), lame(made, folder), rounds=3
        )
        joined = join(timeline, folder)
        normalize_s, pydub_s = shortest(normalize(joined, folder), 1), shortest(pydub(timeline, folder), 1)
    rows = [
        (f"{minutes} minutes", "seconds", "ratio", "bound"),
        ("master, all of it", f"{ours_s:.2f}", "", ""),
        ("  to LAME alone", f"{lame_s:.2f}", f"{ours_s / lame_s:.2f}", f"at most {BOUND}"),
        (
            "  ffmpeg-normalize",
            f"{normalize_s:.2f}",
            f"{normalize_s / ours_s:.2f}",
            f"at least {PEERS_BOUND}",
        ),
        ("  pydub", f"{pydub_s:.2f}", f"{pydub_s / ours_s:.2f}", f"at least {PEERS_BOUND}"),
    ]
    print_table(rows)
    return int(ours_s > BOUND * lame_s or min(normalize_s, pydub_s) < PEERS_BOUND * ours_s)


def music() -> Soundtrack:
    intro, outro, bed = (load_music(JINGLES[which]) for which in ("intro", "outro", "bed"))
    return Soundtrack(intro, outro, bed)


def lame(made: Path, folder: Path):
    """One encode of the same sound, already mixed."""
    mixed = folder / "mixed.wav"
    run([ffmpeg_path(), "-y", "-i", str(made), "-map", "0:a", "-ar", "44100", "-ac", "1", str(mixed)])
    encode = ["-i", str(mixed), "-c:a", "libmp3lame", "-b:a", "96k", str(folder / "plain.mp3")]
    return lambda: run([ffmpeg_path(), "-y", *encode])


def join(timeline: Timeline[Clip], folder: Path) -> Path:
    joined = folder / "joined.wav"
    with wave.open(str(joined), "wb") as file:
        file.setparams((1, 2, timeline.rate_hz, 0, "NONE", ""))
        for piece in speech_samples(timeline):
            file.writeframesraw(piece)
    return joined


def normalize(joined: Path, folder: Path):
    from ffmpeg_normalize import FFmpegNormalize

    def work() -> None:
        normalizer = FFmpegNormalize(
            target_level=-16, true_peak=-1, audio_codec="libmp3lame", audio_bitrate="96k", sample_rate=44_100
        )
        normalizer.add_media_file(str(joined), str(folder / "normalized.mp3"))
        normalizer.run_normalization()

    return work


def pydub(timeline: Timeline[Clip], folder: Path):
    from pydub import AudioSegment

    AudioSegment.converter = ffmpeg_path()
    shape = {"sample_width": 2, "frame_rate": timeline.rate_hz, "channels": 1}

    def work() -> None:
        joined = AudioSegment.empty()
        for placed in timeline.placed:
            joined += AudioSegment(data=placed.clip.path.read_bytes(), **shape)
            joined += AudioSegment.silent(round(placed.clip.segment.pause_s * 1000), timeline.rate_hz)
        joined.export(str(folder / "pydub.mp3"), "mp3", bitrate="96k", parameters=["-ar", "44100"])

    return work


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
