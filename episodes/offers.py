"""What a show's sources offer, before any of it is read."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from scripts import (
    Entry,
    Source,
    SourceError,
    SourceKind,
    feed_of,
    headlines,
    is_link,
    read_source,
    read_subscription,
    run_program,
    story_source,
)

from .identity import canonical
from .show import Show
from .source_settings import SourceSettings

MOST_OFFERS = 10_000
"""No more files of a folder, or lines of a command, are taken."""

_COMMAND_PATIENCE_S = 120
_SUFFIXES = frozenset((".txt", ".html", ".htm", ".xhtml", ".md", ".markdown"))


@dataclass(frozen=True, slots=True)
class Offer:
    """One story that a source offers.

    Attributes:
        key: what it is remembered by: a link without what differs between two shares, a path, or a feed's id.
        name: where it is to be read: a link or a path; a title where the feed holds the whole story.
        title: as the source gives it; may be empty.
        published: with a zone; None if the source does not say.
        allow_private: it may lead into the network around this computer.
        entry: of a feed that holds the whole story.
        publisher: of such a feed; may be empty.
    """

    key: str
    name: str
    title: str = ""
    published: datetime | None = None
    allow_private: bool = False
    entry: Entry | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something that a source offers and that cannot be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What one source offers.

    Attributes:
        offers: in its own order; feeds' newest first.
        unusable: what cannot be read.
    """

    offers: tuple[Offer, ...]
    unusable: tuple[Unusable, ...] = ()


def offers_of(source: SourceSettings, show: Show, now: datetime) -> Offered:
    """Ask a source what it offers.

    Args:
        source: of the show.
        show: whose folder is where paths begin, and where a command is run.
        now: entries that are dated later count as undated.

    Raises:
        SourceError: it cannot be read.
    """
    if source.feed:
        return _of_feed(source.feed, show, now)
    if source.page:
        return _of_page(source.page, show)
    if source.folder:
        return _of_folder(show.folder / Path(source.folder).expanduser())
    return _of_command(source.command, show)


def read_offer(offer: Offer) -> Source:
    """Read an offered story.

    Raises:
        SourceError: it cannot be read.
    """
    if offer.entry:
        return story_source(offer.entry, offer.publisher)
    return read_source(offer.name, BytesIO(), allow_private=offer.allow_private)


def _of_feed(url: str, show: Show, now: datetime) -> Offered:
    feed = _fetched(url, show)
    if feed.kind is not SourceKind.FEED:
        named = feed_of(feed) if feed.kind is SourceKind.HTML else ""
        hint = f"its feed is {named}" if named else "give a feed's address, or `page = ` instead of `feed = `"
        raise SourceError(f"{url} is no feed", hint)
    subscription = read_subscription(feed, now)
    offers = (_entry_offer(entry, url, subscription.title, show) for entry in subscription.entries)
    unusable = (Unusable(each.title or url, each.reason) for each in subscription.left_out)
    return Offered(tuple(offers), tuple(unusable))


def _entry_offer(entry: Entry, feed: str, publisher: str, show: Show) -> Offer:
    return Offer(
        key=f"link:{canonical(entry.url)}" if entry.url else f"entry:{canonical(feed)}|{entry.id}",
        name=entry.url or entry.title,
        title=entry.title,
        published=entry.published,
        allow_private=_may_be_private(entry.url, feed, show),
        entry=entry if entry.content_html else None,
        publisher=publisher,
    )


def _of_page(url: str, show: Show) -> Offered:
    page = _fetched(url, show)
    found = headlines(page) if page.kind is SourceKind.HTML else ()
    if not found:
        raise SourceError(f"{url} has no headlines that lead to stories", "give a section's page, or a feed")
    offers = (
        Offer(f"link:{canonical(each.url)}", each.url, each.title, None, _may_be_private(each.url, url, show))
        for each in found
    )
    return Offered(tuple(offers))


def _of_folder(folder: Path) -> Offered:
    try:
        files = [path for path in folder.iterdir() if _is_article(path)]
        newest = sorted(files, key=lambda path: (-path.stat().st_mtime_ns, path.name))[:MOST_OFFERS]
    except OSError as error:
        raise SourceError(
            f"the folder {folder} cannot be read: {error.strerror}", "make it, or mend show.toml"
        ) from error
    return Offered(tuple(Offer(f"path:{path}", str(path)) for path in newest))


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~")) and path.is_file()


def _of_command(command: Sequence[str], show: Show) -> Offered:
    lines = _printed(command, show.folder)
    links = list(dict.fromkeys(line for line in lines if is_link(line)))
    unusable = (Unusable(line[:200], "it is no web address") for line in lines if not is_link(line))
    private = show.settings.fetch.private
    offers = (Offer(f"link:{canonical(link)}", link, allow_private=private) for link in links)
    return Offered(tuple(offers), tuple(unusable))


def _printed(command: Sequence[str], folder: Path) -> list[str]:
    """The lines that a program prints, but for empty ones and those that begin with #."""
    mend = "mend it, or `command` under [[source]] in show.toml"
    try:
        ended = run_program(command, folder, b"", _COMMAND_PATIENCE_S)
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        raise SourceError(f"the command {command[0]} does not run: {why}", mend) from error
    except subprocess.TimeoutExpired:
        raise SourceError(f"the command {command[0]} took over {_COMMAND_PATIENCE_S} s", mend) from None
    if ended.code:
        raise SourceError(
            f"the command {command[0]} failed with exit code {ended.code}: {ended.last_words}", mend
        )
    lines = map(str.strip, ended.answer.decode("utf-8", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")][:MOST_OFFERS]


def _fetched(url: str, show: Show) -> Source:
    return read_source(url, BytesIO(), allow_private=show.settings.fetch.private)


def _may_be_private(link: str, source: str, show: Show) -> bool:
    """Whether a link may lead into the network around this computer: only to its source's own server."""
    return show.settings.fetch.private and _place(link) == _place(source) != ("", "")


def _place(link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    return parts.scheme, parts.netloc
