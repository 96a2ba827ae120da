"""What podcast apps require of a feed, row by row.

After Apple's requirements for podcasts, the RSS advisory board's best practices, the W3C's feed validator,
and the Podcasting 2.0 namespace. A rule is a function from an element to what is wrong
with it; "" is nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from .errors import FeedRefused
from .problems import Problem, error, warning
from .settings import CATEGORIES

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
_MOST_BYTES = 4000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_ZONE = re.compile(r"(?:[+-]\d{4}|UT|GMT|[ECMP][SD]T)$")
_MEDIA = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a audio/mp4 audio/aac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of what apps require.

    Attributes:
        name: short, the same in every run.
        must: whether apps refuse what breaks it.
        wrong: says what is wrong with a channel or an item; "" is nothing.
        breaks: which apps it breaks, and how.
        fix: what to do.
    """

    name: str
    must: bool
    wrong: Callable[[Any], str]
    breaks: str
    fix: str


def _must(name: str, wrong: Callable[[Any], str], breaks: str, fix: str) -> Rule:
    return Rule(name, True, wrong, breaks, fix)  # noqa: FBT003


def _should(name: str, wrong: Callable[[Any], str], breaks: str, fix: str) -> Rule:
    return Rule(name, False, wrong, breaks, fix)  # noqa: FBT003


def feed_problems(document: bytes, where: str, *, all_rules: bool = True) -> tuple[Problem, ...]:
    """Check a feed.

    Args:
        document: as it was read.
        where: how problems name it.
        all_rules: also those without which apps only show less.
    """
    try:
        rss = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as syntax:
        return (error("xml", where, f"it is not well-formed: {syntax}", "every app", "mend it"),)
    channel = rss.find("channel")
    if rss.tag != "rss" or rss.get("version") != "2.0" or channel is None:
        told = "it is not RSS 2.0 with a channel"
        return (error("rss", where, told, "every app", "write RSS 2.0"),)
    rules = [rule for rule in ITEM_RULES if rule.must or all_rules]
    return (*_of_channel(channel, where, rss.nsmap), *_of_items(channel.findall("item"), where, rules))


def approve_feed(path: Path) -> None:
    """See that a feed of ours has all it must have, before it takes the place of the last one.

    Raises:
        FeedRefused: it has not.
    """
    broken = [
        problem for problem in feed_problems(path.read_bytes(), path.name, all_rules=False) if problem.must
    ]
    if broken:
        raise FeedRefused(
            f"the feed is not replaced: {broken[0]}", f"{broken[0].fix}; the last good feed stands"
        )


def _of_channel(channel: Any, where: str, names: dict[str, str]) -> Iterator[Problem]:
    missing = [name for name in ("itunes", "podcast", "atom") if NAMES[name] not in names.values()]
    if missing:
        told = f"the namespaces {', '.join(missing)} are missing"
        yield error("namespaces", where, told, "Apple Podcasts refuses the feed", "declare them on <rss>")
    for rule in CHANNEL_RULES:
        if told := rule.wrong(channel):
            yield Problem(rule.name, rule.must, where, told, rule.breaks, rule.fix)


def _of_items(items: list[Any], where: str, rules: list[Rule]) -> Iterator[Problem]:
    for number, item in enumerate(items, start=1):
        for rule in rules:
            if told := rule.wrong(item):
                title = " ".join((item.findtext("title") or "").split())[:40]
                place = f"{where}, item {number} “{title}”"
                yield Problem(rule.name, rule.must, place, told, rule.breaks, rule.fix)
    yield from _between(items, where)


def _between(items: list[Any], where: str) -> Iterator[Problem]:
    guids = Counter(item.findtext("guid") for item in items)
    urls = Counter(found.get("url") for item in items for found in item.findall("enclosure"))
    for name, counted in (("guid", guids), ("enclosure", urls)):
        if twice := [value for value, count in counted.items() if count > 1]:
            told = f"{len(twice)} values of {name} occur more than once, such as {twice[0]}"
            yield error(
                f"unique-{name}",
                where,
                told,
                "every app drops or doubles episodes",
                "give each its own",
            )
    dates = [_date(item.findtext("pubDate") or "") for item in items]
    known = [date for date in dates if date]
    if known != sorted(known, reverse=True):
        yield warning(
            "order",
            where,
            "items are not newest first",
            "simple apps show old episodes first",
            "sort them by pubDate",
        )


