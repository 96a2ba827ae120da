"""Folders for unfinished work, one for each worker; those of workers that were killed are cleared."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

_LOCK = ".lock"


@contextmanager
def workshop(below: Path) -> Iterator[Path]:
    """An empty folder of one's own, gone at the end; whatever ends its process, the next one removes it.

    Args:
        below: where these folders lie, on one machine.

    Raises:
        OSError: it cannot be written to.
    """
    from filelock import FileLock

    below.mkdir(parents=True, exist_ok=True)
    _clear(below)
    folder = below / uuid4().hex
    lock = folder.with_suffix(_LOCK)
    with FileLock(lock):
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            _forget(lock)


def _clear(below: Path) -> None:
    """Remove the folders whose locks nobody holds: a lock ends with its process."""
    from filelock import FileLock, Timeout

    for path in below.glob(f"*{_LOCK}"):
        with suppress(Timeout, OSError), FileLock(path, timeout=0):
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            _forget(path)


def _forget(lock: Path) -> None:
    """No two locks have one name, so nobody waits for this one; Windows lets go of it a moment later."""
    with suppress(OSError):
        lock.unlink()
