"""Where things of a show are reached."""

import ipaddress
import uuid
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from .catalog import Catalog
from .show import Show

FEED = "feed.xml"
INDEX = "index.html"
PAGES = "episodes"
"""The folder of the episodes' pages, in public/."""

_FEEDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The podcast namespace's own namespace of feeds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a show has become known by.

    Attributes:
        guid: of the podcast, whatever its address; "" before it was public.
        moved: whether it was known by another address.
    """

    guid: str = ""
    moved: bool = False


def address(show: Show, path: str) -> str:
    """The absolute, ASCII address of a file in public/, whose path is given from there."""
    return show.base_url + quote(path)


def hosted(path: str) -> str:
    """A path from the show's folder as one from public/."""
    return path.removeprefix("public/")


def page_of(known: str) -> str:
    """Where an episode's page lies in public/."""
    return f"{PAGES}/{known}.html"


def is_public(base_url: str) -> bool:
    """Whether an address leads to a place that others can reach."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".lan", ".internal"))


def feed_guid(feed_url: str) -> str:
    """A podcast's guid as the podcast namespace derives it from the feed's address, once."""
    return str(uuid.uuid5(_FEEDS, feed_url.partition("://")[2].rstrip("/")))


def settle_standing(show: Show, catalog: Catalog) -> Standing:
    """Find what the show is known by; the first public address gives it a guid, which it keeps for ever."""
    url, before = show.settings.base_url, catalog.fact("base_url")
    if is_public(url):
        if not catalog.fact("podcast_guid"):
            catalog.note("podcast_guid", feed_guid(address(show, FEED)))
        if before and before != url:
            catalog.note("moved", "yes")
        catalog.note("base_url", url)
    return Standing(catalog.fact("podcast_guid"), bool(catalog.fact("moved")))
