"""Clips that several machines share: a second tier behind the clip cache, anywhere that fsspec reaches.

It may be away, slow or damaged, and no build fails for that: it is told once, and then left alone.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from scripts import BobaoError

from .storage import Storage

ADDRESS = "BOBAO_CACHE_URL"

_Answer = TypeVar("_Answer")

_SENDERS = 4
_ON_THEIR_WAY = 16
"""So many entries at the most wait in memory for being sent; who has one more waits with it."""


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

    Args:
        url: a folder, or an address of fsspec's; nobody looks at it before the first clip.
        warn: told in one line, and once, that it cannot be used.
    """

    def __init__(self, url: str, warn: Callable[[str], None]) -> None:
        self._url = url
        self._warn = warn
        self._lock, self._opening = Lock(), Lock()
        self._storage: Storage | None = None
        self._failed = False
        self._senders = ThreadPoolExecutor(_SENDERS, "clips")
        self._room = BoundedSemaphore(_ON_THEIR_WAY)
        self._sending = set[Future[None]]()

    def get(self, key: str) -> bytes | None:
        """An entry as somebody has put it there, whole or not; None if there is none."""
        return self._tried(lambda storage: storage.read(_path(key)))

    def put(self, key: str, entry: bytes) -> None:
        """Have an entry sent; `settle` waits for it."""
        if self._failed:
            return
        self._room.acquire()
        sending = self._senders.submit(self._send, key, entry)
        with self._lock:
            self._sending.add(sending)
        sending.add_done_callback(self._sent)

    def forget(self, key: str) -> None:
        """Remove an entry, although it may be on its way."""
        self.settle()
        self._tried(lambda storage: storage.remove(_path(key)))

    def settle(self) -> None:
        """Wait until all that was put is there."""
        with self._lock:
            sending = set(self._sending)
        wait(sending)

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
            self._give_up(error)
            return None

    def _opened(self) -> Storage | None:
        with self._opening:
            if not self._storage and not self._failed:
                try:
                    self._storage = Storage(self._url)
                except BobaoError as error:
                    self._give_up(error)
            return self._storage

    def _give_up(self, error: BobaoError) -> None:
        with self._lock:
            first, self._failed = not self._failed, True
        if first:
            self._warn(f"speech is not shared with other machines: {error.message}; mend that, or {ADDRESS}")


def _path(key: str) -> str:
    return f"clips/{key[:2]}/{key[2:]}.clip"
