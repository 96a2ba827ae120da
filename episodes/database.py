"""The catalog's file: opened at today's schema, changed in whole transactions, failures told in one line."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from .errors import CatalogError
from .schema import VERSION, migrate

Values = Sequence[object] | Mapping[str, object]


class Database:
    """A SQLite database of ours; a context manager that closes it.

    Args:
        path: the file; it is made if it is missing.

    Raises:
        CatalogError: it is not a catalog, or made by a newer bobao.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._database = sqlite3.connect(path, isolation_level=None)
            try:
                self._database.row_factory = sqlite3.Row
                self._database.execute("PRAGMA foreign_keys = ON")
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

    def snapshot(self, path: Path) -> None:
        """Write the whole database to a new file, as it is at one moment."""
        with self._told(), closing(sqlite3.connect(path)) as copy:
            self._database.backup(copy)

    def _migrate(self) -> None:
        found = self._database.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise CatalogError(f"{self._path} was made by a newer bobao", "update bobao")
        if found < VERSION:
            migrate(self._database, found)

    def _row(self, query: str, values: Values = ()) -> sqlite3.Row | None:
        with self._told():
            row: sqlite3.Row | None = self._database.execute(query, values).fetchone()
        return row

    def _rows(self, query: str, values: Values = ()) -> Iterator[sqlite3.Row]:
        with self._told(), closing(self._database.execute(query, values)) as rows:
            yield from rows

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
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
            full = "disk is full" in str(error)
            raise CatalogError(
                f"the catalog {self._path} failed: {error}",
                "free some disk space" if full else "restore it from a backup",
            ) from error
