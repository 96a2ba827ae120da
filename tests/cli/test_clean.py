"""`bobao clean`: explained, by a show's rules, and of a subscription."""

import os
import sys
from pathlib import Path

import pytest

from tests.conftest import Bobao

FEED = """<rss version="2.0"><channel><title>城北新闻</title><link>https://news.example.org/</link>
<item><title>旧桥拆除</title><link>/1</link><pubDate>Sun, 05 May 2024 00:00:00 GMT</pubDate></item>
<item><title>新桥通车</title><link>/2</link><pubDate>Mon, 06 May 2024 00:00:00 GMT</pubDate></item>
<item><title>小心</title><link>file:///etc/passwd</link></item></channel></rss>"""


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


def rules(bobao: Bobao, folder: str = "show", text: str = "drop = ['^馆长周明远']") -> Path:
    path = bobao.folder / folder
    path.mkdir()
    (path / "show.toml").write_text(f"[[clean]]\n{text}\n", "utf-8")
    return path


def test_explain_shows_the_page_as_judged_in_order(bobao: Bobao, story: Path) -> None:
    lines = bobao("clean", story, "--explain").out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "metadata",
        "credit",
        "metadata",
        "metadata",
        "kept",
        "kept",
        "credit",
    ]
    assert lines[4].endswith("…")


def test_a_shows_rules_are_followed_and_named(bobao: Bobao, story: Path) -> None:
    house = rules(bobao)
    assert "馆长" not in bobao("clean", story, "--show", house).out
    explained = bobao("clean", story, "--explain", "--show", house).out.splitlines()
    assert [line.split()[0] for line in explained if "馆长" in line] == ["show"]
    assert "馆长" not in bobao("script", story, "--show", house).out
    assert "馆长" in bobao("clean", story).out


def test_the_show_in_effect_has_its_rules_followed(bobao: Bobao, story: Path) -> None:
    rules(bobao, "bobao-show")
    assert "馆长" not in bobao("clean", story).out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("drop = ['(a']", "clean.0.drop.0 is “(a”; it should be a regular expression"),
        ("drop = ['a|']", "it should not match every line"),
        ("keep = ['(a+)+b']", "it should not repeat a repetition"),
        ("stop_at = 'a'", "clean.0.stop_at is “a”; it should be a list in brackets"),
        ("site = 'https://example.org/'", "it should be a host such as example.com"),
        ("dropp = []", "unknown key “clean.0.dropp”; here may stand: site, drop, keep, stop_at"),
    ],
)
def test_a_rule_that_cannot_be_used_is_one_clear_line(
    bobao: Bobao, story: Path, text: str, said: str
) -> None:
    ran = bobao("clean", story, "--show", rules(bobao, text=text))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err


def test_a_feed_is_listed_newest_first(bobao: Bobao) -> None:
    ran = bobao("clean", "-", stdin=FEED)
    assert ran.out.splitlines() == [
        "2024-05-06 08:00  新桥通车  https://news.example.org/2",
        "2024-05-05 08:00  旧桥拆除  https://news.example.org/1",
    ]
    assert ran.err.startswith("warning: 1 of its entries cannot be used")


def test_a_feed_tells_programs_of_its_entries(bobao: Bobao) -> None:
    feed = bobao("clean", "-", "--json", stdin=FEED).json
    assert (feed["title"], len(feed["entries"]), len(feed["left_out"])) == ("城北新闻", 2, 1)
    assert feed["entries"][0] == {
        "title": "新桥通车",
        "author": "",
        "published": "2024-05-06T00:00:00+00:00",
        "url": "https://news.example.org/2",
        "id": "https://news.example.org/2",
        "whole": False,
    }


def test_a_feed_explains_what_it_cannot_use(bobao: Bobao) -> None:
    assert "小心  (its link is no web address" in bobao("clean", "-", "--explain", stdin=FEED).out


def test_a_feed_cannot_be_built_as_an_article(bobao: Bobao) -> None:
    (bobao.folder / "feed.xml").write_text(FEED, "utf-8")
    ran = bobao("build", "feed.xml", "--engine", "espeak")
    assert (ran.code, ran.out) == (1, "")
    assert "is a subscription, not an article; give the link of one article" in ran.err.splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")
def test_a_terminal_shows_it_in_colour(bobao: Bobao, story: Path) -> None:
    import pty
    import subprocess

    reading, writing = pty.openpty()
    command = [sys.executable, "-m", "bobao", "clean", str(story), "--explain"]
    environment = {**bobao.environment, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    subprocess.run(command, stdout=writing, check=True, env=environment, cwd=bobao.folder)
    shown = os.read(reading, 65_536).decode()
    os.close(reading)
    os.close(writing)
    assert "\x1b[32m" in shown
    assert "2 of 7 lines are kept." in shown
