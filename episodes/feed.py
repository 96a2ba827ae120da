"""The feed: an RSS document that is a pure function of the show and its episodes.

Follows RSS 2.0, Apple's requirements for podcasts, and the Podcasting 2.0 namespace.
"""

import io
import re
from collections.abc import Iterable
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from .episode import Episode
from .notes import show_notes, story_link
from .show import Show

NAME = "feed.xml"

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_feed(show: Show, episodes: Iterable[Episode], cover: str) -> bytes:
    """Write the feed.

    Args:
        show: what the podcast is.
        episodes: newest first.
        cover: the cover's path from public/.
    """
    out = io.BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("rss", {"version": "2.0"}, nsmap=_NAMESPACES), xml.element("channel"):
            _write_channel(xml, show, cover)
            for episode in episodes:
                with xml.element("item"):
                    _write_item(xml, show, episode)
    return out.getvalue() + b"\n"


def address(show: Show, path: str) -> str:
    """The absolute, ASCII address of a file in public/."""
    return show.base_url + quote(path)


def _write_channel(xml: Any, show: Show, cover: str) -> None:
    settings = show.settings
    author = settings.author or settings.title
    _write(xml, "title", settings.title)
    _write(xml, "link", show.base_url)
    _write(xml, "description", settings.description)
    _write(xml, "language", settings.language)
    _write(xml, "generator", "bobao")
    _write(xml, "atom:link", href=address(show, NAME), rel="self", type="application/rss+xml")
    _write(xml, "itunes:image", href=address(show, cover))
    _write(xml, "itunes:category", text=settings.category)
    _write(xml, "itunes:explicit", _yes(settings.explicit))
    _write(xml, "itunes:author", author)
    _write(xml, "itunes:type", "episodic")
    _write(xml, "podcast:medium", "podcast")
    _write(xml, "podcast:txt", "true", purpose="ai-content")
    if settings.email:
        with xml.element(_qualified("itunes:owner")):
            _write(xml, "itunes:name", author)
            _write(xml, "itunes:email", settings.email)
        _write(xml, "podcast:locked", "yes", owner=settings.email)
    if not settings.public:
        _write(xml, "itunes:block", "Yes")


def _write_item(xml: Any, show: Show, episode: Episode) -> None:
    recording = episode.recording
    media = address(show, recording.audio.removeprefix("public/"))
    _write(xml, "title", recording.title)
    _write(xml, "description", show_notes(recording))
    _write(xml, "link", story_link(recording) or f"{show.base_url}#{episode.id}")
    _write(xml, "guid", episode.guid, isPermaLink="false")
    _write(xml, "pubDate", format_datetime(show.local(episode.published_at)))
    _write(xml, "enclosure", url=media, length=str(recording.bytes), type="audio/mpeg")
    _write(xml, "itunes:duration", str(round(recording.length_s)))
    _write(xml, "itunes:explicit", _yes(show.settings.explicit))
    _write(xml, "itunes:episodeType", "full")


def _write(xml: Any, tag: str, content: str = "", /, **attributes: str) -> None:
    with xml.element(_qualified(tag), {name: _legal(value) for name, value in attributes.items()}):
        xml.write(_legal(content))
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
