"""What browsers and people require of a page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from .problems import Problem, error, warning


def page_problems(path: Path, public: Path) -> Iterator[Problem]:
    """Check a page: that it says what it is, and that all it loads and links to in the show is there.

    Args:
        path: the page.
        public: the folder that is hosted.
    """
    name = path.relative_to(public).as_posix()
    try:
        page = html.document_fromstring(path.read_bytes().decode("utf-8"))
    except (etree.ParserError, UnicodeDecodeError, ValueError) as broken:
        yield error("page", name, f"it cannot be read: {broken}", "browsers", "build again")
        return
    yield from _declarations(page, name)
    for told in sorted(_loaded_from_others(page)):
        fix = "keep what the page needs in public/"
        yield error("third-party", name, told, "listeners are seen by somebody they did not ask for", fix)
    for told in sorted(_broken(page, path, public)):
        yield error("page-link", name, told, "browsers show an error", "build again")


def _declarations(page: Any, name: str) -> Iterator[Problem]:
    wanted = {
        "lang": ("/html/@lang", "screen readers guess the language"),
        "title": ("/html/head/title/text()", "browsers show no title"),
        "viewport": ("//meta[@name='viewport']/@content", "phones show it too small"),
        "discovery": (
            "//link[@rel='alternate'][@type='application/rss+xml']/@href",
            "apps do not find the feed",
        ),
    }
    for rule, (path, breaks) in wanted.items():
        if not any(str(found).strip() for found in page.xpath(path)):
            yield warning(f"page-{rule}", name, f"{path} is missing", breaks, "mend the template")


def _loaded_from_others(page: Any) -> Iterator[str]:
    for address in page.xpath("//@src | //link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href"):
        if urlsplit(address).netloc:
            yield f"it loads {address}"


def _broken(page: Any, path: Path, public: Path) -> Iterator[str]:
    for address in set(page.xpath("//@src | //a/@href | //link/@href")):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        target = (path.parent / unquote(parts.path)).resolve()
        if not target.is_relative_to(public.resolve()) or not target.exists():
            yield f"it leads to {address}, which is not there"
