"""Connections to speech services, bounded beyond one process.

A service does not care which process its connections come from. `Traffic` bounds those of one process; where
several work side by side, a `ConnectionLimit` that they share bounds the connections of all.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from scripts import ConfigurationError

_PLACE_EVERY_S = 0.03
"""So often, or twice as often, does the first in line look for a place."""
_DOOR_EVERY_S = (0.2, 0.08)
"""So often, or twice as often, do those behind look whether they are first now: ever sooner, so that a long
wait ends.
"""
_SOONER = 0.8


class ConnectionLimit(Protocol):
    """Bounds the connections to each service for all that share it, on one machine or on many."""

    def connection(self, address: str, most: int) -> AbstractAsyncContextManager[object]:
        """Hold one of the places at a service while the block lasts; waits until one is free.

        May be called many times at once, also by several threads, each with an event loop of its own.
        Cancelled while it waits, it leaves nothing behind.

        Args:
            address: the service, such as "speech.example.com:443".
            most: how many connections it may be met with at once.

        Raises:
            BobaoError: places cannot be had at all.
        """
        ...


class MachineLimit:
    """For all processes of a machine that name the same folder: a place is a file that one of them locks.

    A lock ends with its process, however that ends. Whoever wants a place first stands at the service's door,
    one at a time, so that a process which gives its place back does not take it again before others had it.

    Args:
        folder: where the files lie, on a disk of this machine; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @asynccontextmanager
    async def connection(self, address: str, most: int) -> AsyncIterator[None]:
        """Hold a place; see `ConnectionLimit`.

        Raises:
            ConfigurationError: the folder cannot be written to.
        """
        service = self._folder / sha256(address.encode()).hexdigest()[:16]
        with _told_plainly(service):
            service.mkdir(parents=True, exist_ok=True)
            door = await _locked([service / "door"], *_DOOR_EVERY_S)
            with door:
                places = [service / f"{number}" for number in range(most)]
                place = await _locked(places, _PLACE_EVERY_S, _PLACE_EVERY_S)
        with place:
            yield


async def _locked(paths: Sequence[Path], every_s: float, soonest_s: float) -> AbstractContextManager[object]:
    """The first of the files that nobody else has locked, ours until the context ends."""
    from filelock import FileLock, Timeout  # only where a limit is asked for

    locks = [FileLock(path, timeout=0) for path in paths]
    while True:
        for lock in locks:
            with suppress(Timeout):
                return lock.acquire()
        await asyncio.sleep(every_s * random.uniform(0.5, 1))  # noqa: S311 - no secret
        every_s = max(soonest_s, every_s * _SOONER)


@contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError(
            f"{folder} cannot be written to ({error.strerror or error})",
            "mend that: connections to speech services are counted there",
        ) from error
