"""A finished episode is as long as its timeline, as loud as it should be, and holds all that players show."""

import math
import random
import re
from array import array
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from audio import (
    JINGLES,
    Chapter,
    Clip,
    Music,
    Sound,
    Soundtrack,
    Tags,
    encode_speech,
    lay_out,
    load_music,
)
from audio import master as mastered
from audio.ffmpeg import run
from audio.tags import chapter_metadata
from audio.timeline import Timeline
from tests.tones import RATE_HZ, tone, tone_clip

SOUND = Sound()
HOSTILE = "人工智能=AI; #1 \\ “引号”\n第二行 😀"
MakeClips = Callable[[float], list[Clip]]


@cache
def babble(length_s: float, level: float) -> bytes:
    """Noise with the loudness of speech: four syllables a second, a breath every two seconds."""
    noise = random.Random(7)  # noqa: S311 - noise, always the same
    samples, smooth = array("h"), 0.0
    for at in range(round(length_s * RATE_HZ)):
        at_s = at / RATE_HZ
        syllable = max(0.0, math.sin(2 * math.pi * 4 * at_s)) if at_s % 2 < 1.6 else 0.0
        smooth = 0.7 * smooth + 0.3 * noise.uniform(-1, 1)
        samples.append(round(32_767 * level * syllable * smooth))
    return samples.tobytes()


@pytest.fixture
def clips(tmp_path: Path) -> MakeClips:
    def make(level: float) -> list[Clip]:
        speech = babble(6.0, level)
        return [tone_clip(tmp_path / f"{number}.pcm", speech, chapter=f"章{number}") for number in range(3)]

    return make


@cache
def jingles() -> tuple[Music, Music]:
    return load_music(JINGLES["intro"]), load_music(JINGLES["outro"])


def master(timeline: Timeline[Clip], sound: Sound, tags: Tags, folder: Path) -> Path:
    return mastered(timeline, sound, tags, folder).audio


