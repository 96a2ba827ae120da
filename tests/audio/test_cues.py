"""Music is placed around the speech, under it and between its chapters, and makes way for it."""

import math
from array import array
from pathlib import Path

import pytest

from audio import JINGLES, Chapter, Clip, Event, Music, Sound, Soundtrack, Tags, lay_out, load_music, master
from audio.cues import BETWEEN_S
from audio.ffmpeg import run
from tests.tones import silence, tone, tone_clip

BED = Music(Path("bed.flac"), 12.0, -16.0)


def clips(folder: Path, *chapters: str, samples: bytes | None = None) -> list[Clip]:
    made = enumerate(chapters)
    return [tone_clip(folder / f"{at}.pcm", samples or tone(2.0), 0.5, title) for at, title in made]


def test_a_bed_lies_under_the_first_chapter_and_fades_into_the_next(tmp_path: Path) -> None:
    intro = Music(Path("intro.flac"), 6.0, -18.0)
    timeline = lay_out(clips(tmp_path, "开场", "", "正文", "结尾"), Soundtrack(intro, bed=BED))
    (bed,) = (cue for cue in timeline.cues if cue.is_bed)
    assert [bed.start_s, bed.end_s] == pytest.approx([3.3, 9.5 + 1.0])
    assert (bed.fade_in_s, bed.fade_out_s, bed.gain_db) == (0.8, 1.5, -16.0)


def test_between_chapters_a_bed_is_given_room(tmp_path: Path) -> None:
    timeline = lay_out(clips(tmp_path, "开场", "", "正文", "结尾"), Soundtrack(bed=BED, bed_under="chapters"))
    assert [placed.start_s for placed in timeline.placed] == pytest.approx(
        [0, 2.5, 4.5 + BETWEEN_S, 6.5 + 2 * BETWEEN_S]
    )
    assert [cue.start_s for cue in timeline.cues] == pytest.approx([4.5, 6.5 + BETWEEN_S])


def test_speech_without_chapters_has_no_opening(tmp_path: Path) -> None:
    assert lay_out(clips(tmp_path, "", ""), Soundtrack(bed=BED)).cues == ()
    assert lay_out(clips(tmp_path, "独"), Soundtrack(bed=BED)).cues == ()


def test_all_that_is_heard_is_told_in_the_order_of_time(tmp_path: Path) -> None:
    timeline = lay_out(clips(tmp_path, "开场", "正文"), Soundtrack(bed=BED))
    assert timeline.events == (
        Event(0, 2, "speech", "字", 0),
        Event(0, 3.5, "bed", "bed.flac", -16.0),
        Event(2.5, 4.5, "speech", "字", 0),
    )
    assert timeline.chapters == (Chapter("开场", 0, 2.5), Chapter("正文", 2.5, 4.5))


@pytest.mark.parametrize("channels", [1, 2])
def test_music_makes_way_for_a_voice(tags: Tags, tmp_path: Path, channels: int) -> None:
    """A bed of 440 Hz under a voice of 3 kHz: while the voice is silent, the bed is at least 8 dB louder."""
    bed = tmp_path / "bed.wav"
    run(["-v", "error", "-f", "lavfi", "-i", "sine=440:d=3", str(bed)])
    voice = (tone(1.0, pitch_hz=3000) + silence(2.0)) * 3
    spoken = clips(tmp_path, "开场", "正文", samples=voice)
    timeline = lay_out(spoken, Soundtrack(bed=load_music(bed)))
    made = master(timeline, Sound(channels=channels), tags, tmp_path).audio
    low = [
        "-map",
        "0:a",
        "-af",
        "lowpass=800,lowpass=800,lowpass=800",
        "-f",
        "s16le",
        "-ac",
        "1",
        "-ar",
        "8000",
    ]
    heard = array("h", run(["-v", "error", "-i", str(made), *low, "pipe:1"])[0])
    under, alone = (level_db(heard[round(at * 8000) : round((at + 0.4) * 8000)]) for at in (3.4, 5.4))
    assert alone - under > 8
    assert alone > -45


def level_db(samples: "array[int]") -> float:
    return 10 * math.log10(max(1e-9, sum(value * value for value in samples) / len(samples) / 32768**2))


def test_a_short_bed_is_played_again(tags: Tags, tmp_path: Path) -> None:
    spoken = clips(tmp_path, "开场", "正文", samples=tone(16.0))
    timeline = lay_out(spoken, Soundtrack(bed=load_music(JINGLES["bed"])))
    assert timeline.cues[0].length_s > 16
    made = master(timeline, Sound(), tags, tmp_path).audio
    low = [
        "-map",
        "0:a",
        "-af",
        "lowpass=200,lowpass=200,lowpass=200",
        "-f",
        "s16le",
        "-ac",
        "1",
        "-ar",
        "2000",
    ]
    heard = array("h", run(["-v", "error", "-i", str(made), *low, "pipe:1"])[0])
    assert max(map(abs, heard[14 * 2000 : 15 * 2000])) > 20
