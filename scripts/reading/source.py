"""What the user points at, read whole: a file or standard input."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from ..errors import SourceError
from .decoding import decode

MAX_BYTES = 20_000_000
STDIN = "-"


class SourceKind(StrEnum):
    """How a source is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """One source as it was read.

    Attributes:
        name: what the user typed.
        path: the file's absolute path; None for standard input.
        data: the bytes as they lie on disk.
        text: the same, decoded.
        kind: how it is written; its content decides, then the file's extension.
    """

    name: str
    path: Path | None
    data: bytes
    text: str
    kind: SourceKind


_SAVE_AS_TEXT = "copy the article's text into a .txt file"
_LINK = re.compile(r"https?://", re.IGNORECASE)

_UNREADABLE = "its text cannot be read: copy the article's text instead"
_NOT_SOUND = "give the article, not its sound"
_WHOLE_TEXT = f"{_SAVE_AS_TEXT}, or save it as plain text"

# First bytes, what they are, and what to do instead.
_MAGIC = (
    (rb"%PDF-", "a PDF", _SAVE_AS_TEXT),
    (rb"PK\x03\x04.{26}(?:\[Content_Types\]|_rels|word/)", "a Word document", _WHOLE_TEXT),
    (rb"PK\x03\x04.{26}mimetype", "an e-book or OpenDocument file", _WHOLE_TEXT),
    (rb"PK\x03\x04|PK\x05\x06", "a zip archive", "unpack it and give the file inside"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _WHOLE_TEXT),
    (rb"\{\\rtf", "an RTF document", _WHOLE_TEXT),
    (
        rb"\x1f\x8b|BZh\d|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd",
        "an archive",
        "unpack it first",
    ),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|BM.{4}\x00{4}", "an image", _UNREADABLE),
    (rb"II\*\x00|MM\x00\*|\x00\x00\x01\x00|.{4}ftyp(?:avif|heic|heix|mif1)", "an image", _UNREADABLE),
    (rb"ID3|\xff[\xfb\xf3\xf2\xf1\xf9]|OggS|fLaC|RIFF.{4}WAVE|.{4}ftypM4A", "an audio file", _NOT_SOUND),
    (rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI |FLV\x01", "a video", "give the article's page or text"),
    (rb"\x7fELF|MZ.{58}|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", "a program", "give an article's page or text"),
    (rb"SQLite format 3\x00", "a database", "give an article's page or text"),
    (
        rb"From: <?Saved by|MIME-Version:",
        "a web archive (MHTML)",
        "save the page again as “web page, HTML only”",
    ),
)

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


def read_source(spec: str, stdin: BinaryIO) -> Source:
    """Read what `spec` names: a file's path, or "-" for `stdin`.

    Raises:
        SourceError: there is no such file, it is empty or too large, or it is not text.
    """
    if _LINK.match(spec):
        raise SourceError(f"{spec}: links cannot be read yet", "save the page and give the file")
    if spec == STDIN:
        return source_of(spec, None, stdin.read(MAX_BYTES + 1))
    path = Path(spec).expanduser().absolute()
    return source_of(spec, path, _read_file(spec, path))


def source_of(name: str, path: Path | None, data: bytes) -> Source:
    """Return `data` as a source, refusing what cannot hold an article's text.

    Raises:
        SourceError: the data are empty, too large, or not text.
    """
    label = "standard input" if name == STDIN else name
    _refuse_unreadable(label, data)
    text = decode(data)
    if not text.strip("\x00\ufeff \t\n\u3000"):
        raise SourceError(f"{label} is empty", "give an article's page or text")
    if _is_junk(text):
        raise SourceError(f"{label} is not text", "give an article's page or text")
    return Source(name, path, data, text, _kind_of(text, path))


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


def _refuse_unreadable(label: str, data: bytes) -> None:
    if not data:
        raise SourceError(f"{label} is empty", "give an article's page or text")
    if len(data) > MAX_BYTES:
        raise SourceError(f"{label} is larger than {MAX_BYTES // 1_000_000} MB", "give one article at a time")
    for pattern, what, instead in _MAGIC:
        if re.match(pattern, data, re.DOTALL):
            raise SourceError(f"{label} is {what}, not an article", instead)


def _is_junk(text: str) -> bool:
    """Whether the text is mostly what no writer types: control, private and undecodable characters."""
    odd = sum((not char.isprintable() and not char.isspace()) or char == "\ufffd" for char in text)
    return odd * 20 > len(text)


def _kind_of(text: str, path: Path | None) -> SourceKind:
    by_name = _EXTENSIONS.get(path.suffix.lower()) if path else None
    if _is_page(text, by_name):
        return SourceKind.HTML
    if by_name is SourceKind.MARKDOWN or _MARKDOWN.search(text):
        return SourceKind.MARKDOWN
    return SourceKind.TEXT


def _is_page(text: str, by_name: SourceKind | None) -> bool:
    """Whether the text is a page: Markdown may hold some markup, even at its beginning, but no document."""
    if by_name is SourceKind.HTML:
        return _TAGS.search(text) is not None
    before = _BEFORE_MARKUP.match(text)
    pattern = _DOCUMENT if by_name is SourceKind.MARKDOWN else _TAGS
    return pattern.match(text, before.end() if before else 0) is not None
