"""Players of all kinds find in an episode's file what is in it: length, title, chapters, cover, and the rest."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3, PictureType
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from audio import Chapter, Sound, Tags, Timeline, lay_out, master
from audio.ffmpeg import run
from audio.tags import fitting
from tests.tones import tone, tone_clip

TITLES = ["开场", "新馆开馆；=#", "结尾 😀"]
AIGC = {
    "Label": "1",
    "ContentProducer": "播报编辑部",
    "ProduceID": "urn:uuid:1",
    "ReservedCode1": "",
    "ContentPropagator": "",
    "PropagateID": "",
    "ReservedCode2": "",
}
Made = tuple[Path, Timeline[Any]]


def needed(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed (Debian has it)")


@pytest.fixture(scope="module", params=["mp3", "m4a"])
def made(request: pytest.FixtureRequest, tags: Tags, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    clips = [tone_clip(folder / f"{at}.pcm", tone(0.37), 0.3, title) for at, title in enumerate(TITLES)]
    timeline = lay_out(clips)
    return master(timeline, Sound(format=request.param), tags, folder).audio, timeline


def said(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, check=True).stdout.decode()


def starts_s(timeline: Timeline[Any], within_s: float = 0.001) -> list[tuple[str, Any]]:
    return [(chapter.title, pytest.approx(chapter.start_s, abs=within_s)) for chapter in timeline.chapters]


def length_s(file: Any) -> float:
    return float(file.info.length)


def test_its_samples_are_those_of_the_timeline(made: Made) -> None:
    path, timeline = made
    samples = run(["-v", "error", "-i", str(path), "-map", "0:a", "-f", "s16le", "-ar", "44100", "pipe:1"])[0]
    assert len(samples) / 2 / 44_100 == pytest.approx(timeline.length_s, abs=0.005)


def test_mutagen_reads_an_mp3(made: Made, tags: Tags) -> None:
    path, timeline = made
    if path.suffix != ".mp3":
        path = master(timeline, Sound(), tags, path.parent).audio
    read = ID3(path, translate=False)
    assert read.version == (2, 3, 0)
    texts = {"TIT2": tags.title, "TPE1": "播报", "TALB": "播报", "TPUB": "海州日报", "TLAN": "zho"}
    assert {name: str(read[name]) for name in texts} == texts
    assert (str(read["TYER"]), str(read["TDAT"])) == ("2026", "2011")
    assert read["WOAS"].url == tags.link
    assert json.loads(str(read["TXXX:AIGC"])) == AIGC
    assert read["USLT::zho"].text == tags.transcript
    assert read["COMM::zho"].text == [tags.comment]
    assert read["APIC:"].type == PictureType.COVER_FRONT
    contents = read["CTOC:toc"]
    assert contents.flags == 3
    assert [str(read[f"CHAP:{name}"].sub_frames["TIT2"]) for name in contents.child_element_ids] == TITLES
    assert length_s(MP3(path)) == pytest.approx(timeline.length_s, abs=0.08)


def test_mutagen_reads_an_m4a(made: Made, tags: Tags) -> None:
    path, timeline = made
    if path.suffix != ".m4a":
        path = master(timeline, Sound(format="m4a"), tags, path.parent).audio
    read = MP4(path)
    texts = {"\xa9nam": tags.title, "\xa9ART": "播报", "\xa9alb": "播报", "\xa9day": tags.date}
    texts |= {"\xa9cmt": tags.comment, "\xa9lyr": tags.transcript}
    assert {name: read[name][0] for name in texts} == texts
    own = {name: bytes(read[f"----:com.apple.iTunes:{name}"][0]).decode() for name in ("AIGC", "PUBLISHER")}
    assert (json.loads(own["AIGC"]), own["PUBLISHER"]) == (AIGC, "海州日报")
    assert bytes(read["covr"][0]) == tags.cover.read_bytes()
    assert [(chapter.title, chapter.start) for chapter in read.chapters or ()] == starts_s(timeline)
    assert length_s(read) == pytest.approx(timeline.length_s, abs=0.08)


def test_a_player_may_begin_before_it_has_all_of_an_m4a(made: Made) -> None:
    content = made[0].read_bytes()
    if made[0].suffix == ".m4a":
        assert content.index(b"moov") < content.index(b"mdat")


@needed("ffprobe")
def test_ffprobe_reads_it(made: Made, tags: Tags) -> None:
    path, timeline = made
    options = ["-v", "error", "-show_format", "-show_chapters", "-show_streams", "-of", "json"]
    read = json.loads(said("ffprobe", *options, path))
    assert [(each["tags"]["title"], float(each["start_time"])) for each in read["chapters"]] == starts_s(
        timeline
    )
    assert float(read["format"]["duration"]) == pytest.approx(timeline.length_s, abs=0.08)
    found = {name.lower().removesuffix("-zho"): text for name, text in read["format"]["tags"].items()}
    wanted = {"title": tags.title, "artist": "播报", "album": "播报", "date": tags.date, "language": "zho"}
    wanted |= {"comment": tags.comment, "lyrics": tags.transcript, "publisher": "海州日报", "purl": tags.link}
    assert {name: found[name] for name in wanted} == wanted
    assert json.loads(found["aigc"]) == AIGC
    assert [
        each["disposition"]["attached_pic"] for each in read["streams"] if each["codec_type"] == "video"
    ] == [1]


@needed("mediainfo")
def test_mediainfo_reads_it(made: Made, tags: Tags) -> None:
    path, timeline = made
    (general, *_) = json.loads(said("mediainfo", "--Output=JSON", path))["media"]["track"]
    assert float(general["Duration"]) == pytest.approx(timeline.length_s, abs=0.08)
    assert (general["Track"], general["Album"], general["Publisher"]) == (tags.title, "播报", "海州日报")
    assert general["Cover"] == "Yes"
    assert general["Comment"] == tags.comment


MPV_TELLS = """
mp.register_event("file-loaded", function()
    local told = {}
    for _, name in ipairs({"media-title", "duration/full", "chapter-list", "track-list"}) do
        told[name] = mp.get_property_native(name)
    end
    io.stdout:write("TOLD " .. require("mp.utils").format_json(told) .. "\\n")
    mp.command("quit")
end)
"""


@needed("mpv")
def test_mpv_plays_it(made: Made, tags: Tags, tmp_path: Path) -> None:
    path, timeline = made
    script = tmp_path / "tell.lua"
    script.write_text(MPV_TELLS, "utf-8")
    told = said("mpv", "--no-config", "--vo=null", "--ao=null", f"--script={script}", path)
    (line,) = (line for line in told.splitlines() if line.startswith("TOLD "))
    read = json.loads(line.removeprefix("TOLD "))
    assert read["media-title"] == tags.title
    assert float(read["duration/full"]) == pytest.approx(timeline.length_s, abs=0.08)
    assert [(each["title"], each["time"]) for each in read["chapter-list"]] == starts_s(timeline, 0.03)
    assert [each["albumart"] for each in read["track-list"] if each["type"] == "video"] == [True]


# More chapters than a file can count -----------------------------------------------------------------------


def test_three_hundred_chapters_become_as_many_as_fit(tags: Tags, tmp_path: Path) -> None:
    clips = [tone_clip(tmp_path / f"{at}.pcm", tone(0.02), 0.02, f"第{at}章") for at in range(300)]
    timeline = lay_out(clips)
    read = ID3(master(timeline, Sound(), tags, tmp_path).audio)
    chapters = sorted(read.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert len(chapters) == len(read["CTOC:toc"].child_element_ids) == 255
    assert [one.end_time for one in chapters[:-1]] == [other.start_time for other in chapters[1:]]
    assert chapters[-1].end_time == pytest.approx(timeline.length_s * 1000, abs=1)


def test_the_shortest_chapter_joins_the_one_before_it() -> None:
    chapters = [Chapter("一", 0, 9), Chapter("二", 9, 10), Chapter("三", 10, 30), Chapter("四", 30, 32)]
    assert fitting(chapters, 2) == (Chapter("一", 0, 10), Chapter("三", 10, 32))
    assert fitting(chapters) == tuple(chapters)


def test_the_same_tags_give_the_same_bytes(made: Made, tags: Tags, tmp_path: Path) -> None:
    path, timeline = made
    again = master(timeline, Sound(format=path.suffix[1:]), replace(tags), tmp_path)  # type: ignore[arg-type]
    assert again.audio.read_bytes() == path.read_bytes()
