"""Which part of a file a client asks for, and whether it has it already: RFC 9110, read as nginx reads it.

Where the standard leaves a choice, apps have been written against what nginx does: a range that makes no
sense is 416 and not ignored, ranges that together are longer than the file give the whole file, and a date in
If-Modified-Since has to be the very one that was told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime

BOUNDARY = "bobao-7f3c9a51e2d84b06"
"""Between the parts of an answer to several ranges; the same request gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What can be asked for.

    Attributes:
        size: in bytes.
        etag: with its quotes.
        modified: in seconds since 1970.
        content_type: of the whole.
    """

    size: int
    etag: str
    modified: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the resource.

    Attributes:
        start: the first byte.
        stop: the byte after the last one.
    """

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Decision:
    """How a request is answered.

    Attributes:
        status: the status code.
        headers: those that belong to it; without the length.
        body: bytes as they are and parts of the resource, in their order.
    """

    status: int
    headers: Mapping[str, str]
    body: tuple[bytes | Part, ...]

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return sum(len(each) if isinstance(each, bytes) else each.stop - each.start for each in self.body)


class _Unsatisfiable(Exception):  # noqa: N818 - it is caught a few lines below
    """The ranges make no sense, or lie beyond the end."""


def decide(asked: Mapping[str, str], resource: Resource) -> Decision:
    """Answer a GET or HEAD for a resource that is there.

    Args:
        asked: the request's headers.
        resource: what is asked for.
    """
    known = {"ETag": resource.etag, "Last-Modified": formatdate(resource.modified, usegmt=True)}
    if _failed(asked, resource):
        return Decision(412, {}, ())
    if _has_it(asked, resource):
        return Decision(304, known, ())
    whole = Decision(
        200,
        {**known, "Content-Type": resource.content_type, "Accept-Ranges": "bytes"},
        (Part(0, resource.size),),
    )
    wanted = asked.get("Range", "")
    if not re.match("bytes=.", wanted, re.IGNORECASE) or not _same_as_before(asked.get("If-Range"), resource):
        return whole
    try:
        parts = _parts(wanted[len("bytes=") :], resource.size)
    except _Unsatisfiable:
        return Decision(416, {"Content-Range": f"bytes */{resource.size}"}, ())
    return _partial(known, parts, resource) if parts else whole


def _partial(known: Mapping[str, str], parts: list[Part], resource: Resource) -> Decision:
    if len(parts) == 1:
        headers = {"Content-Type": resource.content_type, "Content-Range": _told(parts[0], resource)}
        return Decision(206, {**known, **headers}, tuple(parts))
    body: list[bytes | Part] = []
    for part in parts:
        head = f"Content-Type: {resource.content_type}\r\nContent-Range: {_told(part, resource)}"
        body += [f"\r\n--{BOUNDARY}\r\n{head}\r\n\r\n".encode(), part]
    body.append(f"\r\n--{BOUNDARY}--\r\n".encode())
    return Decision(206, {**known, "Content-Type": f"multipart/byteranges; boundary={BOUNDARY}"}, tuple(body))


def _told(part: Part, resource: Resource) -> str:
    return f"bytes {part.start}-{part.stop - 1}/{resource.size}"


def _parts(ranges: str, size: int) -> list[Part]:
    """The parts asked for; none stands for the whole."""
    parts = []
    for text in ranges.split(","):
        first, dash, last = (piece.strip(" ") for piece in text.partition("-"))
        if not dash or not _digits(first or "0") or not _digits(last or "0") or not (first or last):
            raise _Unsatisfiable
        start, stop = _bounds(first, last, size)
        if start < stop:
            parts.append(Part(start, stop))
        elif start == 0:
            return []
    if not parts:
        raise _Unsatisfiable
    return parts if sum(part.stop - part.start for part in parts) <= size else []


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


def _digits(text: str) -> bool:
    """Whether it is a number that a 64-bit counter can hold."""
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 1 << 63  # noqa: PLR2004 - digits


def _failed(asked: Mapping[str, str], resource: Resource) -> bool:
    since = asked.get("If-Unmodified-Since")
    if since is not None and not resource.modified <= _seconds(since):
        return True
    match = asked.get("If-Match")
    return match is not None and not _listed(match, resource.etag, weak=False)


def _has_it(asked: Mapping[str, str], resource: Resource) -> bool:
    since, none = asked.get("If-Modified-Since"), asked.get("If-None-Match")
    if since is not None and _seconds(since) != resource.modified:
        return False
    if none is not None:
        return _listed(none, resource.etag, weak=True)
    return since is not None


def _same_as_before(condition: str | None, resource: Resource) -> bool:
    if condition is None:
        return True
    if condition.endswith('"'):
        return condition == resource.etag
    return _seconds(condition) == resource.modified


def _listed(tags: str, etag: str, *, weak: bool) -> bool:
    each = [tag.strip() for tag in tags.split(",")]
    return "*" in each or etag in ([tag.removeprefix("W/") for tag in each] if weak else each)


def _seconds(date: str) -> int:
    """An HTTP date; −1 if it is none."""
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return -1
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
