"""A catalog of every earlier version becomes one of today's, and loses nothing.

Each file in catalogs/ was written by that version's own code and dumped; a new version adds a file here.
"""

import sqlite3
from pathlib import Path

import pytest

from episodes import Catalog
from episodes.identity import Identity
from episodes.schema import VERSION
from tests.episodes.samples import CAPTIONS, recording

CATALOGS = Path(__file__).with_name("catalogs")


def made_by(version: int, path: Path) -> Path:
    with sqlite3.connect(path) as database:
        database.executescript((CATALOGS / f"{version}.sql").read_text("utf-8"))
    database.close()
    return path


def tables(path: Path) -> list[str]:
    database = sqlite3.connect(path)
    try:
        return [
            row[0]
            for row in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        ]
    finally:
        database.close()


def columns(path: Path) -> set[tuple[str, str]]:
    database = sqlite3.connect(path)
    try:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {(name, row[1]) for name in names for row in database.execute(f"PRAGMA table_info({name})")}
    finally:
        database.close()


def test_every_earlier_version_is_kept_for_these_tests() -> None:
    assert sorted(int(path.stem) for path in CATALOGS.glob("*.sql")) == list(range(1, VERSION))


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_catalog_of_an_earlier_version_has_the_tables_of_a_new_one(version: int, tmp_path: Path) -> None:
    old, new = made_by(version, tmp_path / "old"), tmp_path / "new"
    for path in (old, new):
        Catalog(path).__exit__(None, None, None)
    assert columns(old) == columns(new)
    assert [sql for sql in tables(old) if "INDEX" in sql] == [sql for sql in tables(new) if "INDEX" in sql]


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_catalog_of_an_earlier_version_holds_what_it_held(version: int, tmp_path: Path) -> None:
    path = made_by(version, tmp_path / "catalog")
    for _ in range(2):  # and the second time there is nothing left to do
        with Catalog(path) as catalog:
            assert [episode.title for episode in catalog.episodes()] == ["第2条新闻", "第1条新闻"]
            first = list(catalog.episodes())[-1]
            assert (first.id, first.guid) == ("49b9932a", "urn:uuid:05181afb-9475-5a75-9f90-8026fc4a39cb")
            assert first.recording == recording(title="第1条新闻", audio="public/audio/1.mp3")
            assert (catalog.captions(first.id), catalog.story(first.id)) == ((), "")
            assert {episode.id for episode in catalog.undrawn()} == {"49b9932a", "b47f8403"}
            reserved = catalog.find(Identity(("link:example.com/3",), "", ""))
            assert reserved
            assert reserved.id == "ab8ec095"


def test_an_episode_of_an_earlier_version_can_be_made_again(tmp_path: Path) -> None:
    with Catalog(made_by(1, tmp_path / "catalog")) as catalog:
        catalog.publish("49b9932a", recording(texts="public/audio/1-a"), CAPTIONS, "{}")
        assert catalog.captions("49b9932a") == CAPTIONS
        assert catalog.story("49b9932a") == "{}"


def test_a_step_that_fails_leaves_the_catalog_as_it_was(tmp_path: Path) -> None:
    path = made_by(1, tmp_path / "catalog")
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE facts (name TEXT)")  # stands in the way of the second step
    database.close()
    before = tables(path)
    with pytest.raises(Exception, match="facts"):
        Catalog(path)
    assert tables(path) == before
