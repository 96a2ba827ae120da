"""A show is checked on disk: feed, pages, pictures, transcripts, chapters, and that all of it is there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from .addresses import FEED, INDEX, PAGES
from .errors import ShowNotFound
from .feed_rules import NAMES, feed_problems
from .image_rules import image_problems
from .page_rules import page_problems
from .problems import Problem, error
from .show import Show


def check_show(show: Show) -> Iterator[Problem]:
    """Check all that a show has in its public folder.

    Raises:
        ShowNotFound: nothing has been built yet.
    """
    if not (show.public / FEED).is_file():
        raise ShowNotFound(f"{show.public / FEED} is not there", "build an episode first")
    pictures: set[str] = set()
    for path in sorted(show.public.glob("feed*.xml")):
        document = path.read_bytes()
        yield from feed_problems(document, path.name)
        yield from _of_files(show, document, path.name, pictures)
    for name in sorted(pictures):
        if (path := show.public / name).is_file():
            yield from image_problems(path.read_bytes(), name)
    pages = [show.public / INDEX, *show.public.glob("index-*.html"), *(show.public / PAGES).glob("*.html")]
    for path in sorted(pages):
        yield from page_problems(path, show.public)


def check_feed_file(path: Path) -> tuple[Problem, ...]:
    """Check a feed that lies on this computer."""
    try:
        return feed_problems(path.read_bytes(), str(path))
    except OSError as error:
        raise ShowNotFound(f"{path} cannot be read: {error.strerror}", "name a feed, or a show") from error


def _of_files(show: Show, document: bytes, where: str, pictures: set[str]) -> Iterator[Problem]:
    try:
        feed = etree.fromstring(document)
    except etree.XMLSyntaxError:
        return  # it was told already
    for image in feed.iterfind(".//itunes:image", NAMES):
        pictures.add(_name(show, image.get("href", "")))
    for enclosure in feed.iterfind(".//enclosure"):
        yield from _enclosure(show, enclosure, where)
    for element in (
        *feed.iterfind(".//podcast:transcript", NAMES),
        *feed.iterfind(".//podcast:chapters", NAMES),
    ):
        yield from _text(show, element, where)
    for name in sorted(pictures):
        if not (show.public / name).is_file():
            yield _lost("image-lost", where, name, "apps show no picture")


def _name(show: Show, url: str) -> str:
    return unquote(url.removeprefix(show.base_url))


def _enclosure(show: Show, enclosure: Any, where: str) -> Iterator[Problem]:
    name = _name(show, enclosure.get("url", ""))
    path = show.public / name
    if not path.is_file():
        yield _lost("enclosure-lost", where, name, "apps cannot play it")
    elif str(path.stat().st_size) != enclosure.get("length"):
        told = f"{name} has {path.stat().st_size} bytes, the feed says {enclosure.get('length')}"
        yield error("enclosure-length", where, told, "apps show wrong sizes or break off", "build again")


def _text(show: Show, element: Any, where: str) -> Iterator[Problem]:
    name = _name(show, element.get("url", ""))
    path = show.public / name
    if not path.is_file():
        yield _lost("text-lost", where, name, "apps show no transcript or chapters")
    elif told := _wrong_text(path):
        yield error("text-format", name, told, "apps show no transcript or chapters", "build again")


def _wrong_text(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            held = json.loads(text)
            return "" if held.get("chapters") or held.get("segments") else "it holds nothing"
    except (UnicodeDecodeError, ValueError, AttributeError) as error:
        return f"it cannot be read: {error}"
    if path.suffix == ".vtt" and not text.startswith("WEBVTT\n"):
        return "it does not begin with WEBVTT"
    return "" if " --> " in text else "it holds no cue"


def _lost(rule: str, where: str, name: str, breaks: str) -> Problem:
    return error(rule, where, f"{name} is not there", breaks, "build the episode again")
