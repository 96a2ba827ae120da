"""The tags of an M4A: iTunes' list of atoms, put into a file that ffmpeg has made.

Follows ISO/IEC 14496-12 and Apple's QuickTime File Format. ffmpeg writes no link, publisher or own keys.
Its file has the sound first; here what describes the sound is moved before it, so that players begin at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import pack, unpack
from typing import IO

from .tags import Tags

_UTF8, _JPEG, _PNG = 1, 13, 14
_HEADER_BYTES = 8
_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_OWN = "com.apple.iTunes"


@dataclass(frozen=True, slots=True)
class Atom:
    """Where an atom lies, its header included, in bytes."""

    kind: bytes
    start: int
    end: int


def describe(bare: Path, tags: Tags, out: IO[bytes]) -> None:
    """Write an M4A again with its tags, and its description first.

    Args:
        bare: as ffmpeg made it, the description last.
        tags: what players show.
        out: where the new file is written.
    """
    with bare.open("rb") as file:
        atoms = list(_atoms(file, bare.stat().st_size))
        (movie,) = (atom for atom in atoms if atom.kind == b"moov")
        described = _tagged(_content(file, movie), _udta(tags))
        before = [atom for atom in atoms if atom.kind == b"ftyp"]
        after = [atom for atom in atoms if atom.kind not in {b"ftyp", b"moov"}]
        shift = (
            sum(atom.end - atom.start for atom in before) + _HEADER_BYTES + len(described) - after[0].start
        )
        for atom in before:
            _copy(file, atom, out)
        out.write(_atom(b"moov", _moved(described, shift)))
        for atom in after:
            _copy(file, atom, out)


def _atoms(file: IO[bytes], end: int, start: int = 0) -> Iterator[Atom]:
    while start < end:
        file.seek(start)
        size, kind = unpack(">I4s", file.read(_HEADER_BYTES))
        if size == 1:  # beyond 4 GB the size follows
            (size,) = unpack(">Q", file.read(8))
        yield Atom(kind, start, start + size)
        start += size


def _content(file: IO[bytes], atom: Atom) -> bytes:
    file.seek(atom.start + _HEADER_BYTES)
    return file.read(atom.end - atom.start - _HEADER_BYTES)


def _copy(file: IO[bytes], atom: Atom, out: IO[bytes]) -> None:
    file.seek(atom.start)
    left = atom.end - atom.start
    while left:
        piece = file.read(min(left, 1 << 20))
        out.write(piece)
        left -= len(piece)


def _inner(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        size, kind = unpack(">I4s", content[at : at + _HEADER_BYTES])
        yield kind, content[at + _HEADER_BYTES : at + size]
        at += size


def _tagged(movie: bytes, tags: bytes) -> bytes:
    """The movie with our tags beside the list of chapters, instead of ffmpeg's own."""
    kept = [(kind, content) for kind, content in _inner(movie) if kind != b"udta"]
    users = [content for kind, content in _inner(movie) if kind == b"udta"]
    lists = [_atom(kind, content) for user in users for kind, content in _inner(user) if kind == b"chpl"]
    return b"".join(_atom(*each) for each in kept) + _atom(b"udta", b"".join(lists) + tags)


def _moved(content: bytes, by: int) -> bytes:
    """The same description of sound that lies `by` bytes further on."""
    parts = []
    for kind, inner in _inner(content):
        if kind in _CONTAINERS:
            parts.append(_atom(kind, _moved(inner, by)))
        elif kind in {b"stco", b"co64"}:
            parts.append(_atom(kind, inner[:8] + _shifted(inner[8:], "I" if kind == b"stco" else "Q", by)))
        else:
            parts.append(_atom(kind, inner))
    return b"".join(parts)


def _shifted(offsets: bytes, code: str, by: int) -> bytes:
    size = len(pack(f">{code}", 0))
    count = len(offsets) // size
    return pack(f">{count}{code}", *(each + by for each in unpack(f">{count}{code}", offsets)))


def _udta(tags: Tags) -> bytes:
    texts = {
        b"\xa9nam": tags.title,
        b"\xa9ART": tags.show,
        b"\xa9alb": tags.show,
        b"\xa9gen": "Podcast",
        b"\xa9day": tags.date,
        b"\xa9cmt": tags.comment,
        b"\xa9lyr": tags.transcript,
    }
    own = {"LANGUAGE": tags.language, "PUBLISHER": tags.publisher, "purl": tags.link}
    if tags.label:
        own["AIGC"] = tags.label.json()
    items = [_atom(kind, _data(_UTF8, text.encode())) for kind, text in texts.items() if text]
    items += [_freeform(name, text) for name, text in own.items() if text]
    items.append(
        _atom(b"covr", _data(_PNG if tags.cover.suffix == ".png" else _JPEG, tags.cover.read_bytes()))
    )
    handler = _atom(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    return _atom(b"meta", bytes(4) + handler + _atom(b"ilst", b"".join(items)))


def _freeform(name: str, text: str) -> bytes:
    mean, key = (_atom(kind, bytes(4) + value.encode()) for kind, value in ((b"mean", _OWN), (b"name", name)))
    return _atom(b"----", mean + key + _data(_UTF8, text.encode()))


def _data(kind: int, value: bytes) -> bytes:
    return _atom(b"data", pack(">II", kind, 0) + value)


def _atom(kind: bytes, content: bytes) -> bytes:
    return pack(">I", _HEADER_BYTES + len(content)) + kind + content
