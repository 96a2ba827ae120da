"""Notes name the source, and list chapters as Apple reads them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import Chapter
from episodes.notes import clock, html_notes, show_notes, story_link
from tests.episodes.samples import episode, show
from tests.properties import steady


def notes(**changes: Any) -> str:
    return show_notes(show(), episode(**changes))


def test_notes_are_the_credit_and_then_the_chapters() -> None:
    assert notes().splitlines() == [
        "来源：海州日报",
        "作者：林一舟",
        "原文：https://example.com/1",
        "",
        "00:00:00 开场",
        "00:00:09 海州新图书馆开馆",
        "00:01:20 结尾",
    ]


def test_what_is_not_known_is_not_named() -> None:
    said = notes(publisher="", url="")
    assert said.splitlines()[0] == "作者：林一舟"
    assert "来源" not in said
    assert "原文" not in said


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "example.com"]
)
def test_only_an_address_of_the_web_is_a_link(url: str) -> None:
    assert story_link(episode(url=url)) == ""
    assert "原文" not in notes(url=url)


def test_fewer_than_three_chapters_are_none_to_apple() -> None:
    two = (Chapter("开场", 0, 9), Chapter("结尾", 9, 18))
    assert "00:00" not in notes(chapters=two)


def test_notes_are_never_empty() -> None:
    assert notes(publisher="", author="", url="", chapters=()) == "海州新图书馆开馆"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "00:00:00"), (59.999, "00:00:59"), (187, "00:03:07"), (36_000, "10:00:00")]
)
def test_a_time_is_hours_minutes_and_whole_seconds(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@steady
@given(st.lists(st.floats(0, 20_000), min_size=3, unique=True).map(sorted))
def test_times_in_the_notes_never_run_backwards(starts_s: list[float]) -> None:
    chapters = tuple(Chapter("章", start_s, start_s + 1) for start_s in starts_s)
    listed = notes(publisher="", author="", url="", chapters=chapters).splitlines()
    assert listed == sorted(listed)


def test_the_owner_has_the_first_word_and_the_story_the_second() -> None:
    said = notes(notes="编者按。", summary="新馆藏书120万册。")
    assert said.startswith("编者按。\n\n新馆藏书120万册。\n\n来源：")


def test_notes_speak_the_shows_language() -> None:
    assert "Source: 海州日报" in show_notes(show(language="en"), episode())
    assert "閱讀原文" in html_notes(show(language="zh-tw"), episode())


def test_notes_are_no_longer_than_apple_reads() -> None:
    chapters = tuple(Chapter("很长的章节标题" * 5, at, at + 1) for at in range(200))
    assert 3900 < len(notes(chapters=chapters).encode()) <= 4000


def test_html_links_the_story_and_the_episodes_page_and_shows_every_text_as_text() -> None:
    hostile = "<script>alert(1)</script>"
    made = html_notes(show(), episode(notes=hostile, publisher=hostile, summary="甲\n乙"))
    assert "<script" not in made
    assert made.count("&lt;script&gt;") == 2
    assert '<a href="https://example.com/1">阅读原文</a>' in made
    assert '<a href="http://localhost:8000/episodes/00000001.html">完整文稿</a>' in made
    assert "<p>甲<br>乙</p>" in made
    assert html_notes(show(), episode(url="javascript:alert(1)")).count("href") == 1
