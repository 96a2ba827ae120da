"""Where a show's episodes are handed to a crew, and taken from it.

What a worker has finished stays in the results until it is taken: a writer that was killed finds it there, by
its content, when it comes back.
"""

import hashlib
import shutil
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from pathlib import Path

from audio import Storage

from .assigning import Assigned
from .casting import Cast
from .crew import Crew, crew_lost
from .errors import WorkerError
from .files import digest_of
from .making import Made
from .parcel import pack
from .report import Watcher
from .show import Show
from .worker import RECORD, UNREACHED, delivered, perform, version

_FINISHED = "finished"
"""Where results lie in the show's folder, unless another place is named."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An episode that was begun.

    Attributes:
        assigned: where it belongs.
        key: what its results are known by.
        record: will be the worker's, as text.
    """

    assigned: Assigned
    key: str
    record: Future[str]


class Bench:
    """Where one show's episodes are made by a crew; for the show's writer alone.

    Raises:
        ConfigurationError: there is no such place for results.
        StorageError: it cannot be reached.
    """

    def __init__(self, crew: Crew, show: Show) -> None:
        self._crew, self._settings = crew, show.settings
        # Each show has a folder of its own, so that what lies there unclaimed is known to be nobody's.
        own = hashlib.sha256(str(show.folder).encode()).hexdigest()[:16]
        self._url = f"{crew.results.rstrip('/')}/{own}" if crew.results else str(show.folder / _FINISHED)
        self._results = Storage(self._url)
        self._there = set(self._results.files())

    def begin(self, assigned: Assigned, cast: Cast) -> Piece:
        """Have an episode made, unless it has been already."""
        packed = pack(assigned.assignment, cast, self._settings)
        if record := self._kept(packed.key):
            done: Future[str] = Future()
            done.set_result(record)
            return Piece(assigned, packed.key, done)
        for name, path in packed.files.items():
            if name not in self._there:
                self._results.put(path, name)
                self._there.add(name)
        asked = (version(), packed.text, packed.key, self._url, self._crew.limit)
        return Piece(assigned, packed.key, self._crew.executor.submit(perform, *asked))

    def taken(self, piece: Piece, folder: Path, watcher: Watcher) -> Made:
        """Wait for an episode, and have its files here.

        Args:
            piece: what was begun.
            folder: where the files are brought to, if they are not on this machine.
            watcher: told what the worker had to say.

        Raises:
            CrewLost: there are no workers any more.
            BobaoError: why it could not be made.
        """
        try:
            record = delivered(piece.record.result())
        except CancelledError:  # nobody but a crew that is gone gives up what was begun
            raise crew_lost() from None
        for warning in record.warnings:
            watcher.warn(warning)
        audio, picture = (
            self._brought(piece.key, path, folder) for path in (record.made.audio, record.made.picture)
        )
        if digest_of(audio) != record.digest:
            raise WorkerError(f"what a worker left in {self._url} is damaged", "build it again")
        return replace(record.made, audio=audio, picture=picture)

    def clear(self) -> None:
        """Remove all that lies there: for the end, when whatever was begun has been taken."""
        if folder := self._results.local(""):
            shutil.rmtree(folder, ignore_errors=True)
            return
        for path in self._results.files():
            self._results.remove(path)

    def _kept(self, key: str) -> str:
        """The record of an episode that was made earlier and never taken; "" if there is none."""
        path = f"{key}/{RECORD}"
        found = self._results.read(path) if path in self._there else None
        return found.decode() if found else ""

    def _brought(self, key: str, name: Path, folder: Path) -> Path:
        """A result as a file on the show's disk."""
        path = f"{key}/{name}"
        here = folder / name
        there = None if self._crew.results else self._results.local(path)
        if there and there.is_file():
            return there
        if not self._results.fetch(path, here):
            raise WorkerError(f"a worker's result is not in {self._url}", UNREACHED)
        return here
