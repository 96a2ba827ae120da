"""One article, built once without any network: what is published, and what is said about it."""

import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from mutagen.id3 import ID3

from audio import WAVEFORM, heights_in
from tests.conftest import Bobao, Ran, snapshot, write_story
from tests.tones import silence, tone, wav

from .listening import length_s, longest_silence_s, loudness_lufs

TITLE = "海州新图书馆开馆"
BASE_URL = "http://localhost:8000/"


@dataclass(frozen=True)
class Published:
    """A show with one episode. Tests leave it as it is."""

    bobao: Bobao
    story: Path
    ran: Ran

    @property
    def show(self) -> Path:
        return self.bobao.show

    @property
    def public(self) -> Path:
        return self.show / "public"

    @property
    def episode(self) -> Any:
        return self.ran.json["episodes"][0]

    @property
    def audio(self) -> Path:
        return self.show / str(self.episode["audio"])

    @property
    def feed(self) -> Any:
        return feedparser.parse((self.public / "feed.xml").read_bytes())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("published")
    bobao, story = Bobao(folder), write_story(folder)
    ran = bobao("build", story, "--engine", "espeak", "--json")
    assert ran.code == 0, ran.err
    return Published(bobao, story, ran)


def test_json_tells_what_was_built(published: Published) -> None:
    answer = published.ran.json
    assert list(answer) == ["status", "episodes", "skipped", "failed"]
    assert (answer["status"], answer["skipped"], answer["failed"]) == ("built", [], [])
    (episode,) = answer["episodes"]
    assert (episode["change"], episode["title"]) == ("new", TITLE)
    assert (episode["engine"], episode["fallback"]) == ("espeak", False)
    assert re.fullmatch("[0-9a-f]{8}", episode["id"])
    assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", episode["guid"])
    assert re.fullmatch(r"public/audio/[0-9a-f-]+\.mp3", episode["audio"])
    assert episode["segments"] == episode["synthesized"] > 0 == episode["cached"]


def test_progress_goes_to_standard_error_and_holds_no_warning(published: Published) -> None:
    assert f"Speaking {TITLE}\n" in published.ran.err
    assert published.ran.complaint == ""


def test_audio_decodes_whole_and_is_as_long_as_said(published: Published) -> None:
    assert length_s(published.audio) == pytest.approx(published.episode["duration_s"], abs=0.005)


def test_something_is_heard_from_first_to_last(published: Published) -> None:
    assert longest_silence_s(published.audio) < 1.5


def test_audio_is_as_loud_as_podcasts_are(published: Published) -> None:
    assert loudness_lufs(published.audio) == pytest.approx(-16, abs=0.5)


def test_audio_carries_tags_and_a_cover(published: Published) -> None:
    tags = ID3(published.audio)
    assert tags["TIT2"].text == [TITLE]
    assert tags["TPE1"].text == tags["TALB"].text == ["播报"]
    assert tags["TLAN"].text == ["zho"]
    assert str(tags["TDRC"]) == published.episode["audio"].rpartition("/")[2][:10]
    (cover,) = tags.getall("APIC")
    assert cover.data.startswith(b"\xff\xd8\xff")


def test_audio_carries_chapters_without_gaps(published: Published) -> None:
    chapters = sorted(ID3(published.audio).getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == ["开场", TITLE, "结尾"]
    assert [0, *(chapter.end_time for chapter in chapters)][:-1] == [c.start_time for c in chapters]
    assert chapters[-1].end_time / 1000 == pytest.approx(published.episode["duration_s"], abs=0.001)


def test_audio_says_that_its_voice_is_synthetic(published: Published) -> None:
    label = json.loads(str(ID3(published.audio)["TXXX:AIGC"]))
    assert (label["Label"], label["ContentProducer"]) == ("1", "播报")
    assert label["ProduceID"] == published.episode["guid"]
    transcript = ID3(published.audio)["USLT::zho"].text
    assert "本节目由人工智能语音合成。" in transcript.splitlines()[0]
    assert "共有5600多名读者到馆" in transcript


def test_audio_has_its_picture_beside_it(published: Published) -> None:
    heights = heights_in(published.audio.with_suffix(WAVEFORM).read_text("utf-8"))
    assert len(heights) > 100
    assert max(heights) > 0.9
    assert len({round(height, 1) for height in heights}) > 3


def test_check_finds_an_episode_as_it_should_be(published: Published) -> None:
    ran = published.bobao("check", published.audio)
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^loudness +-1[56]\.\d LUFS  \(target -16\)$", ran.out, re.MULTILINE)
    assert [line.split()[-1] for line in ran.out.splitlines()[-3:]] == ["开场", TITLE, "结尾"]


def test_check_tells_programs_what_is_wrong(published: Published) -> None:
    loud = published.bobao.folder / "loud.wav"
    loud.write_bytes(wav(tone(1.0, 1.0) + silence(4.0) + tone(1.0, 1.0)))
    ran = published.bobao("check", loud, "--json")
    assert (ran.code, ran.json["length_s"], ran.json["chapters"]) == (1, 6.0, [])
    (silent,) = ran.json["silences"]
    assert silent == pytest.approx([1.0, 5.0], abs=0.05)
    told = " ".join(ran.json["complaints"])
    assert all(
        each in told for each in ("LU off the target", "true peak", "nothing is heard for 4.0 s", "cover")
    )


def test_check_refuses_what_is_no_sound(published: Published) -> None:
    ran = published.bobao("check", published.story)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"error: {published.story} holds no sound that can be read; name an MP3 or M4A file\n"


def test_an_episode_is_shown_as_a_strip_with_its_chapters(published: Published) -> None:
    ran = published.bobao("episodes", "show", published.episode["id"], FORCE_COLOR="1")
    strip = next(line for line in ran.out.splitlines() if "▄" in line)
    assert {"\x1b[36m", "\x1b[35m", "\x1b[32m"} <= set(re.findall(r"\x1b\[3\dm", strip))
    plain = published.bobao("episodes", "show", published.episode["id"]).out
    assert "\x1b" not in plain
    assert re.search(rf"^█     0:\d\d  {TITLE}$", plain, re.MULTILINE)
    assert str(published.audio) in plain


def test_an_episode_that_is_not_there_is_not_shown(published: Published) -> None:
    ran = published.bobao("episodes", "show", "00000000")
    assert (ran.code, ran.err) == (2, "error: there is no episode 00000000; see `bobao episodes list`\n")


def test_a_dry_run_prints_the_timeline(published: Published) -> None:
    ran = published.bobao("build", published.story, "--engine", "espeak", "--title", "另题", "--dry-run")
    kinds = re.findall(r"^ +[\d.]+ s +[\d.]+ s  (\w+)", ran.out, re.MULTILINE)
    assert (kinds[0], kinds[-1]) == ("music", "music")
    assert {"bed", "speech"} <= set(kinds)
    assert re.search(r"takes up to \d+ MB of the disk", ran.out)


def test_feed_describes_the_show(published: Published) -> None:
    feed = published.feed
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.language) == ("播报", "zh-cn")
    assert len(feed.entries) == 1


