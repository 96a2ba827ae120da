"""Clips that several machines share: a second tier behind the clip cache, anywhere that fsspec reaches.

It may be away, slow or damaged, and no build fails for that: it is told once, and then left alone.
"""

import atexit
import os
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import BoundedSemaphore, Lock, Thread
from typing import TypeVar

from scripts import BobaoError

from .storage import Storage

ADDRESS = "BOBAO_CACHE_URL"

_Answer = TypeVar("_Answer")

_ON_THEIR_WAY = 8
"""So many entries at the most are being sent; who has one more waits with it."""

_PATIENCE_S = 30.0


def shared_address() -> str:
    """Where clips are shared, as BOBAO_CACHE_URL says; "" if they are not."""
    return os.environ.get(ADDRESS, "").strip()


def sharing_trouble(url: str) -> str:
    """Why clips cannot be shared there at this moment; "" if they can be read."""
    try:
        Storage(url).read(_path("0" * 64))
    except BobaoError as error:
        return error.message
    return ""


class SharedClips:
    """Entries of the clip cache by their keys. Several threads may use it.

    Each errand has a thread of its own, which ends with the process: a place that never answers holds nobody.

    Args:
        url: a folder, or an address of fsspec's; nobody looks at it before the first clip.
        warn: told in one line, and once, that it cannot be used.
        patience_s: how long an answer is waited for.
    """

    def __init__(self, url: str, warn: Callable[[str], None], patience_s: float = _PATIENCE_S) -> None:
        self._url = url
        self._warn = warn
        self._patience_s = patience_s
        self._lock, self._opening = Lock(), Lock()
        self._storage: Storage | None = None
        self._failed = False
        self._room = BoundedSemaphore(_ON_THEIR_WAY)
        self._sending = set[Future[None]]()

    def get(self, key: str) -> bytes | None:
        """An entry as somebody has put it there, whole or not; None if there is none."""
        if self._failed:
            return None
        getting = _begun(lambda: self._tried(lambda storage: storage.read(_path(key))))
        try:
            return getting.result(self._patience_s)
        except TimeoutError:
            self._give_up(self._silence)
            return None

    def put(self, key: str, entry: bytes) -> None:
        """Have an entry sent; `settle` waits for it, and so does the end of the process."""
        if self._failed:
            return
        if not self._room.acquire(timeout=self._patience_s):
            self._give_up(self._silence)
            return
        atexit.unregister(self.settle)
        atexit.register(self.settle)
        sending = _begun(lambda: self._send(key, entry))
        with self._lock:
            self._sending.add(sending)
        sending.add_done_callback(self._sent)

    def forget(self, key: str) -> None:
        """Remove an entry, although it may be on its way."""
        self.settle()
        if not self._failed:
            removing = _begun(lambda: self._tried(lambda storage: storage.remove(_path(key))))
            wait({removing}, self._patience_s)

    def settle(self) -> None:
        """Wait until all that was put is there."""
        with self._lock:
            sending = set(self._sending)
        if not self._failed and wait(sending, self._patience_s).not_done:
            self._give_up(self._silence)

    def _send(self, key: str, entry: bytes) -> None:
        self._tried(lambda storage: storage.write(_path(key), entry))

    def _sent(self, sending: Future[None]) -> None:
        with self._lock:
            self._sending.discard(sending)
        self._room.release()

    def _tried(self, ask: Callable[[Storage], _Answer]) -> _Answer | None:
        storage = self._opened()
        if self._failed or not storage:
            return None
        try:
            return ask(storage)
        except BobaoError as error:
            self._give_up(error.message)
            return None

    def _opened(self) -> Storage | None:
        with self._opening:
            if not self._storage and not self._failed:
                try:
                    self._storage = Storage(self._url)
                except BobaoError as error:
                    self._give_up(error.message)
            return self._storage

    @property
    def _silence(self) -> str:
        return f"{self._url} has not answered for {self._patience_s:g} s"

    def _give_up(self, why: str) -> None:
        with self._lock:
            first, self._failed = not self._failed, True
        if first:
            self._warn(f"speech is not shared with other machines: {why}; mend that, or {ADDRESS}")


def _begun(errand: Callable[[], _Answer]) -> Future[_Answer]:
    """Begin an errand in a thread that keeps no process from ending."""
    future: Future[_Answer] = Future()

    def run() -> None:
        try:
            future.set_result(errand())
        except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
            future.set_exception(error)

    Thread(target=run, name="clips", daemon=True).start()
    return future


def _path(key: str) -> str:
    return f"clips/{key[:2]}/{key[2:]}.clip"
