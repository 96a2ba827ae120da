"""How much is asked of a service at once: less when it is busy, and more again when it has recovered.

All workers of an episode share it, so that they back off together instead of each finding out for itself.
It grows by one and shrinks by half, as TCP does (RFC 5681, section 3.1).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from .errors import EngineBusyError, EngineError, EngineUnreachable, IncompleteSpeechError
from .persistence import Pause, backoff_s

_MOST_WAVES = 6
"""When a service has answered nothing through so many waves of requests, some 15 s, it is out of order."""

_T = TypeVar("_T")


class Traffic:
    """Requests to one engine, bounded together. To be used within one event loop.

    Args:
        most: how many may be under way at once when all is well.
        pause: waits for so many seconds.
    """

    def __init__(self, most: int, pause: Pause = asyncio.sleep) -> None:
        self._most = most
        self._pause = pause
        self._allowed = most
        self._under_way = 0
        self._since_change = 0
        self._wave = 0
        self._waves_lost = 0
        self._reached = False
        self._free = asyncio.Condition()
        self._rested = asyncio.Event()
        self._rested.set()

    @property
    def allowed(self) -> int:
        """How many may be under way at once at this moment."""
        return self._allowed

    async def ask(self, speak: Callable[[], Awaitable[_T]]) -> _T:
        """Ask when it is this request's turn; again, after a rest that all take, while the service is busy.

        Raises:
            EngineUnreachable: nobody answers, and nobody has answered before.
            EngineBusyError: the service stays busy.
            EngineError: what `speak` raises besides.
        """
        while True:
            async with self._turn() as wave:
                try:
                    answer = await speak()
                except (EngineBusyError, EngineUnreachable) as error:
                    if isinstance(error, EngineUnreachable) and not self._reached:
                        raise
                    rest_s = self._backed_off(wave, error)
                except IncompleteSpeechError:
                    self._reached = True
                    raise
                else:
                    self._recover()
                    return answer
            await self._rest(rest_s)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[int]:
        """Wait for a place among those under way; gives the number of the wave of requests that begins."""
        async with self._free:
            await self._free.wait_for(lambda: self._under_way < self._allowed and self._rested.is_set())
            self._under_way += 1
        try:
            yield self._wave
        finally:
            self._under_way -= 1
            await self._tell()

    def _backed_off(self, wave: int, error: EngineError) -> float:
        """Halve what is allowed, once for all requests that were under way together.

        Returns:
            How long all are to rest, in seconds; 0 if another request has seen to that.
        """
        self._reached = True
        if wave != self._wave:
            return 0.0
        self._wave += 1
        self._waves_lost += 1
        if self._waves_lost >= _MOST_WAVES:
            raise error
        self._allowed = max(1, self._allowed // 2)
        self._since_change = 0
        self._rested.clear()
        return backoff_s(self._waves_lost - 1)

    async def _rest(self, seconds: float) -> None:
        if not seconds:
            return
        try:
            await self._pause(seconds)
        finally:
            self._rested.set()
            await self._tell()

    def _recover(self) -> None:
        """An answer: after as many of them as are allowed at once, one more is."""
        self._reached = True
        self._waves_lost = 0
        self._since_change += 1
        if self._allowed < self._most and self._since_change >= self._allowed:
            self._allowed += 1
            self._since_change = 0

    async def _tell(self) -> None:
        async with self._free:
            self._free.notify_all()
