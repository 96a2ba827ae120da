"""One request to the show's web server, answered."""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from .addresses import INDEX
from .media_types import content_type
from .ranges import Part, Resource, decide
from .settings import LOCAL_URL

if TYPE_CHECKING:
    from aiohttp import web

_CHUNK = 1 << 18
_REWRITTEN = (".xml", ".html")
_LOCAL = re.compile(rb"""(["'>])""" + re.escape(LOCAL_URL.encode()))
"""The stand-in address where it begins a value; in the middle of a text it is somebody's words."""

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_FOR_EVER = re.compile(r"-[0-9a-f]{8,12}(\.\w+)+$")
"""Names that tell their content never get another one."""

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified",
}
_PREFLIGHT = {
    **_CORS,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


class Answers:
    """Answers requests for the files below one folder.

    Args:
        public: the folder; nothing beside it can be reached, also not by links in it.
        addressed: whether the show has an address of its own. Without one, feed and pages are given out with
            the address that the client used, so that a phone in the same network can follow them.
    """

    def __init__(self, public: Path, *, addressed: bool) -> None:
        self._root = public.resolve()
        self._addressed = addressed

    async def options(self, request: "web.Request") -> "web.StreamResponse":
        """Tell a browser that any page may read what is here."""
        from aiohttp import web

        del request
        return web.Response(status=204, headers=_PREFLIGHT)

    async def get(self, request: "web.Request") -> "web.StreamResponse":
        """Answer GET and HEAD."""
        from aiohttp import web

        path = self._file(request.match_info["path"])
        if path is None:
            raise web.HTTPNotFound(headers=_CORS)
        file, resource = await asyncio.to_thread(self._opened, path, request)
        with closing(file):
            return await _sent(request, file, resource, _caching(path.name))

    def _file(self, asked: str) -> Path | None:
        """The file that is asked for; None if there is none that may be had."""
        parts = PurePosixPath(asked or INDEX).parts
        if any(part.startswith(".") or "\\" in part or ":" in part for part in parts) or asked.endswith("/"):
            return None
        try:
            path = self._root.joinpath(*parts).resolve()
            return path if path.is_relative_to(self._root) and path.is_file() else None
        except (OSError, ValueError):
            return None  # a name that no file can have

    def _opened(self, path: Path, request: "web.Request") -> tuple[BinaryIO, Resource]:
        file = path.open("rb")
        status = os.fstat(file.fileno())
        kind = _type_for(request, path.name)
        here = _address_used(request)
        if self._addressed or path.suffix not in _REWRITTEN or here == LOCAL_URL.encode():
            etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
            return file, Resource(status.st_size, etag, int(status.st_mtime), kind)
        with file:
            content = _LOCAL.sub(lambda found: found[1] + here, file.read())
        etag = f'"{sha256(content).hexdigest()[:24]}"'
        return BytesIO(content), Resource(len(content), etag, int(status.st_mtime), kind)


async def _sent(
    request: "web.Request", file: BinaryIO, resource: Resource, caching: str
) -> "web.StreamResponse":
    from aiohttp import web

    decision = decide(request.headers, resource)
    headers = {**_CORS, **decision.headers, "X-Content-Type-Options": "nosniff"}
    if decision.status < 400:  # noqa: PLR2004 - HTTP
        headers |= {"Cache-Control": caching, "Vary": "Accept"}
    response = web.StreamResponse(status=decision.status, headers=headers)
    if decision.status != 304:  # noqa: PLR2004 - HTTP
        response.content_length = decision.length
    await response.prepare(request)
    if request.method == "GET":
        for each in decision.body:
            pieces = iter([each]) if isinstance(each, bytes) else _read(file, each)
            while piece := await asyncio.to_thread(next, pieces, b""):
                await response.write(piece)
    await response.write_eof()
    return response


def _read(file: BinaryIO, part: Part) -> Iterator[bytes]:
    file.seek(part.start)
    left = part.stop - part.start
    while left > 0 and (piece := file.read(min(left, _CHUNK))):
        left -= len(piece)
        yield piece


def _type_for(request: "web.Request", name: str) -> str:
    """Browsers show a feed as a page only if it is called plain XML; apps are told what it is."""
    if name.endswith(".xml") and "text/html" in request.headers.get("Accept", ""):
        return "application/xml; charset=utf-8"
    return content_type(name)


def _address_used(request: "web.Request") -> bytes:
    """The address by which the client reached us; that of this machine if it does not say one."""
    host = request.headers.get("Host", "")
    if not _HOST.fullmatch(host):
        return LOCAL_URL.encode()
    secure = request.headers.get("X-Forwarded-Proto", "").lower() == "https"
    return f"{'https' if secure else 'http'}://{host}/".encode()


def _caching(name: str) -> str:
    return "public, max-age=31536000, immutable" if _FOR_EVER.search(name) else "no-cache"
