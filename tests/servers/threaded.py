"""A server of our own on loopback, in a thread beside the test."""

import asyncio
import ssl
import threading
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from aiohttp import web


class ThreadedServer:
    """Serves on free ports of loopback while its `with` block lasts.

    A subclass gives the `app`, may ask for a second port with a `secure` context, and is told its `ports`.
    """

    secure: ssl.SSLContext | None = None

    def __init__(self) -> None:
        self._started: Future[tuple[list[int], asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._coming_back: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def app(self) -> web.Application:
        """What is served."""
        raise NotImplementedError

    def listening(self, ports: list[int]) -> None:
        """Told of the ports before the block begins."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        ports, self._loop, self._stop = self._started.result()
        self.listening(ports)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def be_away(self, seconds: float) -> None:
        """Close the first port; it is opened again after so many seconds, and who is there is served meanwhile."""
        if self._coming_back and not self._coming_back.done():
            return
        port = self._runner.addresses[0][1]
        await self._site.stop()
        self._coming_back = asyncio.create_task(self._come_back(port, seconds))

    async def _come_back(self, port: int, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()

    async def _serve(self) -> None:
        stop = asyncio.Event()
        self._runner = runner = web.AppRunner(self.app(), shutdown_timeout=0.1)
        await runner.setup()
        self._site = web.TCPSite(runner, "127.0.0.1", 0)
        await self._site.start()
        if self.secure:
            await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self.secure).start()
        ports = [address[1] for address in runner.addresses]
        self._started.set_result((ports, asyncio.get_running_loop(), stop))
        await stop.wait()
        await runner.cleanup()
