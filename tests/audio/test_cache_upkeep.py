"""What a cache holds is told, what is superfluous goes, and nothing else."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.cache_upkeep import Freed, Holdings, clear_cache, prune_cache, survey_cache
from scripts import ConfigurationError
from tests.conftest import snapshot
from tests.properties import brief

DAY_S = 86_400


def keep(folder: Path, name: str, size: int, age_s: float = 0.0) -> Path:
    """A file as the cache or one of its writers leaves it."""
    path = folder / "clips" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    used_at_s = time.time() - age_s
    os.utime(path, (used_at_s, used_at_s))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_cache_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert survey_cache(folder) == Holdings(0, 0, None, None)
    assert prune_cache(folder, 0) == clear_cache(folder) == Freed(0, 0)
    assert not folder.exists()


def test_a_survey_counts_the_clips_and_their_use(tmp_path: Path) -> None:
    os.utime(keep(tmp_path, "00/a.clip", 10), (1_000_000_000, 1_000_000_000))
    os.utime(keep(tmp_path, "ff/b.clip", 20), (1_500_000_000, 1_500_000_000))
    keep(tmp_path, "ff/.new-c", 40)
    oldest, newest = datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC), datetime(2017, 7, 14, 2, 40, tzinfo=UTC)
    assert survey_cache(tmp_path) == Holdings(2, 30, oldest, newest)


def test_within_its_bound_nothing_goes(tmp_path: Path) -> None:
    keep(tmp_path, "00/a.clip", 60, age_s=900 * DAY_S)
    keep(tmp_path, "ff/b.clip", 40)
    assert prune_cache(tmp_path, 100) == Freed(0, 0)


@brief
@given(sizes=st.lists(st.integers(0, 50), max_size=12), bound=st.integers(0, 200), data=st.data())
def test_the_longest_of_no_use_go_and_no_more_than_must(
    sizes: list[int], bound: int, data: st.DataObject
) -> None:
    """The files are numbered from the one that was used last."""
    shelves = data.draw(
        st.lists(st.sampled_from(["00", "7f", "ff"]), min_size=len(sizes), max_size=len(sizes))
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, (shelf, size) in enumerate(zip(shelves, sizes, strict=True)):
            keep(folder, f"{shelf}/{number:02d}.clip", size, age_s=number * 60)
        freed = prune_cache(folder, bound)
        left = len(names(folder))
        assert names(folder) == {f"{number:02d}.clip" for number in range(left)}
    assert sum(sizes[:left]) <= bound
    assert left == len(sizes) or sum(sizes[: left + 1]) > bound
    assert freed == Freed(len(sizes) - left, sum(sizes[left:]))


def test_what_killed_writers_left_goes_after_a_day(tmp_path: Path) -> None:
    keep(tmp_path, "00/.new-dead", 10, age_s=2 * DAY_S)
    keep(tmp_path, "00/.new-alive", 10)
    keep(tmp_path, "00/old.clip", 10, age_s=2 * DAY_S)
    assert prune_cache(tmp_path, 100) == Freed(1, 10)
    assert names(tmp_path) == {".new-alive", "old.clip"}


def test_clearing_takes_all_that_is_the_caches_and_nothing_else(tmp_path: Path) -> None:
    """The folder may be one that the user has other things in."""
    for name in ("notes.txt", "own.clip", "00/notes.txt", "holiday/own.clip"):
        keep(tmp_path, name, 5)
    (tmp_path / "own.clip").write_bytes(b"mine")
    before = snapshot(tmp_path)
    keep(tmp_path, "00/a.clip", 10)
    keep(tmp_path, "ff/.new-b", 20)
    assert clear_cache(tmp_path) == Freed(2, 30)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("place", ["", "clips"], ids=["folder", "clips"])
def test_a_file_in_its_place_is_an_error(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "cache"
    taken = folder / place
    taken.parent.mkdir(exist_ok=True)
    taken.write_text("not a folder", "utf-8")
    for work in (survey_cache, clear_cache, lambda folder: prune_cache(folder, 0)):
        with pytest.raises(ConfigurationError, match="cache of speech in"):
            work(folder)