def _one(path: str, attribute: str = "") -> Callable[[Any], str]:
    """Exactly one such element, which says something."""

    def wrong(element: Any) -> str:
        found = element.findall(path, NAMES)
        if len(found) != 1:
            return f"{path} is there {len(found)} times" if found else f"{path} is missing"
        said = found[0].get(attribute, "") if attribute else "".join(found[0].itertext())
        return "" if said.strip() else f"{path} is empty"

    return wrong


def _some(path: str, attribute: str = "") -> Callable[[Any], str]:
    """At least one such element, which says something."""

    def wrong(element: Any) -> str:
        found = element.find(path, NAMES)
        said = "" if found is None else found.get(attribute, "") if attribute else "".join(found.itertext())
        return "" if said.strip() else f"{path} is missing"

    return wrong


def _boolean(element: Any) -> str:
    said = element.findtext("itunes:explicit", None, NAMES)
    return "" if said in {"true", "false"} else f"itunes:explicit is {said!r}, not true or false"


def _explicit_if_given(element: Any) -> str:
    return (
        _boolean(element)
        if element.find("itunes:explicit", NAMES) is not None
        else "itunes:explicit is missing"
    )


def _short(element: Any) -> str:
    size = len((element.findtext("description") or "").encode())
    return "" if size <= _MOST_BYTES else f"its description has {size} bytes"


def _language(channel: Any) -> str:
    said = (channel.findtext("language") or "").strip()
    if said.lower().startswith("cmn"):
        return f"the language {said} is not known to directories"
    return "" if _LANGUAGE.fullmatch(said) else f"the language is {said!r}"


def _category(channel: Any) -> str:
    said = [found.get("text", "") for found in channel.findall("itunes:category", NAMES)]
    if not said:
        return "itunes:category is missing"
    unknown = [name for name in said if name not in CATEGORIES]
    return f"Apple has no category {unknown[0]!r}" if unknown else ""


def _image(channel: Any) -> str:
    found = channel.find("itunes:image", NAMES)
    if found is None:
        return "itunes:image is missing"
    return _image_name(found.get("href", ""))


def _item_image(item: Any) -> str:
    found = item.find("itunes:image", NAMES)
    return "" if found is None else _image_name(found.get("href", ""))


def _image_name(url: str) -> str:
    right = urlsplit(url).path.lower().endswith((".jpg", ".jpeg", ".png"))
    return "" if right and _is_address(url) else f"its image {url!r} is not the address of a .jpg or .png"


def _self_link(channel: Any) -> str:
    links = [each for each in channel.findall("atom:link", NAMES) if each.get("rel") == "self"]
    if not links:
        return "atom:link rel=self is missing"
    return "" if _is_address(links[0].get("href", "")) else "atom:link rel=self is no address"


def _enclosure(item: Any) -> str:
    found = item.findall("enclosure")
    if len(found) != 1:
        return f"it has {len(found)} enclosures"
    url, length, kind = (found[0].get(name, "") for name in ("url", "length", "type"))
    if not _is_address(url):
        return f"its enclosure's address {url!r} is not ASCII or not absolute"
    if not (length.isdecimal() and int(length) > 0):
        return f"its enclosure's length is {length!r}"
    suffix = "." + urlsplit(url).path.rpartition(".")[2].lower()
    right = _MEDIA.get(suffix, kind).split()
    return "" if kind and kind in right else f"its enclosure's type is {kind!r}, not {right[0]!r}"


def _guid(item: Any) -> str:
    found = item.find("guid")
    said = "" if found is None else (found.text or "").strip()
    if not said:
        return "it has no guid"
    permalink = found.get("isPermaLink", "true") == "true"
    return (
        f"its guid {said!r} is no address, but says it is one" if permalink and not _is_address(said) else ""
    )


def _pubdate(item: Any) -> str:
    said = (item.findtext("pubDate") or "").strip()
    right = _date(said) is not None and _ZONE.search(said)
    return "" if right else f"its pubDate is {said!r}, not an RFC 2822 date with a zone"


def _duration(item: Any) -> str:
    said = (item.findtext("itunes:duration", None, NAMES) or "").strip()
    return "" if said.isdecimal() else f"itunes:duration is {said!r}, not whole seconds"


