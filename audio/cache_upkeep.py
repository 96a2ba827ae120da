"""Looking after the clip cache: what it holds, and what has to go.

The entries lie in 256 folders, by the first two digits of their hash. Others may read, write and prune at the
same time: a file that is gone is what was wanted, and an entry that goes while it is needed is made again.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from scripts import ConfigurationError

ENTRY = ".clip"
"""How an entry's name ends."""

UNFINISHED = ".new-"
"""How the name of a file begins that is being written."""

_SHELVES = frozenset(f"{number:02x}" for number in range(256))

_ABANDONED_AFTER_S = 86_400
"""No clip takes a day to write: whoever did was killed."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a cache holds.

    Attributes:
        entries: how many clips.
        bytes: their size.
        oldest: when the clip that was longest of no use was last used, to the hour; None if there are none.
        newest: when the last one was used.
    """

    entries: int
    bytes: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Freed:
    """What was removed: entries, and with them files that were never finished.

    Attributes:
        files: how many.
        bytes: their size.
    """

    files: int
    bytes: int


class _File(NamedTuple):  # and no dataclass: 100,000 of them are made twice as fast
    used_at_s: float
    bytes: int
    path: str

    @property
    def finished(self) -> bool:
        return self.path.endswith(ENTRY)


def clips_in(folder: Path) -> Path:
    """Where in a cache's folder the clips lie: it may be a folder that holds other things too."""
    return folder / "clips"


def survey_cache(folder: Path) -> Holdings:
    """Count what a cache holds; nothing if it is not there yet.

    Raises:
        ConfigurationError: it cannot be read.
    """
    entries, size, oldest_s, newest_s = 0, 0, float("inf"), 0.0
    with _told(folder, "read"):
        for file in _files(folder):
            if file.finished:
                entries += 1
                size += file.bytes
                oldest_s, newest_s = min(oldest_s, file.used_at_s), max(newest_s, file.used_at_s)
    if not entries:
        return Holdings(0, 0, None, None)
    return Holdings(entries, size, _time(oldest_s), _time(newest_s))


def prune_cache(folder: Path, bound_bytes: int) -> Freed:
    """Remove what was longest of no use until the rest is within a bound, and what killed writers left.

    Raises:
        ConfigurationError: the cache cannot be read or written to.
    """
    with _told(folder, "pruned"):
        files = sorted(_files(folder))
        excess = sum(file.bytes for file in files if file.finished) - bound_bytes
        return _removed(_superfluous(files, excess))


def clear_cache(folder: Path) -> Freed:
    """Remove every clip, and what is being written at this moment: its writer will begin anew.

    Raises:
        ConfigurationError: the cache cannot be read or written to.
    """
    with _told(folder, "cleared"):
        return _removed(_files(folder))


def _superfluous(files: list[_File], excess: int) -> Iterator[_File]:
    """Of files in the order of their use: abandoned ones, and the first clips that make up the excess."""
    abandoned_before_s = time.time() - _ABANDONED_AFTER_S
    for file in files:
        if file.finished and excess > 0:
            excess -= file.bytes
            yield file
        elif not file.finished and file.used_at_s < abandoned_before_s:
            yield file


def _removed(files: Iterator[_File]) -> Freed:
    count = size = 0
    for file in files:
        with suppress(FileNotFoundError):  # somebody else has removed it
            os.unlink(file.path)  # noqa: PTH108 - with 100,000 of them, paths take longer to make than to remove
            count += 1
            size += file.bytes
    return Freed(count, size)


def _files(folder: Path) -> Iterator[_File]:
    """Every file that the cache has written, and none that it has not."""
    for shelf in _scanned(str(clips_in(folder))):
        for file in _scanned(shelf.path) if shelf.name in _SHELVES else ():
            if file.name.endswith(ENTRY) or file.name.startswith(UNFINISHED):
                with suppress(FileNotFoundError):
                    stat = file.stat(follow_symlinks=False)
                    yield _File(stat.st_mtime, stat.st_size, file.path)


def _scanned(folder: str) -> Iterator["os.DirEntry[str]"]:
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        yield from found


@contextmanager
def _told(folder: Path, done: str) -> Iterator[None]:
    """Turn what the file system says into an error of ours."""
    try:
        yield
    except OSError as error:
        raise ConfigurationError(
            f"the cache of speech in {folder} cannot be {done} ({error.strerror or error})",
            "mend that, or let BOBAO_CACHE_DIR name another folder",
        ) from error


def _time(at_s: float) -> datetime:
    return datetime.fromtimestamp(int(at_s), UTC)
