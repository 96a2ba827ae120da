"""Notes name the source, and list chapters as Apple reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import Chapter
from episodes.notes import clock, show_notes, story_link
from tests.episodes.samples import recording
from tests.properties import steady


def test_notes_are_the_credit_and_then_the_chapters() -> None:
    assert show_notes(recording()).splitlines() == [
        "来源：海州日报",
        "作者：林一舟",
        "原文：https://example.com/1",
        "00:00:00 开场",
        "00:00:09 海州新图书馆开馆",
        "00:01:20 结尾",
    ]


def test_what_is_not_known_is_not_named() -> None:
    notes = show_notes(recording(publisher="", url=""))
    assert notes.splitlines()[0] == "作者：林一舟"
    assert "来源" not in notes
    assert "原文" not in notes


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "example.com"]
)
def test_only_an_address_of_the_web_is_a_link(url: str) -> None:
    assert story_link(recording(url=url)) == ""
    assert "原文" not in show_notes(recording(url=url))


def test_fewer_than_three_chapters_are_none_to_apple() -> None:
    two = (Chapter("开场", 0, 9), Chapter("结尾", 9, 18))
    assert "00:00" not in show_notes(recording(chapters=two))


def test_notes_are_never_empty() -> None:
    assert show_notes(recording(publisher="", author="", url="", chapters=())) == "海州新图书馆开馆"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "00:00:00"), (59.999, "00:00:59"), (187, "00:03:07"), (36_000, "10:00:00")]
)
def test_a_time_is_hours_minutes_and_whole_seconds(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@steady
@given(st.lists(st.floats(0, 20_000), min_size=3, unique=True).map(sorted))
def test_times_in_the_notes_never_run_backwards(starts_s: list[float]) -> None:
    chapters = tuple(Chapter("章", start_s, start_s + 1) for start_s in starts_s)
    listed = show_notes(recording(publisher="", author="", url="", chapters=chapters)).splitlines()
    assert listed == sorted(listed)
