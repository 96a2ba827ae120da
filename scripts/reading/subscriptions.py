"""Subscriptions: what a feed offers, newest first, with every link, date and title checked."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from ..errors import SourceError
from .bylines import names_of
from .dates import SHANGHAI, of_timestamp, published_in
from .feed_written import MAX_ENTRIES, WrittenEntry, WrittenFeed, without_tags
from .lines import squeeze
from .source import Source, SourceKind
from .titles import first_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One story that a feed offers.

    Attributes:
        title: plain text; never empty.
        url: of the story's page, http or https; may be empty if `content_html` is the whole story.
        published: with a zone; None if the feed does not say, or says what cannot be.
        author: names, several joined by "、"; may be empty.
        id: what the feed knows the story by; never empty.
        content_html: the whole story as markup; empty if the feed gives only its beginning.
    """

    title: str
    url: str
    published: datetime | None
    author: str
    id: str
    content_html: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that cannot be used, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a feed offers.

    Attributes:
        title: the publisher's name for it; may be empty.
        link: of the site; may be empty.
        entries: newest first, those without a time last; each id once.
        left_out: what cannot be used.
    """

    title: str
    link: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()


_LONGEST_TITLE, _LONGEST_DATE = 300, 80
# A story has this many characters, sentences and paragraphs; less is the beginning of one.
_WHOLE, _SENTENCES, _PARAGRAPHS = 300, 4, 2
_SENTENCE_END = re.compile(r"[。！？!?]")
_PARAGRAPH = re.compile(r"<(?:p|br|div|section)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:…|\.{3}|[\[【(（]\s*(?:…|\.{3})\s*[\]】)）]|(?:阅读|查看|閱讀|点击|點擊|展开)(?:全文|原文|更多)"
    r"|read more|continue reading)[\s>»→。.]*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+@\S+\s*(?:[(（](?P<name>[^()（）]*)[)）])?")
# China Standard Time, which the mail standard takes for a North American zone.
_CHINA = re.compile(r"\bCST\b")
# Dates before mean that a clock was not set, dates after now that somebody wants to stay on top.
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)


def read_subscription(source: Source, now: datetime) -> Subscription:
    """Read a feed.

    Args:
        source: of kind `FEED`.
        now: entries dated more than a day later count as undated.

    Raises:
        SourceError: it is too damaged to be read.
    """
    feed = _written(source.text)
    if feed is None:
        raise SourceError(f"{source.name} is a feed too damaged to be read", "check it in a feed reader")
    site = _resolved(source.url, feed.link) if feed.link else ""
    read = [_entry(written, source.url or site, now) for written in feed.entries]
    entries, left_out = _sorted(read)
    if feed.is_cut:
        left_out.append(LeftOut("", f"only the first {MAX_ENTRIES:,} entries are read"))
    return Subscription(_plain(feed.title), site if _is_web(site) else "", tuple(entries), tuple(left_out))


def story_source(entry: Entry, publisher: str) -> Source:
    """Return an entry that holds its whole story as a page, to be cleaned as any other.

    Args:
        entry: one with `content_html`.
        publisher: the medium, usually the feed's title.
    """
    facts = {"og:title": entry.title, "author": entry.author, "og:site_name": publisher, "og:url": entry.url}
    if entry.published:
        facts["article:published_time"] = entry.published.isoformat()
    meta = "".join(
        f'<meta property="{name}" content="{html.escape(value)}">' for name, value in facts.items() if value
    )
    title = html.escape(entry.title)
    text = f"<!doctype html><html><head>{meta}</head><body><h1>{title}</h1>{entry.content_html}</body></html>"
    return Source(entry.url or entry.title, None, text.encode("utf-8", "replace"), text, SourceKind.HTML)


def _written(text: str) -> WrittenFeed | None:
    if text.lstrip().startswith("{"):
        from .feed_json import parse_json

        return parse_json(text)
    from .feed_xml import parse_xml

    return parse_xml(text)


def _sorted(read: Iterable[Entry | LeftOut]) -> tuple[list[Entry], list[LeftOut]]:
    """Return the entries, newest first, each id once; and the others."""
    entries: dict[str, Entry] = {}
    left_out: list[LeftOut] = []
    for each in read:
        if isinstance(each, LeftOut):
            left_out.append(each)
        elif each.id in entries:
            left_out.append(LeftOut(each.title, "it is there twice"))
        else:
            entries[each.id] = each
    return sorted(entries.values(), key=lambda entry: entry.published or _OLDEST, reverse=True), left_out


def _entry(written: WrittenEntry, base: str, now: datetime) -> Entry | LeftOut:
    link = _resolved(base, written.link) if written.link else ""
    content = written.content if _is_whole(written.content) else ""
    title = _title(written, link)
    if link and not _is_web(link):
        return LeftOut(title, f"its link is no web address: {link[:100]}")
    if not link and not content:
        return LeftOut(title, "it has neither a link nor the story")
    published = _published(written.published, now)
    return Entry(title, link, published, _author(written.author), written.id or link or title, content)


def _title(written: WrittenEntry, link: str) -> str:
    return _plain(written.title) or first_words(_plain(written.content)) or link or "无题"


def _plain(markup: str) -> str:
    """Return markup as one line of plain text, not longer than a title may be."""
    return squeeze(without_tags(markup))[:_LONGEST_TITLE]


def _resolved(base: str, link: str) -> str:
    try:
        return urljoin(base, squeeze(link))
    except ValueError:
        return link


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_whole(content: str) -> bool:
    """Whether an entry's content is the story, and not only its beginning."""
    if len(_PARAGRAPH.findall(content)) < _PARAGRAPHS:
        return False
    text = squeeze(without_tags(content))
    return (
        len(text) >= _WHOLE
        and len(_SENTENCE_END.findall(text)) >= _SENTENCES
        and _GOES_ON.search(text[-_LONGEST_TITLE:]) is None
    )


def _author(written: str) -> str:
    address = _ADDRESS.fullmatch(written[:_LONGEST_TITLE].strip())
    name = (address["name"] or "") if address else written
    return names_of(_plain(name))


def _published(written: str, now: datetime) -> datetime | None:
    written = written[:_LONGEST_DATE]
    moment = published_in(written) or of_timestamp(written) or _mail_date(written)
    return moment if moment and _OLDEST <= moment <= now + _AHEAD else None


def _mail_date(written: str) -> datetime | None:
    """Return a date as RSS has it, in the form of e-mail; one without a zone is Beijing's."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(_CHINA.sub("+0800", written))
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
