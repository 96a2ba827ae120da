"""What the user points at, read whole: a file, a link, or standard input."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from ..errors import SourceError
from .decoding import decode
from .feed_written import is_feed
from .fetching import Limits, fetch
from .formats import MAX_BYTES, refuse_unlike_text, refuse_unreadable

STDIN = "-"


class SourceKind(StrEnum):
    """How a source is written."""

    FEED = "feed"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """One source as it was read.

    Attributes:
        name: what the user typed.
        path: the file's absolute path; None for standard input and links.
        data: the bytes as they lie on disk, or as they were fetched.
        text: the same, decoded.
        kind: how it is written; its content decides, then what the file's extension or the server says.
        url: where it was fetched from, after redirects; empty if it was not.
    """

    name: str
    path: Path | None
    data: bytes
    text: str
    kind: SourceKind
    url: str = ""


_ONE_PAGE = Limits(sent_bytes=MAX_BYTES, unpacked_bytes=MAX_BYTES)
_LINK = re.compile(r"https?://", re.IGNORECASE)
_TAGS = re.compile(
    r"<!doctype html|<(?:html|head|body|div|article|section|table|title|meta|script|p|br|h1)\b[^<>]*>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\A---\n(?:[^\n]*\n)*?---\n|^#{1,6} \S|^ {0,3}\[[^\]\n]{1,200}\]: \S"
    r"|!?\[[^\]\n]{0,200}\]\([^)\s]{1,500}\)|\*\*\S[^*\n]{0,200}\*\*",
    re.MULTILINE,
)
_DOCUMENT = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
_BEFORE_MARKUP = re.compile(r"(?:<\?xml.{0,200}?\?>|<!--.{0,2000}?-->|\s)*+", re.DOTALL)
_EXTENSIONS = {
    ".md": SourceKind.MARKDOWN,
    ".markdown": SourceKind.MARKDOWN,
    ".html": SourceKind.HTML,
    ".htm": SourceKind.HTML,
    ".xhtml": SourceKind.HTML,
}
_MEDIA_TYPES = {
    "text/markdown": SourceKind.MARKDOWN,
    "text/html": SourceKind.HTML,
    "application/xhtml+xml": SourceKind.HTML,
}


def is_link(spec: str) -> bool:
    """Whether the user points at a page of the web."""
    return _LINK.match(spec) is not None


def read_source(spec: str, stdin: BinaryIO, *, allow_private: bool = False) -> Source:
    """Read what `spec` names: a file's path, an http(s) link, or "-" for `stdin`.

    Args:
        spec: what the user typed.
        stdin: what "-" stands for.
        allow_private: a link may lead into the network around this computer.

    Raises:
        SourceError: there is no such file, it is empty or too large, or it is not text.
        FetchError: the link leads to nothing that can be read.
    """
    if is_link(spec):
        page = fetch(spec, _ONE_PAGE, allow_private=allow_private)
        named = _MEDIA_TYPES.get(page.media_type) or _kind_named(urlsplit(page.url).path)
        return replace(source_of(spec, None, page.data, named), url=page.url)
    if spec == STDIN:
        return source_of(spec, None, stdin.read(MAX_BYTES + 1))
    path = Path(spec).expanduser().absolute()
    return source_of(spec, path, _read_file(spec, path))


def source_of(name: str, path: Path | None, data: bytes, named: SourceKind | None = None) -> Source:
    """Return `data` as a source, refusing what cannot hold an article's text.

    Args:
        name: what the user typed.
        path: the file's absolute path, if it is one.
        data: all of it.
        named: how it is written according to its server; by default, according to the file's extension.

    Raises:
        SourceError: the data are empty, too large, or not text.
    """
    label = "standard input" if name == STDIN else name
    refuse_unreadable(label, data)
    text = decode(data)
    if is_feed(text):
        return Source(name, path, data, text, SourceKind.FEED)
    refuse_unlike_text(label, text)
    return Source(name, path, data, text, _kind_of(text, named or _kind_named(path.name if path else "")))


def _read_file(spec: str, path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{spec} is a folder", "give the files in it, one by one")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise SourceError(
            f"{spec}: no such file", "check the path, or use - to read standard input"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{spec} cannot be read: {reason}", "check the path and its permissions") from error


def _kind_named(name: str) -> SourceKind | None:
    return _EXTENSIONS.get(PurePosixPath(name).suffix.lower())


def _kind_of(text: str, named: SourceKind | None) -> SourceKind:
    if _is_page(text, named):
        return SourceKind.HTML
    if named is SourceKind.MARKDOWN or _MARKDOWN.search(text):
        return SourceKind.MARKDOWN
    return SourceKind.TEXT


def _is_page(text: str, named: SourceKind | None) -> bool:
    """Whether the text is a page: Markdown may hold some markup, even at its beginning, but no document."""
    if named is SourceKind.HTML:
        return _TAGS.search(text) is not None
    before = _BEFORE_MARKUP.match(text)
    pattern = _DOCUMENT if named is SourceKind.MARKDOWN else _TAGS
    return pattern.match(text, before.end() if before else 0) is not None
