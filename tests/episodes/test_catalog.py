"""The catalog fixes what an episode is before it is made, and shows only what has been made."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from episodes import Catalog, CatalogError, Recording, Reservation, UnknownEpisode
from episodes.identity import Identity, identify
from episodes.schema import VERSION
from scripts import Article, Paragraph
from tests.conftest import ROOT
from tests.episodes.samples import NOON, recording

BODY = "海州市新图书馆今天正式开馆。新馆藏书一百二十万册，设有一千八百个座位。"
OTHER_BODY = "今天海州下了一场大雪，市区多条道路临时封闭，请市民注意出行安全。"
FILE = Path("/stories/today.txt")


def story(body: str = BODY, url: str = "") -> Article:
    return Article("新馆开馆", (Paragraph(body),), url=url)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite3"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog(path) as opened:
        yield opened


def reserve(
    catalog: Catalog, article: Article, file: Path | None = None, now: datetime = NOON
) -> Reservation:
    """As a build does it."""
    identity = identify(article, file)
    return catalog.reserve(identity, now, catalog.find(identity))


# Reserving -------------------------------------------------------------------------------------------------


def test_a_story_is_reserved_once_and_keeps_what_it_was_given(catalog: Catalog) -> None:
    first = reserve(catalog, story())
    again = reserve(catalog, story(), now=NOON + timedelta(days=3))
    assert first.new
    assert not again.new
    assert (again.id, again.guid, again.published_at) == (first.id, first.guid, first.published_at)
    assert catalog.reservation(first.id) == again


def test_a_publication_time_is_whole_seconds_in_utc(catalog: Catalog) -> None:
    shanghai = datetime.fromisoformat("2026-11-20T12:00:00.987+08:00")
    assert reserve(catalog, story(), now=shanghai).published_at == datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_looking_for_a_story_reserves_nothing(catalog: Catalog) -> None:
    assert catalog.find(identify(story(), FILE)) is None
    assert reserve(catalog, story()).new


def test_a_link_that_is_learnt_later_leads_to_the_same_episode(catalog: Catalog) -> None:
    first = reserve(catalog, story())
    linked = reserve(catalog, story(url="https://example.com/1"))
    rewritten = reserve(catalog, story(OTHER_BODY, url="http://www.example.com/1?utm_source=x"))
    assert first.id == linked.id == rewritten.id


def test_the_same_file_with_much_the_same_text_is_the_same_episode(catalog: Catalog) -> None:
    first = reserve(catalog, story(), FILE)
    assert reserve(catalog, story(BODY.replace("今天", "昨天")), FILE).id == first.id


def test_the_same_file_with_another_text_is_another_episode(catalog: Catalog) -> None:
    first, second = reserve(catalog, story(), FILE), reserve(catalog, story(OTHER_BODY), FILE)
    assert second.new
    assert second.id != first.id


def test_a_text_corrected_again_and_again_stays_the_same_episode(catalog: Catalog) -> None:
    first = reserve(catalog, story(), FILE)
    body = BODY
    for at in range(0, len(BODY), 4):
        body = body[:at] + "改" + body[at + 1 :]
        assert reserve(catalog, story(body), FILE).id == first.id


def test_a_story_may_be_given_to_an_episode_that_is_there(catalog: Catalog) -> None:
    first = reserve(catalog, story())
    identity = identify(story(OTHER_BODY), None)
    catalog.reserve(identity, NOON, catalog.reservation(first.id))
    assert catalog.find(identity) == replace(first, new=False)


def test_an_unknown_id_is_refused(catalog: Catalog) -> None:
    with pytest.raises(UnknownEpisode, match="no episode 1234abcd"):
        catalog.reservation("1234abcd")
    assert catalog.episode("1234abcd") is None


# Publishing ------------------------------------------------------------------------------------------------


def test_what_is_only_reserved_is_not_published(catalog: Catalog) -> None:
    reserved = reserve(catalog, story())
    assert list(catalog.episodes()) == []
    assert catalog.episode(reserved.id) is None


@pytest.mark.parametrize(
    "made", [recording(), recording(fallback=True, author="", chapters=(), title="“𠮷”'; --")]
)
def test_a_published_episode_is_read_back_as_it_was(catalog: Catalog, made: Recording) -> None:
    reserved = reserve(catalog, story())
    catalog.publish(reserved.id, made)
    (episode,) = catalog.episodes()
    assert episode == catalog.episode(reserved.id)
    assert (episode.id, episode.guid, episode.published_at) == (
        reserved.id,
        reserved.guid,
        reserved.published_at,
    )
    assert episode.recording == made


def test_publishing_again_replaces_what_was_made_and_nothing_else(catalog: Catalog) -> None:
    reserved = reserve(catalog, story())
    catalog.publish(reserved.id, recording())
    catalog.publish(reserved.id, recording(recipe="r2", title="新标题"))
    (episode,) = catalog.episodes()
    assert episode.recording == recording(recipe="r2", title="新标题")
    assert (episode.guid, episode.published_at) == (reserved.guid, reserved.published_at)


def test_episodes_are_newest_first_and_of_one_second_the_last_one_is(catalog: Catalog) -> None:
    minutes = {"甲": 5, "乙": 9, "丙": 5, "丁": 1}
    for title, minute in minutes.items():
        reserved = reserve(catalog, story(title * 20), now=NOON + timedelta(minutes=minute))
        catalog.publish(reserved.id, recording(title=title))
    assert [episode.recording.title for episode in catalog.episodes()] == ["乙", "丙", "甲", "丁"]
    assert [episode.recording.title for episode in catalog.episodes(limit=2)] == ["乙", "丙"]


def test_all_is_there_when_it_is_opened_again(path: Path) -> None:
    with Catalog(path) as catalog:
        reserved = reserve(catalog, story(), FILE)
        catalog.publish(reserved.id, recording())
    with Catalog(path) as catalog:
        assert catalog.find(Identity(("unknown",), f"path:{FILE}", BODY)) == replace(reserved, new=False)
        assert [episode.id for episode in catalog.episodes()] == [reserved.id]


DIES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from episodes import Catalog
from episodes.identity import Identity

catalog = Catalog(Path(sys.argv[1]))
catalog.reserve(Identity(("link:example.com/1",), "", "text"), datetime(2026, 11, 20, tzinfo=UTC), None)
if sys.argv[2] == "in-transaction":
    catalog._database.execute("BEGIN IMMEDIATE")
    catalog._database.execute("UPDATE episodes SET recipe = 'half'")
os._exit(9)
"""


@pytest.mark.parametrize("when", ["reserved", "in-transaction"])
def test_a_build_that_is_killed_has_published_nothing_and_can_be_finished(path: Path, when: str) -> None:
    assert subprocess.run([sys.executable, "-c", DIES, path, when], cwd=ROOT, check=False).returncode == 9
    with Catalog(path) as catalog:
        assert list(catalog.episodes()) == []
        again = reserve(catalog, story(url="https://example.com/1"), now=NOON + timedelta(days=1))
        assert (again.new, again.published_at) == (False, datetime(2026, 11, 20, tzinfo=UTC))


# Refusing --------------------------------------------------------------------------------------------------


def test_a_catalog_of_a_newer_bobao_is_left_alone(path: Path) -> None:
    Catalog(path).__exit__(None, None, None)
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(CatalogError, match="newer bobao"):
        Catalog(path)


@pytest.mark.parametrize(
    "content", [b"no database at all, but text" * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_what_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CatalogError, match="failed"):
        Catalog(path)
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_refused(path: Path) -> None:
    path.mkdir()
    with pytest.raises(CatalogError):
        Catalog(path)
