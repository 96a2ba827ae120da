"""The feed holds what podcast apps require, and reads back as what the catalog holds."""

import io
from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from episodes.addresses import Standing, feed_guid
from episodes.catalog import Span
from episodes.feed_rules import feed_problems
from episodes.leaves import Leaf
from episodes.settings import CATEGORIES
from tests.episodes.samples import COVER, episode, episodes, feed, show
from tests.properties import brief

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
HOSTILE = {
    "markup": "<script>alert(1)</script> & ]]> <!-- -->",
    "quotes": "“他说”'\"`",
    "emoji": "👩‍👩‍👧 𠮷野家 🇨🇳",
    "direction": "\u202eشعار\u202c \u200f",
    "long": "长" * 4000,
    "entity": "&lt;b&gt; &nbsp; %20",
}


def channel(*of: Any, **options: Any) -> Any:
    """The channel of a show's feed, parsed."""
    return etree.fromstring(feed(show(**options), of)).find("channel")


def texts(element: Any, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NAMESPACES)]


def value(element: Any, path: str, attribute: str = "") -> str:
    """The one text, or attribute, at a path."""
    (only,) = element.findall(path, NAMESPACES)
    return str(only.get(attribute) if attribute else only.text)


# The channel -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 5, 1000])
def test_the_channel_has_all_that_apps_require(count: int) -> None:
    document = feed(show(base_url="https://example.com/news/"), episodes(count))
    assert document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    rss = etree.fromstring(document)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    assert NAMESPACES.items() <= rss.nsmap.items()
    (made,) = rss.findall("channel")
    assert value(made, "title") == "播报"
    assert 0 < len(value(made, "description").encode()) <= 4000
    assert value(made, "link") == "https://example.com/news/"
    assert value(made, "language") == "zh-cn"
    assert value(made, "atom:link[@rel='self']", "href") == "https://example.com/news/feed.xml"
    assert value(made, "itunes:image", "href") == f"https://example.com/news/{COVER}"
    assert value(made, "itunes:explicit") == "false"
    assert value(made, "itunes:category", "text") in CATEGORIES
    assert value(made, "podcast:txt[@purpose='ai-content']") == "true"
    assert len(made.findall("item")) == count


def test_an_explicit_show_says_so_everywhere() -> None:
    made = channel(episode(), explicit=True)
    assert texts(made, ".//itunes:explicit") == ["true", "true"]


def test_without_an_author_the_show_is_its_own() -> None:
    assert value(channel(), "itunes:author") == "播报"
    assert value(channel(author="林一舟"), "itunes:author") == "林一舟"


def test_an_owner_needs_an_e_mail_address() -> None:
    assert channel().findall("itunes:owner", NAMESPACES) == []
    assert channel().find("podcast:locked", NAMESPACES).attrib == {}
    made = channel(email="a@example.com")
    assert (value(made, "podcast:locked"), value(made, "podcast:locked", "owner")) == ("yes", "a@example.com")
    assert value(made, "itunes:owner/itunes:email") == "a@example.com"


def test_directories_are_asked_not_to_list_a_show_until_it_is_public() -> None:
    assert value(channel(), "itunes:block") == "Yes"
    assert channel(public=True).find("itunes:block", NAMESPACES) is None


# Its items -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 5, 1000])
def test_every_item_has_all_that_apps_require(count: int) -> None:
    items = channel(*episodes(count)).findall("item")
    for item in items:
        assert value(item, "title")
        assert value(item, "enclosure", "type") == "audio/mpeg"
        assert value(item, "enclosure", "length") == "123456"
        assert value(item, "guid", "isPermaLink") == "false"
        assert parsedate_to_datetime(value(item, "pubDate")).utcoffset() is not None
        assert value(item, "itunes:duration") == "83"
        assert value(item, "description")
    assert len({value(item, "guid") for item in items}) == count
    assert len({value(item, "enclosure", "url") for item in items}) == count