def test_feed_describes_the_episode(published: Published) -> None:
    (entry,) = published.feed.entries
    assert (entry.title, entry.id) == (TITLE, published.episode["guid"])
    assert "海州日报" in entry.description
    assert parsedate_to_datetime(entry.published).utcoffset() is not None
    assert int(entry.itunes_duration) == round(published.episode["duration_s"])
    (enclosure,) = entry.enclosures
    assert (enclosure.type, int(enclosure.length)) == ("audio/mpeg", published.audio.stat().st_size)
    assert published.public / enclosure.href.removeprefix(BASE_URL) == published.audio


def test_all_that_the_feed_names_is_there(published: Published) -> None:
    addresses = re.findall(rf'(?:url|href)="{BASE_URL}([^"#]+)"', (published.public / "feed.xml").read_text())
    assert len(addresses) >= 3  # the feed itself, the cover, the audio
    assert all((published.public / unquote(address)).is_file() for address in addresses)


def test_all_that_the_page_names_is_there(published: Published) -> None:
    page = (published.public / "index.html").read_text("utf-8")
    assert TITLE in page
    names = re.findall(r'(?:src|href)="([^":#]+)"', page)
    assert published.audio.relative_to(published.public).as_posix() in names
    assert all((published.public / unquote(name)).is_file() for name in names)


def test_nothing_unfinished_is_left_behind(published: Published) -> None:
    kinds = {path.suffix for path in published.public.rglob("*") if path.is_file()}
    assert kinds == {".mp3", ".svg", ".jpg", ".xml", ".html", ".css", ".js", ".vtt", ".srt", ".json"}
    assert not (published.show / "work").exists()


def test_the_same_article_again_writes_nothing(published: Published) -> None:
    before = snapshot(published.show)
    again = published.bobao("build", published.story, "--engine", "espeak", "--json")
    assert (again.code, again.json["status"]) == (0, "nothing-new")
    assert again.json["episodes"] == [
        {
            **published.episode,
            "change": "unchanged",
            "synthesized": 0,
            "cached": published.episode["segments"],
        }
    ]
    assert snapshot(published.show) == before


def test_the_show_is_found_from_within_its_folder(published: Published) -> None:
    inside = Bobao(published.show)
    assert inside("episodes", "list").out == published.bobao("episodes", "list").out != ""


def test_episodes_are_listed_for_people(published: Published) -> None:
    listed = published.bobao("episodes", "list")
    assert listed.code == 0
    (line,) = listed.out.splitlines()
    assert re.fullmatch(rf"{published.episode['id']}  \d{{4}}-\d\d-\d\d +0:\d\d  espeak +{TITLE}", line)


def test_episodes_are_listed_for_programs(published: Published) -> None:
    (listed,) = published.bobao.episodes()
    same = ["id", "guid", "title", "audio", "duration_s", "engine", "voice", "fallback"]
    assert {key: listed[key] for key in same} == {key: published.episode[key] for key in same}
    assert listed["bytes"] == published.audio.stat().st_size
    assert listed["publisher"] == "海州日报"


def test_the_summary_names_every_file_in_full(published: Published) -> None:
    summary = published.bobao("build", published.story, "--engine", "espeak").out
    for path in (published.audio, published.public / "feed.xml", published.public / "index.html"):
        assert str(path) in summary.split()
