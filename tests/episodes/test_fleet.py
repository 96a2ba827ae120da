"""Which shows there are below a folder, and how it stands with each."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from episodes import Memory, find_shows, standing_of
from episodes.due import Due
from tests.conftest import snapshot

NOW = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""


def make(folder: Path, settings: str = "") -> Path:
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text(settings, "utf-8")
    return folder


def found(folder: Path) -> list[str]:
    return [str(each.relative_to(folder)) for each in find_shows(folder, pytest.fail)]


def test_every_show_below_a_folder_is_found_once(tmp_path: Path) -> None:
    root, outside = tmp_path / "shows", make(tmp_path / "outside")
    for name in ("b", "a/x", "a/x/nested", "新闻/晨报", ".Trash/old"):
        make(root / name)
    (root / "a" / "show.toml").mkdir()
    (root / "out").symlink_to(outside)
    (root / "again").symlink_to(root / "b")
    (root / "round").symlink_to(root)
    (root / "nowhere").symlink_to(root / "gone")
    assert found(root) == ["a/x", "b", "新闻/晨报"]
    assert found(root / "b") == ["."]
    assert list(find_shows(root / "out", pytest.fail)) == [root / "out"]


def test_a_thousand_empty_folders_hold_none(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number % 10}" / f"{number}").mkdir(parents=True)
    assert found(tmp_path) == []
    deep = tmp_path.joinpath(*["d"] * 200)
    make(deep)
    assert len(found(tmp_path)) == 1


def test_what_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    make(tmp_path / "a")
    told: list[str] = []
    assert list(find_shows(tmp_path / "gone", told.append)) == []
    assert told == [f"{tmp_path / 'gone'} cannot be read: No such file or directory"]


def noted(folder: Path, *runs: tuple[timedelta, str, str]) -> None:
    """Runs so long ago, how they ended, and why."""
    with Memory(folder / "catalog.sqlite3") as memory:
        for ago, status, why in runs:
            failed = [{"source": "x", "error": why}] if why else []
            memory.note_run(NOW - ago, NOW - ago, status, {"failed": failed})


def test_failures_in_a_row_are_counted_and_the_last_reasons_told(tmp_path: Path) -> None:
    show = make(tmp_path / "a")
    hour = timedelta(hours=1)
    noted(
        show,
        (9 * hour, "failed", "old"),
        (5 * hour, "built", ""),
        (3 * hour, "failed", "b"),
        (hour, "failed", "c"),
    )
    stands = standing_of(show, NOW)
    assert (stands.failures, stands.reasons) == (2, ("c",))
    assert stands.due == Due(NOW - timedelta(minutes=40), now=True)


def test_a_show_that_has_not_run_for_long_is_overdue(tmp_path: Path) -> None:
    show = make(tmp_path / "a", '[run]\nat = ["06:30", "18:00"]\n')
    noted(show, (timedelta(hours=10), "built", ""))
    assert standing_of(show, NOW).due == Due(
        datetime(2026, 11, 26, 22, 30, tzinfo=UTC), now=True, overdue=True
    )


def test_looking_writes_nothing_and_needs_no_catalog_of_today(tmp_path: Path) -> None:
    show = make(tmp_path / "a")
    assert standing_of(show, NOW).last is None
    assert [path.name for path in show.iterdir()] == ["show.toml"]
    with sqlite3.connect(show / "catalog.sqlite3") as old:
        old.execute("CREATE TABLE episodes (number INTEGER)")
    old.close()
    before = snapshot(show)
    assert (standing_of(show, NOW).last, standing_of(show, NOW).trouble) == (None, None)
    assert snapshot(show) == before


def test_looking_waits_for_nobody_who_is_writing(tmp_path: Path) -> None:
    show = make(tmp_path / "a")
    noted(show, (timedelta(hours=1), "built", ""))
    with Memory(show / "catalog.sqlite3") as memory, memory._transaction():
        memory._database.execute("UPDATE runs SET status = 'failed'")
        stands = standing_of(show, NOW)
    assert stands.last
    assert stands.last.status == "built"


@pytest.mark.parametrize("catalog", [b"x" * 5000, None], ids=["garbage", "half a run"])
def test_what_cannot_be_read_of_a_show_is_its_trouble(tmp_path: Path, catalog: bytes | None) -> None:
    show = make(tmp_path / "a")
    if catalog:
        (show / "catalog.sqlite3").write_bytes(catalog)
    else:
        noted(show, (timedelta(hours=1), "built", ""))
        with sqlite3.connect(show / "catalog.sqlite3") as database:
            database.execute("UPDATE runs SET told = ?", (json.dumps({})[:1],))
        database.close()
    stands = standing_of(show, NOW)
    assert stands.trouble
    assert "restore it from a backup" in stands.reasons[0]
    assert stands.due.now
    assert stands.title == "播报"
