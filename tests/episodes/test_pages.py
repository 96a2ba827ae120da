"""The show's pages list and play the episodes, ask nobody else for anything, and show every text as text."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from episodes import DesignError, Episode, Show
from episodes.catalog import Span
from episodes.leaves import Leaf
from episodes.pages import Design
from episodes.translations import translation
from tests.episodes.samples import CAPTIONS, COVER, episode, episodes, show
from tests.episodes.test_feed import HOSTILE

INDEX = Leaf("index.html", Span(0, 0, ""))


def index(*of: Episode, leaf: Leaf = INDEX, **settings: Any) -> Any:
    return html.document_fromstring(Design(show(**settings), COVER).index(leaf, of).decode())


def page(one: Episode | None = None, captions: Any = CAPTIONS, of: Show | None = None) -> Any:
    made = Design(of or show(), COVER).episode(one or episode(), captions)
    return html.document_fromstring(made.decode())


# The index -------------------------------------------------------------------------------------------------


def test_each_episode_has_its_title_its_player_and_its_page() -> None:
    made = index(*episodes(3))
    assert made.xpath("//h3/a/text()") == ["第3条新闻", "第2条新闻", "第1条新闻"]
    assert made.xpath("//h3/a/@href")[0] == "episodes/00000003.html"
    assert made.xpath("//audio/@src") == [f"audio/{number}.mp3" for number in (3, 2, 1)]
    assert made.xpath("//audio/@preload") == ["metadata", "none", "none"]
    assert made.xpath("//article/@id") == ["00000003", "00000002", "00000001"]


def test_a_new_show_says_that_there_is_nothing_yet() -> None:
    assert index().find_class("empty")
    assert not index(episode()).find_class("empty")


def test_the_date_is_the_shows_own() -> None:
    (time,) = index(episode(), timezone="America/Los_Angeles").iterfind(".//time")
    assert (time.text, time.get("datetime")) == ("2026-11-19", "2026-11-19T20:01:00-08:00")


def test_pages_of_the_list_lead_to_each_other() -> None:
    made = index(leaf=Leaf("index-2.html", Span(0, 0, ""), older="index-1.html", newer="index.html"))
    assert made.xpath("//nav[@class='pages']//a/@href") == ["index.html", "index-1.html"]
    assert index().xpath("//nav[@class='pages']") == []


def test_apps_find_the_feed() -> None:
    (link,) = index().xpath("//link[@rel='alternate']")
    assert (link.get("type"), link.get("href")) == ("application/rss+xml", "feed.xml")
    assert "https://example.com/feed.xml" in index(base_url="https://example.com").text_content()


def test_links_open_apps_once_others_can_reach_the_feed() -> None:
    public = index(base_url="https://example.com/news/")
    assert public.xpath("//*[@class='apps']//a[1]/@href")[0] == "podcast://example.com/news/feed.xml"
    assert index().xpath("//*[@class='apps']") == []


def test_search_engines_are_kept_out_until_the_show_is_public() -> None:
    for made in (index(), page()):
        assert made.xpath("//meta[@name='robots']/@content") == ["noindex"]
    for made in (index(public=True), page(of=show(public=True))):
        assert made.xpath("//meta[@name='robots']") == []


# An episode ------------------------------------------------------------------------------------------------


def test_chapters_and_lines_are_links_to_their_times() -> None:
    made = page()
    assert made.xpath("//*[@id='chapters']//a/@href") == ["#t=0", "#t=9.5", "#t=80"]
    assert made.xpath("//*[@id='transcript']//a/@href") == ["#t=0.5", "#t=4.5", "#t=9.25"]
    assert made.xpath("//*[@id='transcript']//a/@id") == ["t=0.5", "t=4.5", "t=9.25"]
    assert [len(paragraph) for paragraph in made.xpath("//*[@id='transcript']/p")] == [1, 2]
    assert made.xpath("//*[@id='transcript']/p[@class='title']")[0].text_content() == "海州新图书馆开馆"


def test_the_page_plays_and_gives_the_audio() -> None:
    made = page(episode(texts="public/audio/1-a"))
    assert made.xpath("//audio/@preload") == ["metadata"]
    assert made.xpath("//audio/@src | //a[@download]/@href") == [
        "../audio/1.mp3",
        "../audio/1.mp3",
        "../audio/1-a.vtt",
        "../audio/1-a.srt",
    ]


def test_an_episode_without_texts_has_a_page_too() -> None:
    made = page(captions=())
    assert made.xpath("//*[@id='transcript']") == []
    assert made.xpath("//audio")


def test_its_own_title_notes_and_picture_are_shown() -> None:
    made = page(episode(own_title="新标题", notes="第一行\n\n第二行", image="public/images/1.png"))
    assert made.find(".//h1").text == "新标题"
    assert [line.text for line in made.find_class("notes")[0].iterfind("p")] == ["第一行", "第二行"]
    assert made.xpath("//meta[@property='og:image']/@content") == ["http://localhost:8000/images/1.png"]


def test_a_picture_of_the_sound_is_shown_if_it_lies_beside_the_audio(tmp_path: Path) -> None:
    assert page(of=show(tmp_path)).find_class("waveform") == []
    (tmp_path / "public/audio").mkdir(parents=True)
    (tmp_path / "public/audio/1.svg").write_text("<svg/>", "utf-8")
    (picture,) = page(of=show(tmp_path)).find_class("waveform")
    assert picture.get("src") == "../audio/1.svg"


def test_search_engines_read_what_it_is() -> None:
    (text,) = page().xpath("//script[@type='application/ld+json']/text()")
    told = json.loads(text)
    assert (told["@type"], told["name"], told["duration"]) == (
        "PodcastEpisode",
        "海州新图书馆开馆",
        "PT1M23S",
    )
    assert told["associatedMedia"]["contentUrl"] == "http://localhost:8000/audio/1.mp3"
    assert told["partOfSeries"]["webFeed"] == "http://localhost:8000/feed.xml"


def test_others_show_it_by_open_graph() -> None:
    told = {each.get("property"): each.get("content") for each in page().xpath("//meta[@property]")}
    assert told["og:title"] == "海州新图书馆开馆"
    assert told["og:audio"] == "http://localhost:8000/audio/1.mp3"
    assert told["og:url"] == "http://localhost:8000/episodes/00000001.html"


# Both ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [index(*episodes(2)), page()], ids=["index", "episode"])
def test_nothing_is_fetched_from_anybody_else(made: Any) -> None:
    fetched = made.xpath("//@src | //link[not(@rel='canonical')]/@href")
    assert fetched
    assert not [address for address in fetched if "//" in address or ":" in address]
    assert made.xpath("//iframe | //object | //style | //@style") == []
    for name, asset in Design(show(), COVER).assets.items():
        assert b"url(" not in asset, name
        assert b"@import" not in asset, name
        assert b"http" not in asset, name


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_text_is_shown_as_it_is(text: str) -> None:
    hostile = episode(title=text, author=text, publisher=text, summary=text, notes=text)
    described: dict[str, Any] = {"title": text[:255], "description": text[:1300], "author": text}
    plain = index(episode(summary="甲"), author="甲")
    made = index(hostile, **described)
    assert [element.tag for element in made.iter()] == [element.tag for element in plain.iter()]
    assert made.find(".//h3/a").text == text
    assert made.find(".//h1").text == text[:255].strip()
    plain, made = (
        page(episode(summary="甲", notes="甲"), of=show(author="甲")),
        page(hostile, of=show(**described)),
    )
    assert [element.tag for element in made.iter()] == [element.tag for element in plain.iter()]
    (structured,) = made.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(structured)["name"] == text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", '" onclick="x']
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    made = page(episode(url=url))
    assert made.xpath("//*[contains(@class, 'credit')]//a") == []
    assert made.xpath("//*[@onclick]") == []


def test_the_story_is_linked() -> None:
    assert page().xpath("//*[contains(@class, 'credit')]//a/@href") == ["https://example.com/1"]


@pytest.mark.parametrize(
    ("language", "heading", "said"),
    [("zh-cn", "文稿", "章节"), ("zh-tw", "文稿", "章節"), ("en", "Transcript", "Chapters")],
)
def test_pages_speak_the_shows_language(language: str, heading: str, said: str) -> None:
    made = page(of=show(language=language))
    assert made.get("lang") == language
    assert {heading, said} <= {each.text for each in made.iterfind(".//h2")}


def test_every_language_says_everything() -> None:
    keys = translation("zh-cn").keys()
    assert translation("zh-hk").keys() == translation("en-gb").keys() == keys


# A show's own design ---------------------------------------------------------------------------------------


def put(folder: Path, name: str, text: str) -> None:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / name).write_text(text, "utf-8")


def test_a_show_may_have_its_own_template_and_style(tmp_path: Path) -> None:
    before = Design(show(tmp_path), COVER)
    assert before.stamp
    assert before.assets
    put(tmp_path, "index.html", '{% extends "bobao/index.html" %}{% block title %}我的{% endblock %}')
    put(tmp_path, "style.css", "h1 { color: green; }")
    after = Design(show(tmp_path), COVER)
    assert after.stamp != before.stamp
    assert "<title>我的</title>" in after.index(INDEX, []).decode()
    (style,) = [content for name, content in after.assets.items() if "style" in name]
    assert style.endswith(b"h1 { color: green; }")
    assert after.assets.keys() != before.assets.keys(), "browsers keep a style by its name"


@pytest.mark.parametrize("broken", ["{% if %}", "{{ unknown.thing }}", '{% extends "gone.html" %}'])
def test_a_template_that_fails_is_told_in_one_line(tmp_path: Path, broken: str) -> None:
    put(tmp_path, "index.html", broken)
    with pytest.raises(DesignError, match="a template in "):
        Design(show(tmp_path), COVER).index(INDEX, [])
