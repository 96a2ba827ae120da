"""Waiting for others that use the same service: it is no fault of the engine, and takes none of its time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .connections import ConnectionLimit


class Unhurried:
    """A limit during whose waits a budget stands still, as long as nothing else is under way.

    Args:
        limit: what is waited for.
        budget: the time limit, entered; one without an end stays so.
    """

    def __init__(self, limit: ConnectionLimit, budget: asyncio.Timeout) -> None:
        self._limit = limit
        self._budget = budget
        self._waiting = 0
        self._open = 0
        self._left_s: float | None = None

    @asynccontextmanager
    async def connection(self, address: str, most: int) -> AsyncIterator[None]:
        """Hold a place; see `ConnectionLimit`."""
        self._count(waiting=1)
        try:
            async with self._limit.connection(address, most):
                self._count(waiting=-1, opened=1)
                try:
                    yield
                finally:
                    self._count(waiting=1, opened=-1)
        finally:
            self._count(waiting=-1)

    def _count(self, *, waiting: int, opened: int = 0) -> None:
        self._waiting += waiting
        self._open += opened
        if self._budget.expired():
            return
        now_s, ends_s = asyncio.get_running_loop().time(), self._budget.when()
        stands = self._waiting > 0 and self._open == 0
        if stands and ends_s is not None:
            self._left_s = ends_s - now_s
            self._budget.reschedule(None)
        elif not stands and self._left_s is not None:
            self._budget.reschedule(now_s + self._left_s)
            self._left_s = None
