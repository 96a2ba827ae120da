"""Workers on this machine: processes that end with the one that started them."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from .errors import WorkerError

_ATTEMPTS = 3
"""A task whose process was killed is given to another one, until it has taken so many with it."""

_T = TypeVar("_T")


class Processes(Executor):
    """Runs tasks in processes of their own.

    Unlike the standard pool it survives the loss of a process, which costs nothing but what that one did. And
    however this process ends, those end too.

    Args:
        count: how many there are.
    """

    def __init__(self, count: int) -> None:
        self._given_up = False
        self._processes = [_Process() for _ in range(count)]
        self._idle = SimpleQueue[_Process]()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count, "worker")

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Have a task done; its future raises a WorkerError if several processes were lost over it."""
        return self._threads.submit(self._do, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as its base has it
        """End the processes: when all is done, or at once if what was begun is given up."""
        self._given_up = cancel_futures
        if cancel_futures:
            for process in self._processes:
                process.end()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            for process in self._processes:
                process.end()

    def _do(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> _T:
        """In a thread of its own: there are as many as processes, so one of those is idle."""
        process = self._idle.get()
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return process.do(fn, *args, **kwargs)
                except BrokenProcessPool:
                    if self._given_up:
                        break
                    process.begin()
        finally:
            self._idle.put(process)
        raise WorkerError("the processes that worked on it were killed", "see whether memory runs short")


class _Process:
    """A worker. It starts when it is needed, and ends when it is told to or this process is gone."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin anew."""
        watched, self._hold = Pipe(duplex=False)
        # Spawned, not forked: this process has threads.
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin_work, (watched,))

    def do(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> _T:
        """Have it do a task.

        Raises:
            BrokenProcessPool: it has ended.
        """
        return self._pool.submit(fn, *args, **kwargs).result()

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._hold.close()
        self._pool.shutdown(wait=False, cancel_futures=True)


def _begin_work(watched: Connection) -> None:
    """In a new process: only its parent decides when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Connection) -> None:
    try:
        watched.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)
