"""The commands beside `build`, as a person or a script types them."""

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from episodes.settings import TEMPLATE
from tests.conftest import STORY, Bobao, snapshot
from tests.servers.edge import VOICES, EdgeServer

from .listening import length_s, longest_silence_s

BODY = STORY.split("\n\n")[2:4]


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


def test_new_makes_a_show_that_explains_itself(bobao: Bobao) -> None:
    ran = bobao("new", "news")
    assert (ran.code, ran.err) == (0, "")
    assert list(snapshot(bobao.folder)) == ["news/show.toml"]
    assert (bobao.folder / "news" / "show.toml").read_text("utf-8") == TEMPLATE.read_text("utf-8")


def test_new_gives_the_show_its_title(bobao: Bobao) -> None:
    assert bobao("new", "news", "--title", '说"新闻"\\').code == 0
    assert '说"新闻"\\' in bobao("doctor", "--show", "news").out


def test_new_never_overwrites_a_show(bobao: Bobao) -> None:
    bobao("new", "news")
    before = snapshot(bobao.folder)
    ran = bobao("new", "news", "--title", "新的")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "there is a show" in ran.err
    assert snapshot(bobao.folder) == before


def test_clean_prints_a_paragraph_a_line(bobao: Bobao, story: Path) -> None:
    ran = bobao("clean", story)
    assert (ran.code, ran.out.splitlines(), ran.err) == (0, BODY, "")


def test_clean_reads_standard_input(bobao: Bobao) -> None:
    assert bobao("clean", "-", stdin=STORY.encode("gb18030")).out.splitlines() == BODY


def test_clean_refuses_what_holds_no_story(bobao: Bobao) -> None:
    ran = bobao("clean", "gone.txt")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: gone.txt: no such file")


def test_clean_tells_programs_all_that_it_found(bobao: Bobao, story: Path) -> None:
    assert bobao("clean", story, "--json").json == {
        "title": "海州新图书馆开馆",
        "author": "林一舟",
        "publisher": "海州日报",
        "published": "2026-11-20T09:30:00+08:00",
        "url": "",
        "body": BODY,
    }


def test_clean_explains_what_it_dropped(bobao: Bobao, story: Path) -> None:
    lines = bobao("clean", story, "--explain").out.splitlines()
    assert any(re.fullmatch(r"\S+ +责任编辑：陈晓", line) for line in lines)
    assert not any(paragraph in line for line in lines for paragraph in BODY)


@pytest.mark.parametrize(
    "text", ["有5600人", "有5600人\n", "\n\n有5600人", "3.2万\r\n\r\n", "", "第1\x0b第2\u2028第3\n"]
)
def test_spoken_answers_each_line_with_one(bobao: Bobao, text: str) -> None:
    ran = bobao("spoken", stdin=text)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n") == text.count("\n") + (not text.endswith("\n") and text != "")
    assert [bool(line.strip()) for line in ran.out.split("\n")[:-1]] == [
        bool(line.strip()) for line in re.split("\n(?!$)", text) if text
    ]


def test_spoken_says_the_shows_words(bobao: Bobao) -> None:
    bobao.make_show('[words]\n"GPT-4o" = "GPT 四 O"\n')
    assert bobao("spoken", stdin="GPT-4o有3个").out == "GPT 四 O有三个\n"


def test_script_tells_programs_what_is_said_in_order(bobao: Bobao, story: Path) -> None:
    script = bobao("script", story, "--json").json
    assert (script["title"], script["publisher"]) == ("海州新图书馆开馆", "海州日报")
    segments = script["segments"]
    assert all({"text", "spoken", "voice", "pause_s"} <= segment.keys() for segment in segments)
    written = "".join(segment["text"] for segment in segments)
    assert written.startswith("欢迎收听播报。")
    assert "".join(BODY) in written
    assert "五千六百多名" in "".join(segment["spoken"] for segment in segments)


def test_script_prints_what_it_would_write(bobao: Bobao, story: Path) -> None:
    printed = bobao("script", story)
    written = bobao("script", story, "-o", "story.script")
    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert (bobao.folder / "story.script").read_text("utf-8").rstrip() == printed.out.rstrip()
    assert bobao("script", "story.script").out == printed.out


