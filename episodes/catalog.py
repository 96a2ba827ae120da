"""The show's database of episodes (SQLite): the one truth about what is published.

An episode's row is reserved before anything is synthesized, which fixes its id, guid and publication time; it
is published when its audio lies in its place. Only published episodes are in the feed.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from audio import Chapter

from .errors import CatalogError, UnknownEpisode
from .identity import Identity, much_the_same

VERSION = 1
"""The schema's version, kept in SQLite's user_version."""

_SCHEMA = """
CREATE TABLE episodes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    guid TEXT NOT NULL UNIQUE,
    published_at TEXT NOT NULL,
    body TEXT NOT NULL,
    recipe TEXT,
    title TEXT, author TEXT, publisher TEXT, url TEXT,
    audio TEXT, bytes INTEGER, length_s REAL,
    engine TEXT, voice TEXT, fallback INTEGER, chapters TEXT
) STRICT;
CREATE TABLE aliases (
    name TEXT PRIMARY KEY,
    episode TEXT NOT NULL REFERENCES episodes (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX episodes_by_time ON episodes (published_at DESC, number DESC) WHERE recipe IS NOT NULL;
"""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is fixed about an episode before it is made.

    Attributes:
        id: what the command line takes; eight hexadecimal digits.
        guid: what podcast apps know it by.
        published_at: with a zone; never changes.
        new: whether it was reserved just now.
    """

    id: str
    guid: str
    published_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """What a build made of a reserved episode.

    Attributes:
        recipe: a hash of all that shaped it; the same recipe gives the same episode.
        title: the episode's title.
        author: of the story; may be empty.
        publisher: of the story; may be empty.
        url: of the story; may be empty.
        audio: path from the show's folder, with slashes.
        bytes: the audio file's size.
        length_s: how long it plays.
        engine: which spoke.
        voice: whose voice it was.
        fallback: whether the engine spoke because another could not.
        chapters: titled stretches.
    """

    recipe: str
    title: str
    author: str
    publisher: str
    url: str
    audio: str
    bytes: int
    length_s: float
    engine: str
    voice: str
    fallback: bool
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """A published episode.

    Attributes:
        id: what the command line takes.
        guid: what podcast apps know it by.
        published_at: with a zone.
        recording: what was made of it.
    """

    id: str
    guid: str
    published_at: datetime
    recording: Recording


class Catalog:
    """The episodes of one show; a context manager that closes the database.

    Args:
        path: the database file.

    Raises:
        CatalogError: it is not a catalog, or made by a newer bobao.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._database = sqlite3.connect(path, isolation_level=None)
            try:
                self._database.row_factory = sqlite3.Row
                self._database.executescript("PRAGMA foreign_keys = ON")
                self._migrate()
            except BaseException:
                self._database.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def find(self, identity: Identity) -> Reservation | None:
        """The episode that a story belongs to, published or only reserved."""
        with self._told():
            for name in identity.names:
                if row := self._by_alias(name):
                    return _reservation(row)
            row = self._by_alias(identity.path) if identity.path else None
            return _reservation(row) if row and much_the_same(row["body"], identity.body) else None

    def reserve(self, identity: Identity, now: datetime, found: Reservation | None) -> Reservation:
        """Make an episode for a story, unless one was found; what the story is known by is remembered.

        Args:
            identity: what the story is known by.
            now: the publication time of an episode that is made.
            found: the episode it belongs to.
        """
        with self._told(), self._transaction():
            if not found:
                found = self._insert(identity, now)
            self._remember(identity, found.id)
        return found

    def publish(self, reserved: str, recording: Recording) -> None:
        """Write what was made of an episode; its audio must lie in its place."""
        values = {name: getattr(recording, name) for name in Recording.__dataclass_fields__}
        values["chapters"] = json.dumps(
            [[c.title, c.start_s, c.end_s] for c in recording.chapters], ensure_ascii=False
        )
        assignments = ", ".join(f"{name} = :{name}" for name in values)
        update = f"UPDATE episodes SET {assignments} WHERE id = :id"  # noqa: S608 - names of our own fields
        with self._told(), self._transaction():
            self._database.execute(update, {**values, "id": reserved})

    def reservation(self, known: str) -> Reservation:
        """The reserved or published episode of an id.

        Raises:
            UnknownEpisode: there is none.
        """
        with self._told():
            row = self._database.execute("SELECT * FROM episodes WHERE id = ?", (known,)).fetchone()
        if not row:
            raise UnknownEpisode(f"there is no episode {known}", "see `bobao episodes list`")
        return _reservation(row)

    def episode(self, known: str) -> Episode | None:
        """The published episode of an id, if there is one."""
        query = "SELECT * FROM episodes WHERE id = ? AND recipe IS NOT NULL"
        with self._told():
            row = self._database.execute(query, (known,)).fetchone()
        return _episode(row) if row else None

    def episodes(self, limit: int = -1) -> Iterator[Episode]:
        """The published episodes, newest first.

        Args:
            limit: how many at the most; −1 is all.
        """
        query = (
            "SELECT * FROM episodes WHERE recipe IS NOT NULL ORDER BY published_at DESC, number DESC LIMIT ?"
        )
        with self._told(), closing(self._database.execute(query, (limit,))) as rows:
            yield from map(_episode, rows)

    def _migrate(self) -> None:
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise CatalogError(f"{self._path} was made by a newer bobao", "update bobao")
        if version < VERSION:
            self._database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")

    def _by_alias(self, name: str) -> sqlite3.Row | None:
        query = "SELECT * FROM episodes WHERE id = (SELECT episode FROM aliases WHERE name = ?)"
        row: sqlite3.Row | None = self._database.execute(query, (name,)).fetchone()
        return row

    def _insert(self, identity: Identity, now: datetime) -> Reservation:
        known = sha256(identity.guid.encode()).hexdigest()[:8]
        moment = now.astimezone(UTC).replace(microsecond=0)
        values = (known, identity.guid, moment.isoformat(), identity.body)
        self._database.execute(
            "INSERT INTO episodes (id, guid, published_at, body) VALUES (?, ?, ?, ?)", values
        )
        return Reservation(known, identity.guid, moment, new=True)

    def _remember(self, identity: Identity, known: str) -> None:
        # What is remembered already is not written again: a build with nothing new leaves the file as it is.
        names = [*identity.names, *([identity.path] if identity.path else [])]
        alias = (
            "INSERT INTO aliases VALUES (?, ?) ON CONFLICT (name)"
            " DO UPDATE SET episode = excluded.episode WHERE episode <> excluded.episode"
        )
        self._database.executemany(alias, [(name, known) for name in names])
        body = "UPDATE episodes SET body = :body WHERE id = :id AND body <> :body"
        self._database.execute(body, {"body": identity.body, "id": known})

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise CatalogError(
                f"the catalog {self._path} failed: {error}", "restore it from a backup"
            ) from error


def _reservation(row: sqlite3.Row) -> Reservation:
    return Reservation(row["id"], row["guid"], datetime.fromisoformat(row["published_at"]), new=False)


def _episode(row: sqlite3.Row) -> Episode:
    values = {name: row[name] for name in Recording.__dataclass_fields__}
    values["fallback"] = bool(values["fallback"])
    values["chapters"] = tuple(Chapter(*chapter) for chapter in json.loads(row["chapters"]))
    return Episode(row["id"], row["guid"], datetime.fromisoformat(row["published_at"]), Recording(**values))
