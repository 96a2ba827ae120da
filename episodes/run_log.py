"""The log of runs that nobody watches: a file that rotates; a line, in the show's time, for each thing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from zoneinfo import ZoneInfo

from audio import Clip

from .job import LOG
from .report import Stage, Watcher
from .show import Show

NAME = "run.log"
LARGEST_BYTES, OLDER = 1_000_000, 3
"""A log has at most so many bytes, and so many older ones are kept beside it."""


class LogWatcher:
    """Writes what a run does to a log, and passes it on."""

    def __init__(self, log: logging.Logger, watcher: Watcher) -> None:
        self._log, self._watcher = log, watcher

    def stage(self, stage: Stage, subject: str) -> None:
        """A stage begins, for a source or a title."""
        self._log.info("%s %s", stage, subject)
        self._watcher.stage(stage, subject)

    def speaking(self, engine: str, segments: int) -> None:
        """An engine begins with so many segments."""
        self._log.info("Speaking with %s: %d segments", engine, segments)
        self._watcher.speaking(engine, segments)

    def heard(self, clip: Clip) -> None:
        """A segment's sound is there."""
        self._watcher.heard(clip)

    def making(self, stories: int, workers: int) -> None:
        """A crew begins."""
        self._log.info("Making %d episodes with %d workers", stories, workers)
        self._watcher.making(stories, workers)

    def made(self) -> None:
        """One of its stories is done."""
        self._watcher.made()

    def warn(self, message: str) -> None:
        """Something the user should know, in one line; the build goes on."""
        self._log.warning(message)
        self._watcher.warn(message)


@contextmanager
def open_log(show: Show) -> Iterator[logging.Logger]:
    """Open a show's log; a log that cannot be written keeps nobody from building.

    One run at a time writes it: open it when the show is held.
    """
    log = logging.Logger("bobao.run", logging.INFO)  # noqa: LOG001 - one of its own, which nothing else configures
    folder = show.folder / LOG.parent
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        _trim(show.folder / LOG)
        log.addHandler(_handler(folder / NAME, ZoneInfo(show.settings.timezone)))
    try:
        yield log
    finally:
        for handler in log.handlers:
            handler.close()


class _Handler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A full disk is told by what the run builds, not by its log."""


class _Lines(logging.Formatter):
    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("{asctime}  {levelname:<7}  {message}", style="{")
        self._zone = zone

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        moment = datetime.fromtimestamp(record.created, self._zone)
        return moment.strftime(datefmt) if datefmt else f"{moment:%Y-%m-%d %H:%M:%S%z}"

    def format(self, record: logging.LogRecord) -> str:
        # What a site calls its story may hold line ends and what moves a terminal's cursor.
        return "".join(char if char.isprintable() else " " for char in super().format(record))


def _handler(path: Path, zone: ZoneInfo) -> logging.Handler:
    handler = _Handler(path, maxBytes=LARGEST_BYTES, backupCount=OLDER, encoding="utf-8")
    handler.setFormatter(_Lines(zone))
    return handler


def _trim(path: Path) -> None:
    """Keep the end of what cron has written; its shell goes on writing behind it."""
    if path.is_file() and path.stat().st_size > LARGEST_BYTES:
        with path.open("rb+") as file:
            file.seek(-LARGEST_BYTES // 2, 2)
            end = file.read()
            file.seek(0)
            file.write(end[end.find(b"\n") + 1 :])
            file.truncate()
