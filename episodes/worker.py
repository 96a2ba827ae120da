"""What a worker does: one parcel becomes a finished episode in the place that it shares with the writer.

A worker is another process of this machine, or of another one. It is told all that it must know in text, and
writes nothing but its results, the record last, and clips to its own cache.
"""

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version as version_of
from pathlib import Path

from pydantic import TypeAdapter

from audio import Clip, ConnectionLimit, Storage, default_folder, open_cache
from scripts import ConfigurationError

from .errors import WorkerError
from .files import digest_of
from .making import Made, make
from .parcel import unpack
from .report import Stage
from .workshop import workshop

RECORD = "record.json"
_KEPT_S = 30 * 86_400
UNREACHED = "let --results name a place that writer and workers reach alike"


@dataclass(frozen=True, slots=True)
class Record:
    """What a worker says of an episode that it has made.

    Attributes:
        made: its files are names in the results' folder.
        digest: SHA-256 of the sound file.
        warnings: what the user should know.
    """

    made: Made
    digest: str
    warnings: tuple[str, ...]


_Record = TypeAdapter(Record)


def version() -> str:
    """What writer and workers must have in common."""
    return version_of("bobao")


def perform(wanted: str, text: str, key: str, url: str, limit: ConnectionLimit | None) -> str:
    """Make an episode, and put it into its folder in the results.

    Args:
        wanted: the writer's version.
        text: a packed parcel.
        key: the folder's name.
        url: where the results lie.
        limit: of connections to speech services.

    Returns:
        The record, as text.

    Raises:
        ConfigurationError: this is another version, or lacks an engine.
        WorkerError: this machine's disk does not hold it.
        AudioError: it cannot be spoken or mastered.
    """
    if version() != wanted:
        raise ConfigurationError(
            f"a worker on {platform.node()} has bobao {version()}, and this is {wanted}",
            "install the same version on all machines, and start the workers anew",
        )
    watcher = Notepad()
    with _told(), workshop(default_folder() / "work") as folder:
        results = _storage(url)
        assignment, cast = unpack(text, partial(_file, results), limit)
        clips, cover = open_cache(watcher.warn), assignment.tags.cover
        try:
            made = make(assignment, cast, clips, folder, watcher=watcher, cover=lambda: cover)
        finally:
            clips.keep_bounded()
        return _delivered(made, key, results, watcher)


def delivered(text: str) -> Record:
    """A record that `perform` wrote."""
    return _Record.validate_json(text)


def _delivered(made: Made, key: str, results: Storage, watcher: "Notepad") -> str:
    digest = digest_of(made.audio)
    audio, picture = Path(made.audio.name), Path(made.picture.name)
    results.take(made.audio, f"{key}/{audio}")
    results.take(made.picture, f"{key}/{picture}")
    record = Record(replace(made, audio=audio, picture=picture), digest, tuple(watcher.warnings))
    content = _Record.dump_json(record)
    results.write(f"{key}/{RECORD}", content)
    return content.decode()


def _file(results: Storage, name: str) -> Path:
    """A file that came with the parcel: where it lies, or a copy that is kept for the next one."""
    there = results.local(name)
    if there and there.is_file():
        return there
    kept = default_folder() / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.is_file():
        _forget_unused(kept.parent)
        if not results.fetch(name, kept):
            raise WorkerError(f"a worker does not find {name} in {results.url}", UNREACHED)
    os.utime(kept)
    return kept


def _forget_unused(folder: Path) -> None:
    """Remove the files that nobody has needed for weeks: covers and music change now and then."""
    for path in folder.iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT_S:
                path.unlink()


@cache
def _storage(url: str) -> Storage:
    return Storage(url)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what this machine's file system says as an error that the writer understands."""
    try:
        yield
    except OSError as error:
        raise WorkerError(
            f"a worker on {platform.node()} cannot work: {error}", "mend that there, and build again"
        ) from error


class Notepad:
    """A watcher that remembers what the user should know."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def stage(self, stage: Stage, subject: str) -> None:
        """A stage begins."""

    def speaking(self, engine: str, segments: int) -> None:
        """An engine begins."""

    def heard(self, clip: Clip) -> None:
        """A segment's sound is there."""

    def making(self, stories: int, workers: int) -> None:
        """A crew begins: never here."""

    def made(self) -> None:
        """One of its stories is done: never here."""

    def warn(self, message: str) -> None:
        """Something the user should know."""
        self.warnings.append(message)
