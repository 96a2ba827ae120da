"""One executor for many shows, and each has its turn: a show of a thousand stories keeps no other waiting.

At most `room` tasks are with the executor at a time; the others wait here, where the next one is taken from
the show whose turn it is. Nothing here has a thread of its own: a task goes on its way when it is handed in,
or when another one ends.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from functools import partial
from threading import Lock
from typing import Any, NamedTuple


class _Task(NamedTuple):
    future: "Future[Any]"
    call: Callable[..., Any]
    args: Any
    named: Any


class Turns:
    """Hands an executor's room to shows in turn.

    Args:
        executor: what does the work; it stays its owner's, who shuts it down after this.
        room: how many tasks it has at a time, those that it lets wait included.
    """

    def __init__(self, executor: Executor, room: int) -> None:
        self._executor, self._room = executor, room
        self._lock = Lock()
        self._waiting: dict[str, deque[_Task]] = {}  # in the order of their turns
        self._under_way = 0
        self._handing_on = False

    def for_show(self, name: str) -> Executor:
        """An executor of a show's own; all of one name take one turn between them."""
        return _ShowExecutor(self, name)

    def enqueue(self, name: str, task: _Task) -> None:
        """Have a task wait for its show's turn."""
        with self._lock:
            self._waiting.setdefault(name, deque()).append(task)
        self._hand_on()

    def forget_cancelled(self, name: str) -> None:
        """Let go of a show's tasks that wait and were cancelled, and tell those who wait for them."""
        with self._lock:
            gone, kept = deque[_Task](), deque[_Task]()
            for task in self._waiting.pop(name, ()):
                (gone if task.future.cancelled() else kept).append(task)
            if kept:
                self._waiting[name] = kept
        for task in gone:
            task.future.set_running_or_notify_cancel()

    def _hand_on(self) -> None:
        """Hand on as many tasks as there is room for.

        Only one thread does so at a time, and never within itself: a task may end before `submit` returns.
        """
        with self._lock:
            if self._handing_on:
                return  # whoever does it looks once more before it leaves
            self._handing_on = True
        try:
            while task := self._next():
                self._start(task)
        except BaseException:  # Ctrl-C, between any two lines
            self._handing_on = False
            raise

    def _next(self) -> _Task | None:
        """The task whose turn it is; None, and others may hand on, if there is no room or no task."""
        with self._lock:
            if self._under_way >= self._room or not self._waiting:
                self._handing_on = False
                return None
            name = next(iter(self._waiting))
            queue = self._waiting.pop(name)
            task = queue.popleft()
            if queue:
                self._waiting[name] = queue  # behind all others
            self._under_way += 1
            return task

    def _start(self, task: _Task) -> None:
        if not task.future.set_running_or_notify_cancel():
            self._leave()
            return
        try:
            inner = self._executor.submit(task.call, *task.args, **task.named)
        except Exception as error:  # noqa: BLE001 - whatever an executor says, whoever waits is told
            self._leave()
            task.future.set_exception(error)
        else:
            inner.add_done_callback(partial(self._end, task.future))

    def _end(self, future: "Future[Any]", inner: "Future[Any]") -> None:
        self._leave()
        error = CancelledError() if inner.cancelled() else inner.exception()
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(inner.result())
        self._hand_on()

    def _leave(self) -> None:
        with self._lock:
            self._under_way -= 1


class _ShowExecutor(Executor):
    def __init__(self, turns: Turns, name: str) -> None:
        self._turns, self._name = turns, name
        self._futures: set[Future[Any]] = set()
        self._closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[Any] = Future()
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        self._turns.enqueue(self._name, _Task(future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        self._closed = True
        futures = self._futures.copy()
        if cancel_futures:
            for future in futures:
                future.cancel()
            self._turns.forget_cancelled(self._name)
        if wait:
            wait_for(futures)