def test_items_stay_newest_first_and_tell_the_time_where_the_show_is() -> None:
    dates = texts(channel(*episodes(3)), "item/pubDate")
    assert dates[0] == "Fri, 20 Nov 2026 12:03:00 +0800"
    assert dates == sorted(dates, key=parsedate_to_datetime, reverse=True)


@pytest.mark.parametrize(
    ("base_url", "start"),
    [
        ("https://example.com/播客/新闻", "https://example.com/%E6%92%AD%E5%AE%A2/%E6%96%B0%E9%97%BB/"),
        ("https://example.com/%E6%92%AD/", "https://example.com/%E6%92%AD/"),
        ("https://example.com/a b/", "https://example.com/a%20b/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("", "http://localhost:8000/"),
    ],
)
def test_every_address_is_ascii(base_url: str, start: str) -> None:
    made = channel(episode(audio="public/audio/新闻 #1?.mp3"), base_url=base_url)
    assert value(made, "item/enclosure", "url") == start + "audio/%E6%96%B0%E9%97%BB%20%231%3F.mp3"
    for element, attribute in [("atom:link", "href"), ("itunes:image", "href"), ("item/enclosure", "url")]:
        address = value(made, element, attribute)
        assert address.isascii()
        assert urlsplit(address).netloc


def test_an_item_links_to_its_page() -> None:
    assert value(channel(episode()), "item/link") == "http://localhost:8000/episodes/00000001.html"


def test_an_item_has_its_transcripts_its_chapters_and_its_picture() -> None:
    made = channel(episode(texts="public/audio/a-1", image="public/images/1.png"))
    transcripts = made.findall("item/podcast:transcript", NAMESPACES)
    assert [(each.get("url").rpartition("/")[2], each.get("type")) for each in transcripts] == [
        ("a-1.vtt", "text/vtt"),
        ("a-1.srt", "application/x-subrip"),
        ("a-1.json", "application/json"),
    ]
    assert {each.get("language") for each in transcripts} == {"zh-cn"}
    assert value(made, "item/podcast:chapters", "type") == "application/json+chapters"
    assert value(made, "item/itunes:image", "href") == "http://localhost:8000/images/1.png"
    assert value(channel(episode()), "item/itunes:image", "href").endswith(COVER)
    assert channel(episode()).find("item/podcast:chapters", NAMESPACES) is None


def test_an_episode_is_called_what_its_owner_calls_it() -> None:
    assert value(channel(episode(own_title="新标题")), "item/title") == "新标题"


# What it has become known by -------------------------------------------------------------------------------


def test_a_guid_comes_from_the_address_without_scheme_and_slashes() -> None:
    # The example of the podcast namespace's own page.
    assert feed_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert feed_guid("http://podnews.net/rss/") == feed_guid("https://podnews.net/rss")


def test_guid_and_new_address_are_told_once_there_are_any() -> None:
    known = etree.fromstring(feed(show(), [], standing=Standing("a-guid", moved=True))).find("channel")
    assert value(known, "podcast:guid") == "a-guid"
    assert value(known, "itunes:new-feed-url") == "http://localhost:8000/feed.xml"
    assert channel().find("podcast:guid", NAMESPACES) is None
    assert channel().find("itunes:new-feed-url", NAMESPACES) is None


# Its pages -------------------------------------------------------------------------------------------------


def links(document: bytes) -> dict[str, str]:
    found = etree.fromstring(document).find("channel").findall("atom:link", NAMESPACES)
    return {each.get("rel"): each.get("href").rpartition("/")[2] for each in found}


def test_pages_lead_to_older_ones_and_never_to_one_that_is_not_there_yet() -> None:
    newest = Leaf("feed.xml", Span(600, 300, ""), older="feed-2.xml")
    middle = Leaf("feed-2.xml", Span(300, 300, ""), older="feed-1.xml", newer="feed.xml")
    oldest = Leaf("feed-1.xml", Span(0, 300, ""), newer="feed-2.xml")
    assert links(feed(show(), [], newest)) == {
        "self": "feed.xml",
        "first": "feed.xml",
        "next": "feed-2.xml",
        "prev-archive": "feed-2.xml",
    }
    assert links(feed(show(), [], middle)) == {
        "self": "feed-2.xml",
        "first": "feed.xml",
        "current": "feed.xml",
        "next": "feed-1.xml",
        "prev-archive": "feed-1.xml",
    }
    assert links(feed(show(), [], oldest)) == {
        "self": "feed-1.xml",
        "first": "feed.xml",
        "current": "feed.xml",
    }
    for page, archived in ((newest, 0), (middle, 1), (oldest, 1)):
        assert feed(show(), [], page).count(b"<fh:archive>") == archived


# Hostile titles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_title_arrives_as_it_is(text: str) -> None:
    made = channel(episode(title=text, author=text, publisher=text), title=text[:255])
    assert (value(made, "title"), value(made, "item/title")) == (text[:255].strip(), text)
    notes = value(made, "item/description")
    assert text in notes or (notes.endswith("…") and len(notes.encode()) <= 4000)
    document = feed(show(title=text[:255]), [episode(title=text, own_title=text, notes=text)])
    assert [problem for problem in feed_problems(document, "feed.xml") if problem.must] == []


def test_what_xml_forbids_is_left_out() -> None:
    forbidden = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
    assert value(channel(episode(title=f"新{forbidden}馆")), "item/title") == "新馆"


@brief
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_text_gives_a_well_formed_feed(title: str, url: str) -> None:
    made = channel(episode(title=title, publisher=title, url=url))
    assert len(made.findall("item")) == 1


# What a client reads ---------------------------------------------------------------------------------------


def test_a_feed_reader_finds_what_the_catalog_holds() -> None:
    kept = episodes(5)
    read = feedparser.parse(io.BytesIO(feed(show(base_url="https://example.com/"), kept)))
    assert not read.bozo
    assert read.feed.title == "播报"
    assert read.feed.image.href == f"https://example.com/{COVER}"
    for entry, one in zip(read.entries, kept, strict=True):
        made = one.recording
        assert (entry.title, entry.id, entry.link) == (
            made.title,
            one.guid,
            f"https://example.com/episodes/{one.id}.html",
        )
        assert datetime.fromtimestamp(timegm(entry.published_parsed), UTC) == one.published_at
        (enclosure,) = entry.enclosures
        assert enclosure.href == "https://example.com/" + made.audio.removeprefix("public/")
        assert int(enclosure.length) == made.bytes


def test_the_same_episodes_give_the_same_bytes() -> None:
    assert feed(show(), episodes(3)) == feed(show(), iter(episodes(3)))


def test_a_podcast_client_finds_what_the_catalog_holds() -> None:
    kept = episodes(5)
    document = feed(show(base_url="https://example.com/"), kept)
    read = podcastparser.parse("https://example.com/feed.xml", io.BytesIO(document))
    assert (read["title"], read["language"]) == ("播报", "zh-cn")
    assert read["cover_url"] == f"https://example.com/{COVER}"
    for entry, one in zip(read["episodes"], kept, strict=True):
        made = one.recording
        assert (entry["title"], entry["guid"], entry["total_time"]) == (made.title, one.guid, 83)
        assert entry["published"] == int(one.published_at.timestamp())
        (enclosure,) = entry["enclosures"]
        assert enclosure["url"] == "https://example.com/" + made.audio.removeprefix("public/")
        assert (enclosure["file_size"], enclosure["mime_type"]) == (made.bytes, "audio/mpeg")
        assert "00:00:09 海州新图书馆开馆" in entry["description"]


@pytest.mark.parametrize("count", [0, 1, 5, 1000])
def test_every_row_of_what_apps_require_holds(count: int) -> None:
    shown = [episode(number, texts=f"public/audio/{number}-a") for number in range(count, 0, -1)]
    whole = show(base_url="https://example.com/", email="a@example.com", author="林一舟", public=True)
    assert feed_problems(feed(whole, shown, standing=Standing("a-guid")), "feed.xml") == ()
