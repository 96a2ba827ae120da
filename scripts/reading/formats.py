"""What cannot hold an article's text, told by its size, its first bytes, or what a server calls it."""

import re

from ..errors import SourceError

MAX_BYTES = 10_000_000
"""Five times what the largest news page has; twice as many bytes would not be cleaned in 500 MB of memory."""
MAX_LINES = 100_000
"""Lines of a text, or tags of a page; thirty times what the fullest news page has."""

_SAVE_AS_TEXT = "copy the article's text into a .txt file"
_UNREADABLE = "its text cannot be read: copy the article's text instead"
_NOT_SOUND = "give the article, not its sound"
_NOT_PICTURES = "give the article's page or text"
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
    (rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI |FLV\x01", "a video", _NOT_PICTURES),
    (rb"\x7fELF|MZ.{58}|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", "a program", "give an article's page or text"),
    (rb"SQLite format 3\x00", "a database", "give an article's page or text"),
    (
        rb"From: <?Saved by|MIME-Version:",
        "a web archive (MHTML)",
        "save the page again as “web page, HTML only”",
    ),
)

# The beginning of a media type, what it is, and what to do instead. Servers call so much else
# application/octet-stream or text/plain that only these are believed.
_DECLARED = (
    ("application/pdf", "a PDF", _SAVE_AS_TEXT),
    ("image/", "an image", _UNREADABLE),
    ("audio/", "an audio file", _NOT_SOUND),
    ("video/", "a video", _NOT_PICTURES),
    ("font/", "a font", _NOT_PICTURES),
)

_LINE_ENDS = "\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def refuse_unreadable(label: str, data: bytes) -> None:
    """Refuse data in which there is no text to be read.

    Raises:
        SourceError: they are empty, too large, or begin as a known format does that is no text.
    """
    if not data:
        raise SourceError(f"{label} is empty", "give an article's page or text")
    if len(data) > MAX_BYTES:
        raise SourceError(f"{label} is larger than {MAX_BYTES // 1_000_000} MB", "give one article at a time")
    for pattern, what, instead in _MAGIC:
        if re.match(pattern, data, re.DOTALL):
            raise SourceError(f"{label} is {what}, not an article", instead)


def refuse_declared(label: str, content_type: str) -> None:
    """Refuse what its server calls a picture, a sound or a print, before it is fetched.

    Raises:
        SourceError: by its name.
    """
    media_type = content_type.strip().lower()
    for beginning, what, instead in _DECLARED:
        if media_type.startswith(beginning):
            raise SourceError(f"{label} is {what}, not an article", instead)


def refuse_unlike_text(label: str, text: str) -> None:
    """Refuse what decoding has shown to be no article.

    Raises:
        SourceError: it is blank, mostly what no writer types, or has more lines than any article.
    """
    if not text.strip("\x00\ufeff \t\n\u3000"):
        raise SourceError(f"{label} is empty", "give an article's page or text")
    if max(sum(map(text.count, _LINE_ENDS)), text.count("<")) > MAX_LINES:
        raise SourceError(
            f"{label} has more than {MAX_LINES:,} lines or tags", "give the page or text of one article"
        )
    if _is_junk(text):
        raise SourceError(f"{label} is not text", "give an article's page or text")


def _is_junk(text: str) -> bool:
    """Whether the text is mostly what no writer types: control, private and undecodable characters."""
    odd = sum((not char.isprintable() and not char.isspace()) or char == "\ufffd" for char in text)
    return odd * 20 > len(text)
