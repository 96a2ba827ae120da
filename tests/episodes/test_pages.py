"""The show's page lists the episodes, asks nobody else for anything, and shows every text as text."""

from typing import Any

import pytest
from lxml import html

from episodes.pages import render_index
from tests.episodes.samples import COVER, episode, episodes, show
from tests.episodes.test_feed import HOSTILE


def page(*of: Any, **settings: Any) -> Any:
    return html.document_fromstring(render_index(show(**settings), of, COVER).decode())


def test_each_episode_has_its_title_its_player_and_its_chapters() -> None:
    made = page(*episodes(3))
    assert [heading.text for heading in made.iterfind(".//h2")] == ["第3条新闻", "第2条新闻", "第1条新闻"]
    assert [audio.get("src") for audio in made.iterfind(".//audio")] == [f"audio/{n}.mp3" for n in (3, 2, 1)]
    assert [item.text_content() for item in made.findall(".//article")[0].iterfind(".//li")] == [
        "00:00:00开场",
        "00:00:09海州新图书馆开馆",
        "00:01:20结尾",
    ]
    assert [article.get("id") for article in made.iterfind(".//article")] == [
        "00000003",
        "00000002",
        "00000001",
    ]


def test_a_new_show_says_that_there_is_nothing_yet() -> None:
    assert page().find_class("empty")
    assert not page(episode()).find_class("empty")


def test_the_date_is_the_shows_own() -> None:
    (time,) = page(episode(), timezone="America/Los_Angeles").iterfind(".//time")
    assert (time.text, time.get("datetime")) == ("2026-11-19", "2026-11-19T20:01:00-08:00")


def test_apps_find_the_feed() -> None:
    (link,) = page().xpath("//link[@rel='alternate']")
    assert (link.get("type"), link.get("href")) == ("application/rss+xml", "feed.xml")
    assert "https://example.com/feed.xml" in page(base_url="https://example.com").text_content()


def test_search_engines_are_kept_out_until_the_show_is_public() -> None:
    assert page().xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page(public=True).xpath("//meta[@name='robots']") == []


def test_nothing_is_fetched_from_anybody_else() -> None:
    made = page(*episodes(2))
    fetched = made.xpath("//@src | //link/@href")
    assert fetched
    assert not [address for address in fetched if "//" in address or ":" in address]
    styles = "".join(made.xpath("//style/text()"))
    assert "url(" not in styles
    assert "@import" not in styles
    assert made.xpath("//script | //iframe | //object") == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_text_is_shown_as_it_is(text: str) -> None:
    plain = page(episode())
    made = page(episode(title=text, author=text, publisher=text), title=text[:255], description=text[:1300])
    assert [element.tag for element in made.iter()] == [element.tag for element in plain.iter()]
    assert made.find(".//h2").text == text
    assert made.find(".//h1").text == text[:255].strip()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", '" onclick="x']
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    made = page(episode(url=url))
    assert {link.get("href") for link in made.iterfind(".//a")} == {"feed.xml"}
    assert made.xpath("//*[@onclick]") == []


def test_the_story_is_linked() -> None:
    assert page(episode()).xpath("//a[@rel]/@href") == ["https://example.com/1"]