def test_script_shows_what_is_said_otherwise_than_written(bobao: Bobao, story: Path) -> None:
    lines = bobao("script", story, "--diff").out.splitlines()
    assert f"- {BODY[1]}" in lines
    assert f"+ {BODY[1].replace('5600', '五千六百')}" in lines


def test_reading_a_story_makes_no_show(bobao: Bobao, story: Path) -> None:
    before = snapshot(bobao.folder)
    for command in (("clean", story), ("script", story), ("spoken",), ("voices",)):
        assert bobao(*command).code == 0
    assert snapshot(bobao.folder) == before


def test_say_writes_a_phrase(bobao: Bobao) -> None:
    ran = bobao("say", "共有5600人", "--engine", "espeak", "-o", "phrase.mp3")
    assert (ran.code, ran.out, ran.err) == (0, "共有五千六百人\n", "")
    phrase = bobao.folder / "phrase.mp3"
    assert 0.5 < length_s(phrase) < 5
    assert longest_silence_s(phrase) < 0.5


def test_say_never_has_another_engine_speak(bobao: Bobao) -> None:
    ran = bobao("say", "你好", "-o", "phrase.mp3")
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be reached" in ran.err
    assert not (bobao.folder / "phrase.mp3").exists()


def test_voices_are_listed_by_engine(bobao: Bobao) -> None:
    ran = bobao("voices")
    assert ran.code == 0
    engines = [line.split()[0] for line in ran.out.splitlines()]
    assert set(engines) == {"edge", "espeak", "silent"}
    assert all(line.startswith("espeak") for line in bobao("voices", "--engine", "espeak").out.splitlines())


def test_voices_are_those_that_the_service_has(bobao: Bobao, edge: EdgeServer) -> None:
    listed = bobao("voices", "--engine", "edge", "--json", BOBAO_EDGE_URL=edge.url).json["voices"]
    assert {voice["name"] for voice in listed} == {name for name in VOICES if name[:5] in {"zh-CN", "zh-TW"}}
    assert set(listed[0]) == {"engine", "name", "locale", "gender", "character"}


def test_voices_can_be_chosen_by_locale(bobao: Bobao) -> None:
    listed = bobao("voices", "--locale", "zh-TW", "--json").json["voices"]
    assert listed
    assert {voice["locale"] for voice in listed} == {"zh-TW"}
    assert bobao("voices", "--locale", "zh-tw", "--json").json["voices"] == listed
    nobody = bobao("voices", "--locale", "zh-HK")
    assert (nobody.code, nobody.out) == (0, "")
    assert nobody.err.startswith(
        "warning: no voice speaks zh-HK; there are voices for: zh-CN, zh-CN-liaoning"
    )


def test_doctor_finds_all_that_is_needed(bobao: Bobao) -> None:
    ran = bobao("doctor")
    assert ran.code == 0
    marks = [tuple(line.split()[:2]) for line in ran.out.splitlines()]
    needed = ["python", "ffmpeg", "espeak", "show", "disk"]
    assert sorted(marks) == sorted([("warn", "edge"), *(("ok", subject) for subject in needed)])


def test_doctor_finds_a_broken_ffmpeg(bobao: Bobao) -> None:
    ran = bobao("doctor", BOBAO_FFMPEG=sys.executable)
    assert ran.code == 1
    assert re.search(r"^FAIL +ffmpeg .* set BOBAO_FFMPEG ", ran.out, re.MULTILINE)


def test_doctor_finds_a_broken_show_toml(bobao: Bobao) -> None:
    bobao.make_show("title = 3")
    ran = bobao("doctor")
    assert ran.code == 1
    assert re.search(r"^FAIL +show .*title is 3", ran.out, re.MULTILINE)


def test_a_show_without_episodes_lists_none_and_stays_as_it_is(bobao: Bobao) -> None:
    bobao.make_show("")
    before = snapshot(bobao.show)
    assert bobao("episodes", "list").out == ""
    assert bobao.episodes() == []
    assert snapshot(bobao.show) == before


def test_version(bobao: Bobao) -> None:
    assert bobao("--version").out == f"bobao {version('bobao')}\n"


def test_alone_it_says_what_it_can_do(bobao: Bobao) -> None:
    ran = bobao()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == bobao("--help").out
    assert "Start with: bobao build" in ran.out
