"""The feed: an RSS document that is a pure function of the show and its catalog.

Follows RSS 2.0, Apple's requirements for podcasts, the Podcasting 2.0 namespace, and RFC 5005 for its pages.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any, BinaryIO

from lxml import etree

from .addresses import FEED, Standing, address, hosted, page_of
from .episode import Episode
from .leaves import Leaf
from .media_types import media_type
from .notes import html_notes, show_notes
from .show import Show
from .transcripts import CHAPTERS, FORMATS
from .translations import translation

STYLE = "assets/feed.css"
"""What makes a browser show a page instead of the bare document."""

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

"""As Apple names them."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What every page of the feed says of the show.

    Attributes:
        show: what the podcast is.
        cover: the cover's path from public/.
        standing: what the show has become known by.
    """

    show: Show
    cover: str
    standing: Standing


def write_feed(out: BinaryIO, masthead: Masthead, leaf: Leaf, episodes: Iterable[Episode]) -> None:
    """Write one page of the feed, an episode at a time.

    Args:
        out: where to.
        masthead: what it says of the show.
        leaf: which page it is.
        episodes: newest first.
    """
    show, cover = masthead.show, masthead.cover
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        xml.write(etree.PI("xml-stylesheet", f'type="text/css" href="{STYLE}"'))
        with xml.element("rss", {"version": "2.0"}, nsmap=_NAMESPACES), _element(xml, "channel"):
            _write_links(xml, show, leaf)
            _write_channel(xml, show, cover)
            _write_standing(xml, show, masthead.standing)
            for episode in episodes:
                with _element(xml, "item"):
                    _write_item(xml, show, episode, cover)
                    _write_texts(xml, show, episode)
    out.write(b"\n")


def _write_links(xml: Any, show: Show, leaf: Leaf) -> None:
    """Nothing here that changes once the page is full: no link to a page that is not there yet."""
    _write_link(xml, "self", address(show, leaf.name))
    if leaf.name != FEED:
        _write(xml, "fh:archive")
        _write_link(xml, "current", address(show, FEED))
    if leaf.older or leaf.name != FEED:
        _write_link(xml, "first", address(show, FEED))
    if leaf.older:
        _write_link(xml, "next", address(show, leaf.older))
        _write_link(xml, "prev-archive", address(show, leaf.older))


def _write_channel(xml: Any, show: Show, cover: str) -> None:
    settings = show.settings
    _write(xml, "title", settings.title)
    _write(xml, "link", show.base_url)
    _write(xml, "description", settings.description)
    _write(xml, "language", settings.language)
    _write(xml, "generator", "bobao")
    with _element(xml, "image"):
        _write(xml, "url", address(show, cover))
        _write(xml, "title", settings.title)
        _write(xml, "link", show.base_url)
    _write(xml, "itunes:image", href=address(show, cover))
    _write(xml, "itunes:category", text=settings.category)
    _write(xml, "itunes:explicit", _yes(settings.explicit))
    _write(xml, "itunes:type", "episodic")
    _write(xml, "podcast:medium", "podcast")
    _write(xml, "podcast:txt", "true", purpose="ai-content")
    if settings.feed.updates:
        said = translation(settings.language)[settings.feed.updates]
        _write(xml, "podcast:updateFrequency", said, rrule=f"FREQ={settings.feed.updates.upper()}")
    _write_people(xml, settings.author or settings.title, settings.email)


def _write_people(xml: Any, author: str, email: str) -> None:
    _write(xml, "itunes:author", author)
    _write(xml, "podcast:person", author, role="host")
    if email:
        with _element(xml, "itunes:owner"):
            _write(xml, "itunes:name", author)
            _write(xml, "itunes:email", email)
    _write(xml, "podcast:locked", "yes", **({"owner": email} if email else {}))


def _write_standing(xml: Any, show: Show, standing: Standing) -> None:
    if standing.guid:
        _write(xml, "podcast:guid", standing.guid)
    if standing.moved:
        _write(xml, "itunes:new-feed-url", address(show, FEED))
    if not show.settings.public:
        _write(xml, "itunes:block", "Yes")


def _write_item(xml: Any, show: Show, episode: Episode, cover: str) -> None:
    recording = episode.recording
    media, length = address(show, hosted(recording.audio)), str(recording.bytes)
    _write(xml, "title", episode.title)
    _write(xml, "link", address(show, page_of(episode.id)))
    _write(xml, "description", show_notes(show, episode))
    _write(xml, "content:encoded", html_notes(show, episode))
    _write(xml, "guid", episode.guid, isPermaLink="false")
    _write(xml, "pubDate", format_datetime(show.local(episode.published_at)))
    _write(xml, "enclosure", url=media, length=length, type=media_type(recording.audio))
    _write(xml, "itunes:duration", str(max(1, round(recording.length_s))))
    _write(xml, "itunes:explicit", _yes(show.settings.explicit))
    _write(xml, "itunes:episodeType", "full")
    _write(xml, "itunes:image", href=address(show, hosted(episode.image) or cover))


def _write_texts(xml: Any, show: Show, episode: Episode) -> None:
    texts = episode.recording.texts
    if not texts:
        return
    start, language = address(show, hosted(texts)), show.settings.language
    for each in FORMATS:
        _write(xml, "podcast:transcript", url=start + each.suffix, type=each.media_type, language=language)
    _write(xml, "podcast:chapters", url=start + CHAPTERS, type="application/json+chapters")


def _write_link(xml: Any, rel: str, href: str) -> None:
    _write(xml, "atom:link", href=href, rel=rel, type="application/rss+xml")


def _write(xml: Any, tag: str, content: str = "", /, **attributes: str) -> None:
    with xml.element(_qualified(tag), {name: _legal(value) for name, value in attributes.items()}):
        xml.write(_legal(content))
    xml.write("\n")


@contextmanager
def _element(xml: Any, tag: str) -> Iterator[None]:
    with xml.element(_qualified(tag)):
        yield
    xml.write("\n")


def _qualified(tag: str) -> str:
    """A tag as lxml wants it; written inside <rss>, it gets the prefix that readers look for."""
    prefix, colon, name = tag.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{name}" if colon else tag


def _legal(text: str) -> str:
    """Without the control characters that XML forbids: one of them makes a feed unreadable everywhere."""
    return _NOT_XML.sub("", text)


def _yes(value: bool) -> str:  # noqa: FBT001 - a boolean is what it spells
    return "true" if value else "false"