def _texts(path: str, types: set[str]) -> Callable[[Any], str]:
    def wrong(item: Any) -> str:
        found = item.findall(path, NAMES)
        if not found:
            return f"{path} is missing"
        bad = [
            each for each in found if each.get("type") not in types or not _is_address(each.get("url", ""))
        ]
        return (
            f"{path} has the type {bad[0].get('type')!r} and the address {bad[0].get('url')!r}" if bad else ""
        )

    return wrong


def _is_address(url: str) -> bool:
    return bool(re.fullmatch(r"https?://[!-~]+", url)) and bool(urlsplit(url).netloc)


def _date(said: str) -> Any:
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None


_TRANSCRIPTS = {
    "text/vtt",
    "application/x-subrip",
    "application/srt",
    "application/json",
    "text/html",
    "text/plain",
}

CHANNEL_RULES = (
    _must("title", _one("title"), "every app", "give the channel one title"),
    _must("description", _one("description"), "Apple Podcasts refuses the feed", "describe the show"),
    _must("description-length", _short, "Apple Podcasts refuses the feed", "keep it within 4,000 bytes"),
    _must("link", _one("link"), "Apple Podcasts refuses the feed", "link to the show's page"),
    _must(
        "language",
        _language,
        "directories do not list it by its language",
        "say zh-cn, en-us or the like",
    ),
    _must("self", _self_link, "apps lose the feed when it moves", "say where the feed lies"),
    _must("image", _image, "Apple Podcasts refuses the feed", "give it a cover of 1,400 to 3,000 px"),
    _must("explicit", _boolean, "Apple Podcasts refuses the feed", "say true or false"),
    _must("category", _category, "Apple Podcasts refuses the feed", "take one of Apple's categories"),
    _should("author", _some("itunes:author"), "apps show no author", "set author in show.toml"),
    _should("type", _some("itunes:type"), "apps guess the order of episodes", "say episodic or serial"),
    _should(
        "owner",
        _some("itunes:owner/itunes:email"),
        "directories cannot confirm who owns the show",
        "set email in show.toml",
    ),
    _should(
        "locked",
        _some("podcast:locked"),
        "others may move the show to their host",
        "say podcast:locked",
    ),
    _should(
        "podcast-guid",
        _some("podcast:guid"),
        "Podcasting 2.0 apps lose the show when it moves",
        "set base_url to where the show is hosted",
    ),
    _should("medium", _some("podcast:medium"), "Podcasting 2.0 apps guess what it is", "say podcast:medium"),
    _should(
        "update-frequency",
        _some("podcast:updateFrequency"),
        "apps guess how often to look",
        "set updates in show.toml",
    ),
    _should("person", _some("podcast:person"), "apps show no people", "say podcast:person"),
    _should(
        "ai-content",
        _some("podcast:txt[@purpose='ai-content']"),
        "listeners are not told of the synthetic voice",
        "say podcast:txt",
    ),
)

ITEM_RULES = (
    _must("item-title", _one("title"), "every app", "give it one title"),
    _must(
        "enclosure",
        _enclosure,
        "apps cannot play it",
        "give address, length in bytes and type of the audio",
    ),
    _must("guid", _guid, "every app shows it again and again", "give it a guid that never changes"),
    _must(
        "pubdate",
        _pubdate,
        "apps sort it wrongly or leave it out",
        "write it as in Fri, 20 Nov 2026 12:00:00 +0800",
    ),
    _must("item-description-length", _short, "Apple Podcasts refuses it", "keep it within 4,000 bytes"),
    _must("item-image", _item_image, "Apple Podcasts ignores its image", "use a .jpg or .png"),
    _should("duration", _duration, "apps show no length", "say whole seconds"),
    _should("item-description", _some("description"), "apps show no notes", "describe it"),
    _should("item-link", _some("link"), "apps link nowhere", "link to its page"),
    _should("item-explicit", _explicit_if_given, "Apple Podcasts shows no label", "say true or false"),
    _should("episode-type", _some("itunes:episodeType"), "apps guess that it is a full episode", "say full"),
    _should(
        "transcript",
        _texts("podcast:transcript", _TRANSCRIPTS),
        "apps show no transcript",
        "build the episode again",
    ),
    _should(
        "chapters",
        _texts("podcast:chapters", {"application/json+chapters"}),
        "apps show no chapters",
        "build the episode again",
    ),
)
"""After the channel's rules, those of each item."""
