"""The headlines on a page: the links that lead to stories of the same site; and the feed that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from .lines import squeeze
from .page import parse_page
from .source import Source

MAX_HEADLINES = 1_000
"""No more headlines of a page are taken; the fullest front page has a third of that."""

_SHORTEST, _LONGEST = 7, 300
_FEED_TYPES = frozenset(f"application/{kind}" for kind in ("rss+xml", "atom+xml", "feed+json", "rdf+xml"))
_CHINESE = re.compile(r"[㐀-鿿]")
_SECTION = re.compile(r"/(?:index\.\w+)?$")


@dataclass(frozen=True, slots=True)
class Headline:
    """A link to a story.

    Attributes:
        title: the words of the link, on one line.
        url: where it leads, http or https, without a fragment.
    """

    title: str
    url: str


def headlines(page: Source) -> tuple[Headline, ...]:
    """Find the headlines on a page, in its order, each link once with the longest words it has there.

    A headline has at least seven Chinese characters, so that menus are none, and leads to another page of the
    same site: the same host, or one that is a part of the other, as finance.example.cn is of example.cn.

    Args:
        page: of kind HTML; its `url` is what links are resolved against.
    """
    root = parse_page(page.text)
    if root is None:
        return ()
    base = _base(root, page.url)
    found: dict[str, str] = {}
    for element in root.iter("a"):
        for title, url in _headline(element, base, page.url):
            if len(found) < MAX_HEADLINES or url in found:
                found[url] = max(found.get(url, ""), title, key=len)
    return tuple(Headline(title, url) for url, title in found.items())


def feed_of(page: Source) -> str:
    """The address of the feed that a page names for readers of feeds; "" if it names none."""
    root = parse_page(page.text)
    for element in root.iter("link") if root is not None else ():
        kind = (element.get("type") or "").strip().lower()
        if "alternate" in (element.get("rel") or "").lower().split() and kind in _FEED_TYPES:
            return _resolved(_base(root, page.url), element.get("href") or "")
    return ""


def same_site(one: str, other: str) -> bool:
    """Whether two links lead to one site: the same host, or one that is a part of the other."""
    a, b = (_host(url) for url in (one, other))
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def _headline(element: Any, base: str, page: str) -> Iterator[tuple[str, str]]:
    words = (squeeze("".join(element.itertext())), squeeze(element.get("title") or ""))
    title = max(words, key=len)[:_LONGEST]
    url = _resolved(base, element.get("href") or "")
    if len(_CHINESE.findall(title)) >= _SHORTEST and _is_story_of(url, page):
        yield title, url


def _is_story_of(url: str, page: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or url == urldefrag(page).url or not same_site(url, page):
        return False
    return bool(parts.query) or not _SECTION.search(parts.path or "/")


def _base(root: Any, url: str) -> str:
    named = root.xpath("string(//base/@href)")
    return _resolved(url, named) or url


def _resolved(base: str, link: str) -> str:
    try:
        resolved = urldefrag(urljoin(base, squeeze(link))).url
        urlsplit(resolved)
    except ValueError:
        return ""
    return resolved


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
