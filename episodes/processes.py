"""Workers on this machine: processes that end with the one that started them."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any, TypeVar

from .errors import WorkerError

_ATTEMPTS = 3
"""A task whose process was killed is given to another one, until it has taken so many with it."""

_T = TypeVar("_T")


class Processes(Executor):
    """Runs tasks in processes of their own.

    Unlike the standard pool it survives the loss of a process, and however this process ends, those end too.

    Args:
        count: how many there are.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._changing = Lock()
        self._closed = False
        self._pool, self._hold = self._started()

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Have a task done; its future raises a WorkerError if several processes were lost over it."""
        future: Future[_T] = Future()
        self._attempt(future, lambda pool: pool.submit(fn, *args, **kwargs), _ATTEMPTS)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as its base has it
        """End the processes: when all is done, or at once if what was begun is given up."""
        with self._changing:
            self._closed = True
        if cancel_futures:
            self._hold.close()
        self._pool.shutdown(wait, cancel_futures=cancel_futures)
        self._hold.close()

    def _attempt(self, future: Future[_T], begin: Callable[[Executor], Future[_T]], left: int) -> None:
        pool = self._pool
        try:
            running = begin(pool)
        except BrokenProcessPool:
            pool = self._renewed(pool)
            running = begin(pool)

        def ended(done: Future[_T]) -> None:
            if isinstance(done.exception() if not done.cancelled() else None, BrokenProcessPool):
                self._lost(future, begin, left - 1, pool)
            else:
                _pass_on(done, future)

        running.add_done_callback(ended)
        future.add_done_callback(lambda outer: outer.cancelled() and running.cancel())

    def _lost(
        self,
        future: Future[_T],
        begin: Callable[[Executor], Future[_T]],
        left: int,
        pool: ProcessPoolExecutor,
    ) -> None:
        """A process was killed, and with it the standard pool gave all up: begin it again in another one."""
        if future.cancelled():
            return
        if self._closed or not left:
            future.set_exception(
                WorkerError("the processes that worked on it were killed", "see whether memory runs short")
            )
            return
        self._renewed(pool)
        self._attempt(future, begin, left)

    def _renewed(self, broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
        with self._changing:
            if self._pool is broken and not self._closed:
                self._hold.close()
                self._pool, self._hold = self._started()
            return self._pool

    def _started(self) -> tuple[ProcessPoolExecutor, Connection]:
        """A pool, and what holds its processes: they end when it is closed, or this process is gone."""
        watched, hold = Pipe(duplex=False)
        # Spawned, not forked: the parent has threads. They start when they are needed.
        pool = ProcessPoolExecutor(self._count, get_context("spawn"), _begin_work, (watched,))
        return pool, hold


def _begin_work(watched: Connection) -> None:
    """In a new process: only its parent decides when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Connection) -> None:
    try:
        watched.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def _pass_on(done: Future[_T], future: Future[_T]) -> None:
    if done.cancelled():
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    error = done.exception()
    if error:
        future.set_exception(error)
    else:
        future.set_result(done.result())
