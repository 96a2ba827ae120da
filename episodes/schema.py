"""The catalog's tables, and how one of an earlier version becomes one of today's.

Each script brings a database from the version before to the next; a new one runs through all of them, so that
there is one way to today's tables and every step of it is taken each time.
"""

import sqlite3

_FIRST = """
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

_SECOND = """
ALTER TABLE episodes ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN texts TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN own_title TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN image TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE episodes ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE episodes ADD COLUMN drawn INTEGER NOT NULL DEFAULT -1;
CREATE TABLE captions (
    episode TEXT PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE, lines TEXT NOT NULL
) STRICT;
CREATE TABLE stories (
    episode TEXT PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE, content TEXT NOT NULL
) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
DROP INDEX episodes_by_time;
CREATE INDEX episodes_by_time ON episodes (published_at, number, revision, removed) WHERE recipe IS NOT NULL;
CREATE INDEX episodes_by_revision ON episodes (revision);
CREATE INDEX episodes_files ON episodes (id, audio, texts, image) WHERE recipe IS NOT NULL AND NOT removed;
CREATE INDEX episodes_undrawn ON episodes (number) WHERE recipe IS NOT NULL AND drawn <> revision;
"""

_THIRD = """
CREATE TABLE offers (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL, why TEXT NOT NULL, about TEXT NOT NULL, attempts INTEGER NOT NULL,
    title TEXT NOT NULL, content TEXT NOT NULL, fingerprint TEXT NOT NULL,
    episode TEXT REFERENCES episodes (id) ON DELETE SET NULL,
    noted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX offers_by_content ON offers (content) WHERE content <> '';
CREATE INDEX offers_by_time ON offers (noted_at);
CREATE TABLE editions (
    episode TEXT PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    day TEXT NOT NULL, content TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX editions_by_day ON editions (day);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at TEXT NOT NULL, ended_at TEXT NOT NULL, status TEXT NOT NULL, told TEXT NOT NULL
) STRICT;
"""

_STEPS = (_FIRST, _SECOND, _THIRD)

VERSION = len(_STEPS)
"""The schema's version, kept in SQLite's user_version."""


def migrate(database: sqlite3.Connection, found: int) -> None:
    """Bring a database to today's tables; a step is done whole or not at all.

    Args:
        database: in autocommit mode.
        found: its version; 0 is an empty one.
    """
    for version, step in enumerate(_STEPS[found:], start=found + 1):
        try:
            database.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {version}; COMMIT;")
        except sqlite3.Error:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
