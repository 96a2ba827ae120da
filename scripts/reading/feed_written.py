"""A feed as it is written: RSS, Atom and JSON Feed meet here before anything in them is believed."""

import html
import re
from dataclasses import dataclass

MAX_ENTRIES = 10_000
"""No more entries of a feed are read: the newest stand first in nearly all."""

# The root of RSS or Atom behind whatever may stand before it, or the version that a JSON Feed has to give.
_FEED = re.compile(
    r"(?:<\?xml.{0,500}?\?>|<!--.{0,2000}?-->|<!doctype\s(?!html)[^\[>]{0,500}(?:\[.*?\]\s*)?>|[\s\x00-\x1f])*+"
    r"<(?:\w+:)?(?:rss|feed|rdf)\b|\s*+\{.*https?:\\?/\\?/jsonfeed\.org\\?/version",
    re.DOTALL | re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|tt|u)\b[^<>]{0,10000}>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,10000}>")


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """One entry; what is not given is empty.

    Attributes:
        title: may hold markup.
        link: may be relative, or no web address at all.
        id: guid or id.
        published: in whatever form of date.
        author: names, or an address with a name in brackets.
        content: markup: the story, or what comes nearest to it.
    """

    title: str = ""
    link: str = ""
    id: str = ""
    published: str = ""
    author: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class WrittenFeed:
    """A feed.

    Attributes:
        title: may hold markup.
        link: of the site; may be relative.
        entries: in the order of the document, at most `MAX_ENTRIES`.
        is_cut: whether there were more.
    """

    title: str
    link: str
    entries: tuple[WrittenEntry, ...]
    is_cut: bool = False


def is_feed(text: str) -> bool:
    """Whether a text is a feed, sound or not, and nothing else."""
    return _FEED.match(text) is not None


def without_tags(markup: str) -> str:
    """Return what a reader sees of a piece of markup; tags of blocks become spaces."""
    return html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", _UNSEEN.sub(" ", markup))))
