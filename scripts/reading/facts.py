"""What a page's head says about its story: JSON-LD, OpenGraph, and the many meta names of Chinese sites."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .dates import of_timestamp, published_in
from .lines import squeeze

_TITLES = ("og:title", "articletitle", "twitter:title", "dc.title", "title")
_AUTHORS = ("author", "og:article:author", "dc.creator", "byl", "parsely-author")
_PUBLISHERS = (
    "source",
    "mediaid",
    "contentsource",
    "article:publisher_name",
    "og:site_name",
    "sitename",
    "publisher",
)
_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "og:release_date",
    "publishdate",
    "pubdate",
    "publish_time",
    "publishtime",
    "weibo: article:create_at",
    "bytedance:published_time",
    "apub:time",
    "date",
    "dc.date",
    "dateupdate",
)
_URLS = ("og:url", "url")
# WeChat names neither in its head; every page of it has these.
_ACCOUNT = "//*[@id='js_name' or @id='profileBt']//text()"
_CREATED = re.compile(r"""\bvar (?:ct|createTimestamp|oriCreateTime)\s*=\s*['"](\d{10})['"]""")
_PLATFORMS = frozenset(("微信公众平台", "百度百家号", "百家号", "腾讯新闻", "腾讯网", "网易", "搜狐"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source declares about its story; what it does not say is empty.

    Attributes:
        titles: headlines, the most trusted first; they may carry the site's name.
        author: the names as declared.
        publisher: the medium.
        published: with a zone.
        url: the canonical link.
    """

    titles: tuple[str, ...] = ()
    author: str = ""
    publisher: str = ""
    published: datetime | None = None
    url: str = ""


def page_facts(root: Any) -> Facts:
    """Return what the page's head declares."""
    meta = _meta(root)
    story = _linked_data(root)
    titles = [
        str(story.get("headline") or story.get("title") or ""),
        *(meta.get(name, "") for name in _TITLES),
    ]
    titles.append(squeeze("".join(root.xpath("string((//title)[1])"))))
    publishers = [_name_of(story.get("publisher")), *(meta.get(name, "") for name in _PUBLISHERS)]
    dates = [
        str(story.get("datePublished") or story.get("pubDate") or ""),
        *(meta.get(name, "") for name in _DATES),
    ]
    urls = [*root.xpath("//link[@rel='canonical']/@href"), *(meta.get(name, "") for name in _URLS)]
    return Facts(
        titles=tuple(dict.fromkeys(filter(None, titles))),
        author=_name_of(story.get("author")) or _first(meta.get(name, "") for name in _AUTHORS),
        publisher=_first(name for name in [*publishers, _account(root)] if name not in _PLATFORMS),
        published=_moment(dates, root),
        url=_first(url for url in map(str, urls) if re.match(r"https?://[^/\s]+/\S", url)),
    )


def _first(values: Iterator[str]) -> str:
    return next(filter(None, values), "")


def _meta(root: Any) -> dict[str, str]:
    """Return the contents of the meta elements by name, the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta", "time"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = squeeze(element.get("content") or element.get("datetime") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _linked_data(root: Any) -> dict[str, Any]:
    """Return the JSON-LD object that describes the story; empty if there is none."""
    for text in root.xpath("//script[contains(@type, 'ld+json')]/text()"):
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            if item.keys() & {"headline", "datePublished", "pubDate"}:
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    items = data if isinstance(data, list) else [data]
    for item in items:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()


def _name_of(value: Any) -> str:
    """Return the name in a JSON-LD value: a string, an object with a name, or a list of them."""
    values = value if isinstance(value, list) else [value]
    names = (part.get("name", "") if isinstance(part, dict) else part for part in values)
    return "、".join(squeeze(name) for name in names if isinstance(name, str) and name.strip())


def _account(root: Any) -> str:
    return squeeze("".join(root.xpath(_ACCOUNT)[:1]))


def _moment(dates: list[str], root: Any) -> datetime | None:
    moments = (published_in(text) or of_timestamp(text) for text in dates if text)
    declared = next(filter(None, moments), None)
    if declared:
        return declared
    scripts = (_CREATED.search(text) for text in root.xpath("//script[not(@src)]/text()"))
    created = next(filter(None, scripts), None)
    return of_timestamp(created[1]) if created else None
