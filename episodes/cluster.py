"""Workers on many machines: a Dask cluster, behind the standard Executor. Slow to import.

Scheduler and workers need bobao installed, and `--preload bobao`; they are told everything else.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from distributed import Client, KilledWorker, Semaphore

from scripts import ConfigurationError

from .crew import crew_lost
from .errors import WorkerError
from .worker import version

_PATIENCE_S = 10
_LOOKS_EVERY_S = 1
"""So long does a thread wait for a place before it looks whether that is still wanted."""
_MOST_WAITERS = 64

_T = TypeVar("_T")


class Cluster(Executor):
    """Runs tasks on the workers of a Dask scheduler.

    Args:
        address: of the scheduler, such as "tcp://10.0.0.5:8786".

    Raises:
        ConfigurationError: no scheduler answers, it has no workers, or one of them has another bobao or none.

    Attributes:
        hands: how many tasks it ran at once when it was joined; others may come and go.
    """

    def __init__(self, address: str) -> None:
        _silence()
        self._address = address
        try:
            self._client = Client(address, timeout=_PATIENCE_S, set_as_default=False)
        except (OSError, ValueError, ImportError, RuntimeError) as error:
            raise ConfigurationError(
                f"no scheduler answers at {address} ({error})", "start one: dask scheduler --preload bobao"
            ) from error
        try:
            self._require_workers()
            self.hands = sum(self._client.nthreads().values())
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Have a task done; its future raises a WorkerError if several workers were lost over it.

        Raises:
            CrewLost: the scheduler is gone.
        """
        if self._client.status != "running":
            raise crew_lost()
        future: Future[_T] = Future()
        try:
            running = self._executor.submit(fn, *args, **kwargs)
        except OSError as error:
            raise crew_lost() from error
        future.add_done_callback(lambda outer: outer.cancelled() and running.cancel())
        running.add_done_callback(lambda done: _pass_on(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as its base has it
        """Leave the cluster; scheduler and workers stay."""
        if cancel_futures:
            wait = False
        if self._client.status == "running":
            self._executor.shutdown(wait)
        self._client.close(timeout=_PATIENCE_S)

    def _require_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, _PATIENCE_S)
        except TimeoutError:
            raise ConfigurationError(
                f"the scheduler at {self._address} has no workers",
                f"start some: dask worker {self._address} --nthreads 1 --preload bobao",
            ) from None
        ask = _question()
        self._require_alike("the scheduler", self._client.run_on_scheduler(ask))
        for worker, answer in self._client.run(ask).items():
            self._require_alike(f"the worker {worker}", answer)

    @staticmethod
    def _require_alike(who: str, answer: tuple[str, bool]) -> None:
        installed, preloaded = answer
        if not installed:
            raise ConfigurationError(f"{who} has no bobao", "pip install bobao there")
        if installed != version():
            raise ConfigurationError(
                f"{who} has bobao {installed}, and this is {version()}",
                "install the same version on all machines, and start them anew",
            )
        if not preloaded:
            raise ConfigurationError(f"{who} has not loaded bobao", "start it with --preload bobao")


class ClusterLimit:
    """For all workers of one scheduler: it gives out the places, and takes back a lost worker's."""

    @asynccontextmanager
    async def connection(self, address: str, most: int) -> AsyncIterator[None]:
        """Hold a place; see `audio.ConnectionLimit`."""
        place = _Place(address, most)
        try:
            await asyncio.get_running_loop().run_in_executor(_waiters(), place.take)
            yield
        finally:
            place.give_back()


class _Place:
    """A place at a service. Dask waits in a thread, which nothing can cancel: it may have to be returned."""

    def __init__(self, address: str, most: int) -> None:
        self._semaphore = _semaphore(address, most)
        self._changing = Lock()
        self._taken = self._unwanted = False

    def take(self) -> None:
        while not self._unwanted:
            if not self._semaphore.acquire(timeout=_LOOKS_EVERY_S):
                continue
            with self._changing:
                self._taken = not self._unwanted
                if self._unwanted:
                    self._semaphore.release()
            return

    def give_back(self) -> None:
        with self._changing:
            self._unwanted = True
            if self._taken:
                self._semaphore.release()


@cache
def _semaphore(address: str, most: int) -> Semaphore:
    return Semaphore(most, f"bobao {address}")


@cache
def _waiters() -> ThreadPoolExecutor:
    """Threads of their own: others have to be free for whoever holds a place already."""
    return ThreadPoolExecutor(_MOST_WAITERS, "connections")


def _silence() -> None:
    """What Dask has to say of a connection that broke, we say in one line."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _question() -> Callable[[], tuple[str, bool]]:
    """What a worker is asked first: it goes there as code, as there may be no bobao to find it in."""

    def ask() -> tuple[str, bool]:
        import sys
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("bobao"), "bobao" in sys.modules
        except PackageNotFoundError:
            return "", False

    return ask


def _pass_on(done: Future[_T], future: Future[_T]) -> None:
    if done.cancelled():
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    error = done.exception()
    if isinstance(error, KilledWorker):
        error = WorkerError("the workers that worked on it were lost", "see their logs, and build it again")
    if error:
        future.set_exception(error)
    else:
        future.set_result(done.result())
