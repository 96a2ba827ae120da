"""How much is asked of a service at once: less when it is busy, and more again when it has recovered.

All requests through a line share it, so that they back off together instead of each finding out for itself.
It grows by one and shrinks by half, as TCP does (RFC 5681, section 3.1).
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext

from .connections import ConnectionLimit
from .engine import Line, Speech, Utterance
from .errors import EngineBusyError, EngineUnreachable, IncompleteSpeechError
from .persistence import Pause, backoff_s

_MOST_WAVES = 6
"""When a service has answered nothing through so many waves of requests, some 15 s, it is out of order."""


class Traffic:
    """Requests through one line, bounded together. To be used within one event loop.

    Args:
        line: through which they go.
        eased: called whenever there may be a place that was not there before.
        pause: waits for so many seconds.
        limit: bounds connections beyond this process.
    """

    def __init__(
        self, line: Line, eased: Callable[[], None], pause: Pause, limit: ConnectionLimit | None
    ) -> None:
        self._line = line
        self._eased = eased
        self._pause = pause
        self._limit = limit
        self._allowed = line.most
        self._under_way = 0
        self._since_change = 0
        self._wave = 0
        self._waves_lost = 0
        self._reached = False
        self._rested = asyncio.Event()
        self._rested.set()

    @property
    def has_place(self) -> bool:
        """Whether one more may be asked now."""
        return self._under_way < self._allowed and self._rested.is_set()

    @property
    def load(self) -> float:
        """How much of what is allowed is under way, from 0 to 1."""
        return self._under_way / self._allowed

    @property
    def is_lost(self) -> bool:
        """After a failure: whether nobody was ever there, or nothing has been answered for long."""
        return not self._reached or self._waves_lost >= _MOST_WAVES

    async def ask(self, utterance: Utterance) -> Speech:
        """Ask once; to be called when it `has_place`.

        Raises:
            EngineBusyError, EngineUnreachable: if the service was there before, all who ask now rest.
            EngineError: what the line raises besides.
        """
        with self._place():
            async with self._connection():
                await self._rested.wait()  # it may have turned out to be busy meanwhile
                return await self._answer(utterance)

    @contextmanager
    def _place(self) -> Iterator[None]:
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._eased()

    def _connection(self) -> AbstractAsyncContextManager[object]:
        if self._limit and self._line.address:
            return self._limit.connection(self._line.address, self._line.most)
        return nullcontext()

    async def _answer(self, utterance: Utterance) -> Speech:
        wave = self._wave
        try:
            speech = await self._line.speak(utterance)
        except EngineUnreachable:
            if self._reached:
                self._back_off(wave)
            raise
        except EngineBusyError:
            self._reached = True
            self._back_off(wave)
            raise
        except IncompleteSpeechError:
            self._reached = True
            raise
        self._recover()
        return speech

    def _back_off(self, wave: int) -> None:
        """Halve what is allowed and have all rest, once for all requests that were under way together."""
        if wave != self._wave:
            return
        self._wave += 1
        self._waves_lost += 1
        if self.is_lost:
            return
        self._allowed = max(1, self._allowed // 2)
        self._since_change = 0
        self._rested.clear()
        # Kept, as the loop itself forgets tasks that nobody holds.
        self._rest = asyncio.create_task(self._rest_for(backoff_s(self._waves_lost - 1)))

    async def _rest_for(self, seconds: float) -> None:
        try:
            await self._pause(seconds)
        finally:
            self._rested.set()
            self._eased()

    def _recover(self) -> None:
        """An answer: after as many of them as are allowed at once, one more is."""
        self._reached = True
        self._waves_lost = 0
        self._since_change += 1
        if self._allowed < self._line.most and self._since_change >= self._allowed:
            self._allowed += 1
            self._since_change = 0
            self._eased()
