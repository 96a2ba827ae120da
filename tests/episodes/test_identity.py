"""A story is known for ever by its link, else by who told it when, else by what it says."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.identity import canonical, identify, much_the_same
from scripts import Article, Paragraph, Script, Segment
from tests.properties import steady

LINK = "https://news.example.com/2026/11/20/a1.html"
STORY = Article(
    "新馆开馆",
    (Paragraph("海州市新图书馆今天正式开馆。"), Paragraph("新馆藏书一百二十万册。")),
    publisher="海州日报",
    published=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    url=LINK,
)


@pytest.mark.parametrize(
    "shared",
    [
        LINK,
        LINK.replace("https", "http"),
        LINK.replace("https://", "https://www."),
        LINK.replace("news.example.com", "NEWS.Example.com"),
        LINK + "?utm_source=wechat&utm_medium=social",
        LINK + "?from=timeline&isappinstalled=0&spm=1.2.3",
        LINK + "?share_token=abc",
        LINK + "#comments",
        LINK + "/",
        f"  {LINK}\n",
    ],
)
def test_two_shares_of_one_page_are_one_link(shared: str) -> None:
    assert canonical(shared) == canonical(LINK)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/view?id=1", "https://example.com/view?id=2"),
        ("https://example.com/view?1", "https://example.com/view?2"),
        ("https://example.com/#/news/1", "https://example.com/#/news/2"),
        ("https://example.com/#!1", "https://example.com/#!2"),
        ("https://example.com/A", "https://example.com/a"),
        ("https://example.com:8080/a", "https://example.com/a"),
        ("https://a.example.com/1", "https://b.example.com/1"),
    ],
)
def test_links_of_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_order_of_a_querys_parts_does_not_matter() -> None:
    assert canonical("https://example.com/?a=1&b=2") == canonical("https://example.com/?b=2&a=1")


@steady
@given(st.text() | st.from_regex(r"https?://[\[\]a-z:0-9@]+/\S*", fullmatch=True))
def test_any_link_has_a_canonical_form(link: str) -> None:
    assert isinstance(canonical(link), str)


def test_the_link_is_stronger_than_the_facts_and_those_than_the_content() -> None:
    names = identify(STORY, None).names
    assert [name.partition(":")[0] for name in names] == ["link", "story", "content"]
    assert [name.partition(":")[0] for name in identify(replace(STORY, url=""), None).names] == [
        "story",
        "content",
    ]
    bare = Article(STORY.title, STORY.body)
    assert [name.partition(":")[0] for name in identify(bare, None).names] == ["content"]


def test_the_guid_is_the_same_on_every_machine_and_holds_no_address() -> None:
    guid = identify(STORY, Path("/somewhere/a.txt")).guid
    assert guid == identify(replace(STORY, title="改了标题"), None).guid
    assert guid.startswith("urn:uuid:")
    assert "example" not in guid


def test_an_article_and_its_script_are_one_story() -> None:
    script = Script(
        STORY.title, (Segment("欢迎。", "欢迎。", 0.5),), "", STORY.publisher, STORY.published, STORY.url
    )
    assert identify(script, None).guid == identify(STORY, None).guid


def test_a_file_is_known_by_its_path() -> None:
    assert identify(STORY, Path("/somewhere/a.txt")).path == f"path:{Path('/somewhere/a.txt')}"
    assert identify(STORY, None).path == ""


BODY = "\n".join(paragraph.text for paragraph in STORY.body)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BODY, True),
        (BODY.replace("一百二十万", "一百三十万"), True),
        (BODY.replace("。", "！").replace("\n", " "), True),
        (BODY + "开馆首日来了五千人。", True),
        ("今天海州下了一场大雪，市区多条道路临时封闭，请市民注意出行安全。", False),
    ],
)
def test_a_corrected_text_is_much_the_same_and_another_is_not(other: str, same: bool) -> None:  # noqa: FBT001 - a column
    assert much_the_same(BODY, other) is same


@steady
@given(st.text(), st.text())
def test_being_much_the_same_goes_both_ways(one: str, other: str) -> None:
    assert much_the_same(one, one)
    assert much_the_same(one, other) == much_the_same(other, one)
