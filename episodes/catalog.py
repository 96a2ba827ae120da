"""The show's database of episodes (SQLite): the one truth about what is published.

An episode's row is reserved before anything is synthesized, which fixes its id, guid and publication time; it
is published when its audio lies in its place. Only published episodes are in the feed. What is taken out of
it keeps its row, and so its place in the order: the pages of all others stay as they are.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from audio import Chapter

from .database import Database
from .episode import Caption, Episode, Recording, Reservation
from .errors import UnknownEpisode
from .identity import Identity, much_the_same

_PUBLISHED = "recipe IS NOT NULL AND NOT removed"
_REVISED = "revision = (SELECT max(revision) + 1 FROM episodes)"
"""Every change of what is shown of an episode has a number of its own, the last one the highest."""

_RECORDING = tuple(Recording.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the episodes, counted from the oldest.

    Attributes:
        first: how many are older.
        count: how many there are, those that were removed included.
        stamp: differs whenever one of them has changed.
    """

    first: int
    count: int
    stamp: str


class Catalog(Database):
    """The episodes of one show; a context manager that closes the database."""

    def find(self, identity: Identity) -> Reservation | None:
        """The episode that a story belongs to, published or only reserved."""
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
        with self._transaction():
            if not found:
                found = self._insert(identity, now)
            self._remember(identity, found.id)
        return found

    def publish(
        self, reserved: str, recording: Recording, captions: Sequence[Caption] = (), story: str = ""
    ) -> None:
        """Write what was made of an episode; its audio and its texts must lie in their places.

        Args:
            reserved: the episode's id.
            recording: what was made.
            captions: the text, in the order of time.
            story: what it was made of, so that it can be made again; see `stories.stored`.
        """
        values = {name: getattr(recording, name) for name in _RECORDING}
        values["chapters"] = _json([[c.title, c.start_s, c.end_s] for c in recording.chapters])
        assignments = ", ".join(f"{name} = :{name}" for name in values)
        update = f"UPDATE episodes SET {assignments}, removed = 0, {_REVISED} WHERE id = :id"  # noqa: S608 - names of our own fields
        with self._transaction():
            self._database.execute(update, {**values, "id": reserved})
            self._put("captions", reserved, _json([astuple(caption) for caption in captions]))
            self._put("stories", reserved, story)

    def edit(self, known: str, *, title: str, notes: str, image: str) -> None:
        """Change what the owner of the show says of a published episode.

        Args:
            known: its id.
            title: instead of the story's; "" is the story's.
            notes: may be empty.
            image: path from the show's folder; "" is the show's cover.
        """
        update = f"UPDATE episodes SET own_title = ?, notes = ?, image = ?, {_REVISED} WHERE id = ?"  # noqa: S608 - our own text
        with self._transaction():
            self._database.execute(update, (title, notes, image, known))

    def remove(self, known: str) -> None:
        """Take an episode out of the feed; a later build of the same story puts it back under its guid."""
        with self._transaction():
            self._database.execute(
                f"UPDATE episodes SET removed = 1, {_REVISED} WHERE id = ?",  # noqa: S608 - our own text
                (known,),
            )

    def reservation(self, known: str) -> Reservation:
        """The reserved or published episode of an id.

        Raises:
            UnknownEpisode: there is none.
        """
        if row := self._row("SELECT * FROM episodes WHERE id = ?", (known,)):
            return _reservation(row)
        raise UnknownEpisode(f"there is no episode {known}", "see `bobao episodes list`")

    def episode(self, known: str) -> Episode | None:
        """The published episode of an id, if there is one."""
        row = self._row(f"SELECT * FROM episodes WHERE id = ? AND {_PUBLISHED}", (known,))  # noqa: S608 - our own text
        return _episode(row) if row else None

    def published(self, known: str) -> Episode:
        """The published episode of an id.

        Raises:
            UnknownEpisode: there is none.
        """
        if found := self.episode(known):
            return found
        raise UnknownEpisode(f"there is no episode {known}", "see `bobao episodes list`")

    def captions(self, known: str) -> tuple[Caption, ...]:
        """An episode's text in the order of time; empty if it was made before texts were kept."""
        row = self._row("SELECT lines FROM captions WHERE episode = ?", (known,))
        return tuple(Caption(*line) for line in json.loads(row["lines"])) if row else ()

    def story(self, known: str) -> str:
        """What an episode was made of; "" if it was made before stories were kept."""
        row = self._row("SELECT content FROM stories WHERE episode = ?", (known,))
        return str(row["content"]) if row else ""

    def episodes(self, limit: int = -1) -> Iterator[Episode]:
        """The published episodes, newest first.

        Args:
            limit: how many at the most; −1 is all.
        """
        query = f"SELECT * FROM episodes WHERE {_PUBLISHED} ORDER BY published_at DESC, number DESC LIMIT ?"  # noqa: S608 - our own text
        return map(_episode, self._rows(query, (limit,)))

    def within(self, span: Span) -> Iterator[Episode]:
        """The published episodes of a stretch, newest first."""
        query = f"""
            SELECT * FROM (
                SELECT * FROM episodes WHERE recipe IS NOT NULL ORDER BY published_at, number LIMIT ? OFFSET ?
            ) WHERE {_PUBLISHED} ORDER BY published_at DESC, number DESC
        """  # noqa: S608 - our own text
        return map(_episode, self._rows(query, (span.count, span.first)))

    def spans(self, size: int) -> tuple[Span, ...]:
        """All episodes in stretches of one size, the oldest first; the last one may be shorter."""
        query = """
            SELECT count(*) AS count, count(*) || '.' || max(revision) || '.' || sum(revision)
                || '.' || min(number) || '.' || max(number) AS stamp
            FROM (
                SELECT (row_number() OVER (ORDER BY published_at, number) - 1) / ? AS part, revision, number
                FROM episodes WHERE recipe IS NOT NULL
            ) GROUP BY part ORDER BY part
        """
        rows = enumerate(self._rows(query, (size,)))
        return tuple(Span(number * size, row["count"], row["stamp"]) for number, row in rows)

    def undrawn(self) -> Iterator[Episode]:
        """The published episodes whose page does not show what the catalog holds."""
        query = f"SELECT * FROM episodes INDEXED BY episodes_undrawn WHERE {_PUBLISHED} AND drawn <> revision"  # noqa: S608 - our own text
        return map(_episode, list(self._rows(query)))

    def redraw(self, known: Iterable[str] | None = None) -> None:
        """Count the pages of these episodes, or of all, as not drawn."""
        with self._transaction():
            if known is None:
                self._database.execute("UPDATE episodes SET drawn = -1")
            else:
                each = [(one,) for one in known]
                self._database.executemany("UPDATE episodes SET drawn = -1 WHERE id = ?", each)

    def drawn(self, known: Iterable[str]) -> None:
        """Remember that these episodes' pages show what the catalog holds."""
        each = [(one,) for one in known]
        with self._transaction():
            self._database.executemany("UPDATE episodes SET drawn = revision WHERE id = ?", each)

    def files(self) -> Iterator[tuple[str, str, str, str]]:
        """Of each published episode its id and the paths of its audio, its texts ("" if none), its image."""
        query = f"SELECT id, audio, texts, image FROM episodes WHERE {_PUBLISHED}"  # noqa: S608 - our own text
        return (tuple(row) for row in self._rows(query))

    def fact(self, name: str) -> str:
        """Something the show has to remember; "" if it was never noted."""
        row = self._row("SELECT value FROM facts WHERE name = ?", (name,))
        return str(row["value"]) if row else ""

    def note(self, name: str, value: str) -> None:
        """Remember something; what is remembered already is not written again."""
        if self.fact(name) != value:
            with self._transaction():
                self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def _put(self, table: str, known: str, value: str) -> None:
        self._database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (known, value))  # noqa: S608 - a table of ours

    def _by_alias(self, name: str) -> sqlite3.Row | None:
        query = "SELECT * FROM episodes WHERE id = (SELECT episode FROM aliases WHERE name = ?)"
        return self._row(query, (name,))

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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reservation(row: sqlite3.Row) -> Reservation:
    return Reservation(row["id"], row["guid"], datetime.fromisoformat(row["published_at"]), new=False)


def _episode(row: sqlite3.Row) -> Episode:
    values = {name: row[name] for name in _RECORDING}
    values["fallback"] = bool(values["fallback"])
    values["chapters"] = tuple(Chapter(*chapter) for chapter in json.loads(row["chapters"]))
    moment = datetime.fromisoformat(row["published_at"])
    own = (row["own_title"], row["notes"], row["image"])
    return Episode(row["id"], row["guid"], moment, Recording(**values), *own)
