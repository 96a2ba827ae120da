"""The tag of an MP3: ID3v2.3 in UTF-16, which every player reads.

Follows id3.org's “ID3 tag version 2.3.0” and “ID3v2 Chapter Frame Addendum”. ffmpeg writes neither comments
nor lyrics nor links; mutagen, under the GPL, puts chapters out of their order. So these few frames are ours.
"""

from collections.abc import Sequence
from struct import pack

from .tags import Tags, milliseconds
from .timeline import Chapter

_LATIN, _UTF16 = b"\0", b"\1"
_FRONT_COVER = b"\3"
_NO_OFFSET = b"\xff" * 4
_ORDERED_TOP = b"\3"


def id3_tag(tags: Tags, chapters: Sequence[Chapter]) -> bytes:
    """The tag with all frames, to stand before an MP3's sound.

    Args:
        tags: what players show.
        chapters: at most 255.
    """
    frames = b"".join(
        [*_texts(tags), *_links(tags), *_long_texts(tags), *_chapters(chapters), _picture(tags)]
    )
    return b"ID3\3\0\0" + _syncsafe(len(frames)) + frames


def _texts(tags: Tags) -> list[bytes]:
    year, month, day = tags.date.split("-")
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.show,
        "TALB": tags.show,
        "TCON": "Podcast",
        "TYER": year,
        "TDAT": day + month,
        "TLAN": tags.language,
        "TPUB": tags.publisher,
    }
    return [_text_frame(name, text) for name, text in texts.items() if text]


def _links(tags: Tags) -> list[bytes]:
    """The story's page, as ID3 has it, and where players look that show only texts."""
    if not tags.link:
        return []
    return [_frame("WOAS", tags.link.encode("latin-1", "ignore")), _named("purl", tags.link)]


def _long_texts(tags: Tags) -> list[bytes]:
    label = [_named("AIGC", tags.label.json())] if tags.label else []
    long = {"COMM": tags.comment, "USLT": tags.transcript}
    language = tags.language.encode()
    texts = [
        _frame(name, _UTF16 + language + _utf16("") + b"\0\0" + _utf16(text))
        for name, text in long.items()
        if text
    ]
    return label + texts


def _chapters(chapters: Sequence[Chapter]) -> list[bytes]:
    if not chapters:
        return []
    names = [f"chp{number}".encode() + b"\0" for number in range(len(chapters))]
    contents = b"toc\0" + _ORDERED_TOP + bytes([len(chapters)]) + b"".join(names)
    return [
        _frame("CTOC", contents),
        *(_chapter(name, chapter) for name, chapter in zip(names, chapters, strict=True)),
    ]


def _chapter(name: bytes, chapter: Chapter) -> bytes:
    times = pack(">II", *milliseconds(chapter))
    return _frame("CHAP", name + times + _NO_OFFSET + _NO_OFFSET + _text_frame("TIT2", chapter.title))


def _picture(tags: Tags) -> bytes:
    kind = b"image/png" if tags.cover.suffix == ".png" else b"image/jpeg"
    return _frame("APIC", _LATIN + kind + b"\0" + _FRONT_COVER + b"\0" + tags.cover.read_bytes())


def _named(name: str, text: str) -> bytes:
    return _frame("TXXX", _UTF16 + _utf16(name) + b"\0\0" + _utf16(text))


def _text_frame(name: str, text: str) -> bytes:
    return _frame(name, _LATIN + text.encode() if text.isascii() else _UTF16 + _utf16(text))


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.replace("\0", "").encode("utf-16-le", "replace")


def _frame(name: str, content: bytes) -> bytes:
    return name.encode() + pack(">I", len(content)) + b"\0\0" + content


def _syncsafe(number: int) -> bytes:
    """Seven bits a byte, so that no size looks like the start of a sound frame."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
