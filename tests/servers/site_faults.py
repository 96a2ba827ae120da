"""What a news site can do wrong, to be played by the server."""

import asyncio
import contextlib
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
from types import MappingProxyType

from aiohttp import web

MB = 1_000_000
DRIP_S = 0.05
SENTENCE = "海州市新图书馆正式开馆，首日共有五千多名读者到馆。"

_PROSE = f"<p>{SENTENCE}</p>\n".encode()
_PROSE_MB = (_PROSE * (MB // len(_PROSE) + 1))[:MB]


class Fault(StrEnum):
    HUGE = "huge"
    """A page of 200 MB, of unknown length."""
    HUGE_DECLARED = "huge-declared"
    """A page that says that it has 200 MB."""
    BOMB = "bomb"
    """A megabyte that unpacks to a gigabyte."""
    DRIP = "drip"
    """A few bytes now and then, without end."""
    STALL = "stall"
    """The beginning of a page, and then nothing."""
    SILENT = "silent"
    """No answer at all."""
    LINES = "lines"
    """A million short lines."""
    PARAGRAPHS = "paragraphs"
    """A million short paragraphs."""
    NESTED = "nested"
    """100,000 nested tags."""
    LOOP = "loop"
    """A redirect to itself."""
    NOWHERE = "nowhere"
    """A redirect that does not say where to."""
    CUT = "cut"
    """The connection ends in the middle of the page."""
    RESET = "reset"
    """It ends before the answer."""
    CUT_GZIP = "cut-gzip"
    """The packed data end too early, and nothing else says so."""
    BROKEN_GZIP = "broken-gzip"
    """They are not what they are called."""
    BROTLI = "brotli"
    """A packing that was not asked for."""


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def play(fault: Fault, request: web.Request) -> web.StreamResponse:
    """Answer a request with a fault."""
    return await _HANDLERS[fault](request)


@asynccontextmanager
async def _begun(
    request: web.Request, headers: Mapping[str, str] | None = None
) -> AsyncIterator[web.StreamResponse]:
    """An answer that is sent piece by piece, until the client has had enough."""
    answer = web.StreamResponse(headers={"Content-Type": "text/html", **(headers or {})})
    await answer.prepare(request)
    with contextlib.suppress(ConnectionError):
        yield answer


async def _huge(request: web.Request) -> web.StreamResponse:
    async with _begun(request) as answer:
        for _ in range(200):
            await answer.write(_PROSE_MB)
    return answer


async def _huge_declared(request: web.Request) -> web.StreamResponse:
    async with _begun(request, {"Content-Length": str(200 * MB)}) as answer:
        await answer.write(_PROSE)
    return _aborted(request)


async def _bomb(request: web.Request) -> web.StreamResponse:
    async with _begun(request, {"Content-Encoding": "gzip"}) as answer:
        for block in _bomb_blocks():
            await answer.write(block)
    return answer


def _bomb_blocks() -> Iterator[bytes]:
    """Packed so that nothing refers to what was before, one block can be sent over and over."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    yield packer.compress(b"<p>") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield from [block] * 1000


async def _drip(request: web.Request) -> web.StreamResponse:
    async with _begun(request) as answer:
        while True:
            await answer.write(_PROSE[:3])
            await asyncio.sleep(DRIP_S)
    return answer


async def _stall(request: web.Request) -> web.StreamResponse:
    async with _begun(request) as answer:
        await answer.write(_PROSE)
        await asyncio.Event().wait()
    return answer


async def _silent(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    return web.Response()


def _whole(text: str, content_type: str = "text/html") -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=content_type)

    return handler


async def _loop(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": str(request.rel_url)})


async def _nowhere(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302)


async def _cut(request: web.Request) -> web.StreamResponse:
    async with _begun(request, {"Content-Length": str(len(_PROSE_MB))}) as answer:
        await answer.write(_PROSE)
    return _aborted(request)


async def _reset(request: web.Request) -> web.StreamResponse:
    return _aborted(request)


def _aborted(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _packed(body: bytes, encoding: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="text/html", headers={"Content-Encoding": encoding})

    return handler


_HANDLERS: Mapping[Fault, Handler] = MappingProxyType(
    {
        Fault.HUGE: _huge,
        Fault.HUGE_DECLARED: _huge_declared,
        Fault.BOMB: _bomb,
        Fault.DRIP: _drip,
        Fault.STALL: _stall,
        Fault.SILENT: _silent,
        Fault.LINES: _whole("短行\n" * 1_000_000, "text/plain"),
        Fault.PARAGRAPHS: _whole("<html><body>" + "<p>短行" * 1_000_000),
        Fault.NESTED: _whole("<html><body>" + "<div>" * 100_000 + SENTENCE * 20),
        Fault.LOOP: _loop,
        Fault.NOWHERE: _nowhere,
        Fault.CUT: _cut,
        Fault.RESET: _reset,
        Fault.CUT_GZIP: _packed(gzip.compress(_PROSE * 100)[:-20], "gzip"),
        Fault.BROKEN_GZIP: _packed(_PROSE, "gzip"),
        Fault.BROTLI: _packed(_PROSE, "br"),
    }
)
