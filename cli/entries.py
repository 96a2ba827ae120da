"""What a subscription offers."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .console import print_json, print_line, warn

if TYPE_CHECKING:
    from episodes import Show
    from scripts import Entry, Source, Subscription


def print_entries(feed: "Source", house: "Show", *, json: bool, explain: bool) -> None:
    """Print a feed's entries: date in the show's time zone, title, link.

    Args:
        feed: as it was read.
        house: the show whose time zone counts.
        json: print one object instead.
        explain: print those that cannot be used, too, each with its reason.

    Raises:
        SourceError: the feed is too damaged to be read.
    """
    from scripts import read_subscription

    subscription = read_subscription(feed, datetime.now(UTC))
    if json:
        return print_json(_object(subscription))
    for entry in subscription.entries:
        print_line(_line(entry, house))
    if explain:
        for each in subscription.left_out:
            print_line(f"{'left out':<16}  {each.title}  ({each.reason})")
    elif subscription.left_out:
        warn(f"{len(subscription.left_out)} of its entries cannot be used; see them with --explain")
    return None


def _line(entry: "Entry", house: "Show") -> str:
    moment = f"{house.local(entry.published):%Y-%m-%d %H:%M}" if entry.published else ""
    return f"{moment:<16}  {entry.title}  {entry.url}".rstrip()


def _object(subscription: "Subscription") -> dict[str, Any]:
    return {
        "title": subscription.title,
        "link": subscription.link,
        "entries": [_entry_object(each) for each in subscription.entries],
        "left_out": [{"title": each.title, "reason": each.reason} for each in subscription.left_out],
    }


def _entry_object(entry: "Entry") -> dict[str, Any]:
    return {
        "title": entry.title,
        "author": entry.author,
        "published": entry.published.isoformat() if entry.published else None,
        "url": entry.url,
        "id": entry.id,
        "whole": bool(entry.content_html),
    }
