"""What a page's head says about its story: JSON-LD, OpenGraph, and the many meta names of Chinese sites."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .dates import of_timestamp, published_in
from .lines import squeeze

_TITLES = ("og:title", "articletitle", "twitter:title", "dc.title", "title")
_AUTHORS = ("author", "article:author", "og:article:author", "dc.creator", "byl", "parsely-author")
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
# Microdata, and the relation that links to a writer's page.
_WRITER = """
    //*[@itemprop='author']//*[@itemprop='name']/@content
    | //*[@itemprop='author']//*[@itemprop='name']/text()
    | //*[@itemprop='author' and not(*)]/text() | //a[@rel='author']/text()
"""
_ORIGIN = re.compile(r"^(?:文章|信息|稿件)?(?:来源|來源|稿源)\s*[:：]\s*")
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
    meta, story = _meta(root), _linked_data(root)
    titles = [_text_of(story, "headline", "title"), *_named(meta, _TITLES), _title(root)]
    authors = [_name_of(story.get("author")), *_named(meta, _AUTHORS), *root.xpath(_WRITER)[:1]]
    publishers = [_name_of(story.get("publisher")), *_named(meta, _PUBLISHERS), _account(root)]
    dates = [_text_of(story, "datePublished", "pubDate"), *_named(meta, _DATES)]
    urls = [*root.xpath("//link[@rel='canonical']/@href"), *_named(meta, _URLS)]
    return Facts(
        titles=tuple(dict.fromkeys(filter(None, titles))),
        author=_first(squeeze(name) for name in authors if not name.startswith("http")),
        publisher=_first(name for name in map(_without_label, publishers) if name not in _PLATFORMS),
        published=_moment(dates, root),
        url=_first(url for url in map(str, urls) if re.match(r"https?://[^/\s]+/\S", url)),
    )


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _named(meta: Mapping[str, str], names: Iterable[str]) -> list[str]:
    return [meta.get(name, "") for name in names]


def _text_of(story: Mapping[str, Any], *names: str) -> str:
    return _first(str(story.get(name) or "") for name in names)


def _title(root: Any) -> str:
    return squeeze(root.xpath("string((//title)[1])"))


def _without_label(publisher: str) -> str:
    return _ORIGIN.sub("", publisher)


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