def decoded(path: Path) -> "array[int]":
    return array("h", run(["-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "pipe:1"])[0])


def loudness_lufs(path: Path) -> float:
    said = run(["-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-"])[1]
    return float(re.findall(r"I: +(\S+) LUFS", said)[-1])


def peak_dbfs(samples: "array[int]") -> float:
    return 20 * math.log10(max(map(abs, samples)) / 32_768)


# Sound -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.05, 0.2, 1.0], ids=["soft", "usual", "loud"])
@pytest.mark.parametrize("sound", [SOUND, Sound(-19, -3, 320)], ids=["default", "quieter"])
def test_any_speech_becomes_as_loud_as_it_should_be(
    clips: MakeClips, tags: Tags, tmp_path: Path, level: float, sound: Sound
) -> None:
    result = master(lay_out(clips(level)), sound, tags, tmp_path)
    assert loudness_lufs(result) == pytest.approx(sound.loudness_lufs, abs=0.5)
    assert peak_dbfs(decoded(result)) <= sound.peak_dbfs + 1


def test_music_counts_as_part_of_the_whole(clips: MakeClips, tags: Tags, tmp_path: Path) -> None:
    result = master(lay_out(clips(0.2), Soundtrack(*jingles())), SOUND, tags, tmp_path)
    assert loudness_lufs(result) == pytest.approx(-16, abs=0.5)


@pytest.mark.parametrize(
    "music", [(None, None), jingles(), (jingles()[0],) * 2], ids=["none", "both", "same"]
)
def test_it_lasts_as_long_as_the_timeline(
    clips: MakeClips, tags: Tags, tmp_path: Path, music: tuple[Music | None, Music | None]
) -> None:
    timeline = lay_out(clips(0.2), Soundtrack(*music))
    result = master(timeline, SOUND, tags, tmp_path)
    assert len(decoded(result)) / 44_100 == pytest.approx(timeline.length_s, abs=0.005)


def test_one_file_may_be_both_intro_and_outro(clips: MakeClips, tags: Tags, tmp_path: Path) -> None:
    music, _ = jingles()
    timeline = lay_out(clips(0.2), Soundtrack(music, music))
    samples = decoded(master(timeline, SOUND, tags, tmp_path))
    first, second = (round(cue.start_s * 44_100) for cue in timeline.cues)
    beat = 2 * 44_100
    assert correlation(samples[first : first + beat], samples[second : second + beat]) > 0.95


def correlation(one: "array[int]", other: "array[int]") -> float:
    both = sum(a * b for a, b in zip(one, other, strict=True))
    return both / math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))


def test_a_word_is_heard_where_the_timeline_says(tags: Tags, tmp_path: Path) -> None:
    spoken = [tone_clip(tmp_path / f"{number}.pcm", tone(0.5), pause_s=1.5) for number in range(3)]
    timeline = lay_out(spoken)
    samples = decoded(master(timeline, SOUND, tags, tmp_path))
    step = 441
    loud = [max(map(abs, samples[at : at + step])) > 3000 for at in range(0, len(samples), step)]
    heard_s = [at / 100 for at in range(len(loud)) if loud[at] and not (at and loud[at - 1])]
    assert heard_s == pytest.approx([placed.start_s for placed in timeline.placed], abs=0.04)


def test_the_same_timeline_gives_the_same_bytes(clips: MakeClips, tags: Tags, tmp_path: Path) -> None:
    timeline = lay_out(clips(0.2), Soundtrack(*jingles()))
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    one, other = (master(timeline, SOUND, tags, folder).read_bytes() for folder in folders)
    assert one == other


def test_nothing_is_left_beside_the_result_but_its_picture(
    clips: MakeClips, tags: Tags, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    master(lay_out(clips(0.2)), SOUND, tags, folder)
    assert {path.name for path in folder.iterdir()} == {"episode.mp3", "episode.svg"}


def test_speech_alone_is_encoded_as_the_engine_made_it(clips: MakeClips, tmp_path: Path) -> None:
    timeline = lay_out(clips(0.2))
    result = encode_speech(timeline, tmp_path / "phrase.mp3")
    assert len(decoded(result)) / 44_100 == pytest.approx(timeline.length_s, abs=0.005)


# What players show -----------------------------------------------------------------------------------------


def id3(titles: list[str], tags: Tags, folder: Path) -> ID3:
    """The tags of a short episode with these chapters."""
    spoken = [
        tone_clip(folder / f"{number}.pcm", tone(0.2), 0.3, title) for number, title in enumerate(titles)
    ]
    return ID3(master(lay_out(spoken), SOUND, tags, folder))


def test_players_show_title_show_date_source_and_cover(tags: Tags, tmp_path: Path) -> None:
    read = id3(["开场"], tags, tmp_path)
    assert [str(read[frame]) for frame in ("TIT2", "TALB", "TPE1", "TCON", "TLAN")] == [
        "新馆开馆",
        "播报",
        "播报",
        "Podcast",
        "zho",
    ]
    assert "2026-11-20" in [
        str(frame) for name in ("TDRC", "TXXX", "TYER", "TDAT") for frame in read.getall(name)
    ]
    assert read.getall("APIC")[0].data == tags.cover.read_bytes()


def test_chapters_are_in_the_file(tags: Tags, tmp_path: Path) -> None:
    read = id3(["开场", "正文", "结尾"], tags, tmp_path)
    chapters = sorted(read.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert [
        (str(chapter.sub_frames["TIT2"]), chapter.start_time, chapter.end_time) for chapter in chapters
    ] == [
        ("开场", 0, 500),
        ("正文", 500, 1000),
        ("结尾", 1000, 1200),
    ]
    assert len(read.getall("CTOC")[0].child_element_ids) == 3


def test_no_character_of_a_title_is_lost_or_takes_effect(tags: Tags, tmp_path: Path) -> None:
    read = id3([HOSTILE, "[CHAPTER]"], replace(tags, title=HOSTILE, show=HOSTILE), tmp_path)
    assert [str(read["TIT2"]), str(read["TALB"])] == [HOSTILE, HOSTILE]
    assert {str(chapter.sub_frames["TIT2"]) for chapter in read.getall("CHAP")} == {HOSTILE, "[CHAPTER]"}


def test_empty_tags_are_left_out(tags: Tags, tmp_path: Path) -> None:
    read = id3(
        ["开场"], replace(tags, comment="", publisher="", link="", transcript="", label=None), tmp_path
    )
    assert not [name for name in read if name[:4] in {"COMM", "USLT", "WOAS", "TPUB", "TXXX"}]


def test_chapters_are_written_as_ffmpeg_reads_them() -> None:
    written = chapter_metadata((Chapter("a=b;c", 0, 1.5),))
    assert written.endswith("[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=a\\=b\\;c\n")
