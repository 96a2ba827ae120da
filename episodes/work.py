"""Where a show's episodes are made, and whose fault it is if one is not."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import BobaoError, ConfigurationError

from .errors import CatalogError
from .report import Failed
from .show import Show
from .stories import Story

_LEAST_ROOM_BYTES = 1_000_000


def failed(story: Story, error: BobaoError, folder: Path) -> Failed:
    """What became of a story that no episode was made of.

    Args:
        story: which.
        error: why.
        folder: where it was worked on.

    Raises:
        OSError: the disk is full.
        CatalogError, ConfigurationError: that was the reason; no other story would fare better.
    """
    if isinstance(error, CatalogError | ConfigurationError):
        raise error
    _require_room(folder)
    return Failed(story.source, error)


def _require_room(folder: Path) -> None:
    """Where the disk is full, that is what failed, whatever the program says that wrote to it.

    Raises:
        OSError: it is full.
    """
    if shutil.disk_usage(folder).free < _LEAST_ROOM_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def work_folder(show: Show) -> Iterator[Path]:
    """An empty folder for what is not finished; what a killed build left in it is cleared first."""
    shutil.rmtree(show.work, ignore_errors=True)
    show.work.mkdir(parents=True)
    try:
        yield show.work
    finally:
        shutil.rmtree(show.work, ignore_errors=True)
