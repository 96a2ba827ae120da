"""What runs remember, in the catalog: what became of each offer, which editions are begun, what runs did."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scripts import Fingerprint, fingerprint_text, parse_fingerprint

from .catalog import Catalog
from .episode import Reservation
from .errors import CatalogError
from .identity import Identity
from .sifting import Known, State, Why

_COMPARED = timedelta(days=45)
"""For so long a story is compared with new ones."""

_FORGOTTEN = timedelta(days=400)
"""After so long it is forgotten what was passed over; what was told is remembered for ever."""

_RUNS = 400
"""So many runs are remembered."""

_LAST_RUNS = "SELECT * FROM runs ORDER BY number DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class Memo:
    """What is noted of an offer.

    Attributes:
        key: what it is remembered by.
        state: what became of it.
        title: of the story, or as it was offered.
        why: why it was passed over; None otherwise.
        about: more of that, or the last error; may be empty.
        attempts: how often it has failed.
        content: a hash of its text; may be empty.
        fingerprint: of its text; None if it is not compared.
        episode: the id of the episode that tells it; may be empty.
    """

    key: str
    state: State
    title: str = ""
    why: Why | None = None
    about: str = ""
    attempts: int = 0
    content: str = ""
    fingerprint: Fingerprint | None = None
    episode: str = ""


@dataclass(frozen=True, slots=True)
class PastRun:
    """What a run did.

    Attributes:
        number: counted from one.
        started_at: with a zone.
        ended_at: with a zone.
        status: as `--json` has it.
        told: what it printed for programs.
    """

    number: int
    started_at: datetime
    ended_at: datetime
    status: str
    told: Mapping[str, Any]


class Memory(Catalog):
    """A show's catalog, with what runs remember."""

    def settle_waiting(self) -> None:
        """Count what waited for an edition as told when that is published: its run may have been ended."""
        query = """
            UPDATE offers SET state = ? WHERE state = ?
            AND episode IN (SELECT id FROM episodes WHERE recipe IS NOT NULL)
        """
        with self._transaction():
            self._database.execute(query, (State.TOLD, State.WAITING))

    def known(self, keys: Collection[str], fresh_since: datetime) -> dict[str, Known]:
        """What is remembered of offers.

        Args:
            keys: what they are remembered by.
            fresh_since: what was told after this is looked at for corrections.
        """
        found = {}
        for key in keys:
            if memo := self.memo(key):
                found[key] = Known(memo.state, memo.why, memo.about, self._is_fresh(key, fresh_since))
        return found

    def memo(self, key: str) -> Memo | None:
        """What is noted of an offer."""
        row = self._row("SELECT * FROM offers WHERE key = ?", (key,))
        if not row:
            return None
        fingerprint = parse_fingerprint(row["fingerprint"]) if row["fingerprint"] else None
        why = Why(row["why"]) if row["why"] else None
        return Memo(
            key, State(row["state"]), row["title"], why, row["about"], row["attempts"],
            row["content"], fingerprint, row["episode"] or "",
        )  # fmt: skip

    def note_offer(self, memo: Memo, now: datetime) -> None:
        """Remember what became of an offer."""
        with self._transaction():
            self._note(memo, now)

    def reserve_edition(
        self, identity: Identity, now: datetime, day: str, story: str, memos: Collection[Memo]
    ) -> Reservation:
        """Reserve a digest and the stories that it tells, before it is made.

        Args:
            identity: of the digest.
            now: its publication time.
            day: its date in the show's time zone.
            story: what it is to be made of, as `stories.stored` writes it.
            memos: of the stories.
        """
        with self._transaction():
            reserved = self._insert(identity, now)
            self._remember(identity, reserved.id)
            self._database.execute(
                "INSERT INTO editions (episode, day, content) VALUES (?, ?, ?)", (reserved.id, day, story)
            )
            for memo in memos:
                self._note(memo, now, reserved.id)
        return reserved

    def open_editions(self) -> list[tuple[str, str]]:
        """The digests that are reserved and not published, the oldest first: their ids, and their stories."""
        query = """
            SELECT episode, content FROM editions JOIN episodes ON episodes.id = editions.episode
            WHERE recipe IS NULL AND content <> '' ORDER BY number
        """
        return [(row["episode"], row["content"]) for row in self._rows(query)]

    def edition(self, known: str) -> str:
        """What a reserved digest is to be made of; "" if it is published."""
        row = self._row("SELECT content FROM editions WHERE episode = ?", (known,))
        return str(row["content"]) if row else ""

    def edition_failed(self, known: str, most: int, about: str) -> bool:
        """Count a failure of a reserved digest; after too many it is set aside with its stories.

        Returns:
            Whether it is set aside.
        """
        count = "UPDATE editions SET attempts = attempts + 1 WHERE episode = ? RETURNING attempts"
        with self._transaction():
            attempts = self._database.execute(count, (known,)).fetchone()[0]
            if attempts >= most:
                self._database.execute("UPDATE editions SET content = '' WHERE episode = ?", (known,))
                self._database.execute(
                    "UPDATE offers SET state = ?, about = ? WHERE episode = ? AND state = ?",
                    (State.SET_ASIDE, about, known, State.WAITING),
                )
        return bool(attempts >= most)

    def close_editions(self) -> None:
        """Forget what published digests were made of: it lies with their episodes now."""
        with self._transaction():
            self._database.execute(
                "UPDATE editions SET content = '' WHERE content <> ''"
                " AND episode IN (SELECT id FROM episodes WHERE recipe IS NOT NULL)"
            )

    def editions_on(self, day: str) -> int:
        """How many digests there are of a day."""
        row = self._row("SELECT count(*) AS count FROM editions WHERE day = ?", (day,))
        return row["count"] if row else 0

    def told_content(self, content: str) -> str:
        """The title of a told story of just this text; "" if there is none."""
        row = self._row(
            "SELECT title FROM offers WHERE content = ? AND state IN (?, ?) LIMIT 1",
            (content, State.TOLD, State.WAITING),
        )
        return row["title"] or "…" if row else ""

    def compared(self, now: datetime) -> Iterator[Memo]:
        """The stories told lately, each with its fingerprint."""
        query = "SELECT key FROM offers WHERE fingerprint <> '' AND noted_at >= ? AND state IN (?, ?)"
        since = _text(now - _COMPARED)
        for row in list(self._rows(query, (since, State.TOLD, State.WAITING))):
            if memo := self.memo(row["key"]):
                yield memo

    def is_gone(self, known: str) -> bool:
        """Whether an episode was published and taken out of the feed."""
        row = self._row("SELECT removed FROM episodes WHERE id = ?", (known,))
        return bool(row and row["removed"])

    def fallbacks(self) -> list[str]:
        """The ids of published episodes that another engine than the show's has spoken, the newest first."""
        query = """
            SELECT id FROM episodes WHERE fallback AND recipe IS NOT NULL AND NOT removed
            ORDER BY published_at DESC, number DESC
        """
        return [row["id"] for row in self._rows(query)]

    def note_run(self, started_at: datetime, ended_at: datetime, status: str, told: object) -> None:
        """Remember what a run did, and forget what is no longer needed."""
        values = (_text(started_at), _text(ended_at), status, json.dumps(told, ensure_ascii=False))
        past = "DELETE FROM runs WHERE number <= (SELECT max(number) FROM runs) - ?"
        old = "DELETE FROM offers WHERE noted_at < ? AND state NOT IN (?, ?)"
        with self._transaction():
            self._database.execute(
                "INSERT INTO runs (started_at, ended_at, status, told) VALUES (?, ?, ?, ?)", values
            )
            self._database.execute(past, (_RUNS,))
            self._database.execute(old, (_text(ended_at - _FORGOTTEN), State.TOLD, State.WAITING))
            self._database.execute(
                "UPDATE offers SET fingerprint = '' WHERE fingerprint <> '' AND noted_at < ?",
                (_text(ended_at - _COMPARED),),
            )

    def amend_run(self, status: str, told: object) -> None:
        """Change what is remembered of the last run."""
        values = (status, json.dumps(told, ensure_ascii=False))
        with self._transaction():
            self._database.execute(
                "UPDATE runs SET status = ?, told = ? WHERE number = (SELECT max(number) FROM runs)", values
            )

    def runs(self, limit: int) -> list[PastRun]:
        """The last runs, newest first."""
        return [_past_run(row) for row in self._rows(_LAST_RUNS, (limit,))]

    def empty(self, known: str) -> None:
        """Take from an episode that is not shown any more what it would be made again of."""
        with self._transaction():
            for table in ("captions", "stories"):
                self._database.execute(f"DELETE FROM {table} WHERE episode = ?", (known,))  # noqa: S608 - tables of ours
            self._database.execute("UPDATE episodes SET body = '' WHERE id = ?", (known,))

    def newest(self) -> datetime | None:
        """The publication time of the newest episode, published or reserved."""
        row = self._row("SELECT max(published_at) AS newest FROM episodes")
        return datetime.fromisoformat(row["newest"]) if row and row["newest"] else None

    def _is_fresh(self, key: str, since: datetime) -> bool:
        query = """
            SELECT 1 FROM offers JOIN episodes ON episodes.id = offers.episode
            WHERE key = ? AND noted_at >= ? AND NOT removed
        """
        return self._row(query, (key, _text(since))) is not None

    def _note(self, memo: Memo, now: datetime, episode: str = "") -> None:
        values = (
            memo.key, memo.state, memo.why or "", memo.about, memo.attempts, memo.title, memo.content,
            fingerprint_text(memo.fingerprint) if memo.fingerprint else "", memo.episode or episode or None,
            _text(now),
        )  # fmt: skip
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT OR REPLACE INTO offers VALUES ({marks})", values)  # noqa: S608 - question marks


def runs_noted(catalog: Path, limit: int) -> list[PastRun]:
    """The last runs, newest first, of a show that somebody may be running: nothing is written or migrated.

    Args:
        catalog: its file; none, or one of before runs were remembered, holds no runs.
        limit: how many at the most.

    Raises:
        CatalogError: it cannot be read.
    """
    if not catalog.is_file():
        return []
    try:
        # Not mode=ro, which cannot read what a killed writer has left half-written.
        address = f"{catalog.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.row_factory = sqlite3.Row
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchone():
                return []
            return [_past_run(row) for row in database.execute(_LAST_RUNS, (limit,))]
    except (sqlite3.Error, ValueError) as error:
        raise CatalogError(f"the catalog {catalog} failed: {error}", "restore it from a backup") from error


def _past_run(row: sqlite3.Row) -> PastRun:
    started_at, ended_at = (datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
    return PastRun(row["number"], started_at, ended_at, row["status"], json.loads(row["told"]))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
