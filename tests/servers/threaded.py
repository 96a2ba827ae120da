"""A server of our own on loopback, in a thread beside the test."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from aiohttp import web

_PATIENCE_S = 60.0


class ThreadedServer:
    """Serves on free ports of loopback while its `with` block lasts.

    A subclass gives the `app`, may ask for a second port with a `secure` context, and is told its `ports`. What
    it serves within `counted` is counted.

    Attributes:
        handler_cancellation: whether a handler ends when its client does, as it must where clients are counted.
        most_at_once: how many it has served at once, at the most.
    """

    secure: ssl.SSLContext | None = None
    handler_cancellation = False

    def __init__(self) -> None:
        self.most_at_once = 0
        self._at_once = 0
        self._served = 0
        self._counting = threading.Condition()
        self._started: Future[tuple[list[int], asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._coming_back: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def app(self) -> web.Application:
        """What is served."""
        raise NotImplementedError

    def listening(self, ports: list[int]) -> None:
        """Told of the ports before the block begins."""
        raise NotImplementedError

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Around all that is done for one client."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._counting:
            self._at_once += change
            self._served += change < 0
            self.most_at_once = max(self.most_at_once, self._at_once)
            self._counting.notify_all()

    def wait_until_at_once(self, clients: int) -> None:
        """Return when so many are served; it fails the test if that never happens."""
        with self._counting:
            assert self._counting.wait_for(lambda: self._at_once == clients, _PATIENCE_S)

    def wait_until_served(self, clients: int) -> None:
        """Return when so many have been served; it fails the test if that never happens."""
        with self._counting:
            assert self._counting.wait_for(lambda: self._served >= clients, _PATIENCE_S)

    def come_back(self) -> None:
        """Open the first port again after `be_gone`."""
        asyncio.run_coroutine_threadsafe(self._come_back(self._port, 0), self._loop).result()

    async def be_gone(self) -> None:
        """Close the first port, and all connections to it."""
        await self._site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection.transport:
                connection.transport.abort()

    def __enter__(self) -> Self:
        self._thread.start()
        ports, self._loop, self._stop = self._started.result()
        self._port = ports[0]
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
        await self._site.stop()
        self._coming_back = asyncio.create_task(self._come_back(self._port, seconds))

    async def _come_back(self, port: int, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()

    async def _serve(self) -> None:
        stop = asyncio.Event()
        self._runner = runner = web.AppRunner(
            self.app(), shutdown_timeout=0.1, handler_cancellation=self.handler_cancellation
        )
        await runner.setup()
        self._site = web.TCPSite(runner, "127.0.0.1", 0)
        await self._site.start()
        if self.secure:
            await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self.secure).start()
        ports = [address[1] for address in runner.addresses]
        self._started.set_result((ports, asyncio.get_running_loop(), stop))
        await stop.wait()
        await runner.cleanup()
