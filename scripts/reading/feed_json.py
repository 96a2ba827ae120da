"""JSON Feed 1.0 and 1.1, https://www.jsonfeed.org/version/1.1/, without believing that it keeps to it."""

import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from .feed_written import MAX_ENTRIES, WrittenEntry, WrittenFeed


def parse_json(text: str) -> WrittenFeed | None:
    """Return a feed written in JSON; None if it is none."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return None
    entries = tuple(_entry(item) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    return WrittenFeed(
        _text(feed, "title"), _text(feed, "home_page_url"), entries, is_cut=len(items) > MAX_ENTRIES
    )


def _entry(item: Mapping[str, Any]) -> WrittenEntry:
    plain = "".join(f"<p>{html.escape(line)}</p>" for line in _text(item, "content_text").splitlines())
    return WrittenEntry(
        title=_text(item, "title"),
        link=_text(item, "url", "external_url"),
        id=_text(item, "id"),
        published=_text(item, "date_published", "date_modified"),
        author="、".join(filter(None, map(_name, _authors(item)))),
        content=_text(item, "content_html") or plain or html.escape(_text(item, "summary")),
    )


def _text(item: Mapping[str, Any], *names: str) -> str:
    """Return the first of these fields that is text or a number, as ids sometimes are."""
    values = (item.get(name) for name in names)
    return next((str(value).strip() for value in values if value and isinstance(value, str | int)), "")


def _authors(item: Mapping[str, Any]) -> Sequence[Any]:
    authors = item.get("authors")
    return authors if isinstance(authors, list) else [item.get("author")]


def _name(author: Any) -> str:
    return _text(author, "name") if isinstance(author, dict) else ""
