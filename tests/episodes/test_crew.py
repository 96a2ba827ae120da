"""A show's stories spread over a crew: the same bytes as without one, whatever happens to the workers."""

import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from episodes import Crew, CrewLost, WorkerError, crew_of_processes, worker
from episodes.worker import version
from scripts import ConfigurationError
from tests.conftest import snapshot
from tests.servers.newsroom import Newsroom

from .newsdays import Newsdays, told

STORIES = 3


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as server:
        yield server


@pytest.fixture
def days(tmp_path: Path, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsdays:
    monkeypatch.setenv("BOBAO_CACHE_DIR", str(tmp_path / "cache"))
    newsroom.sections.clear()
    return made(tmp_path / "show", newsroom)


def made(folder: Path, newsroom: Newsroom) -> Newsdays:
    days = Newsdays(folder, newsroom)
    days.make("city")
    days.print("city", *range(STORIES))
    return days


def public(days: Newsdays) -> dict[str, bytes]:
    return {path: held for path, (_, held) in snapshot(days.folder / "public").items()}


def crew(executor: Executor, results: str = "") -> Crew:
    return Crew(executor, None, results, 2)


class Failing(Executor):
    """Does what it is asked but for one task, which ends in an error, or for all after it as well."""

    def __init__(self, error: BaseException, at: int, *, after: bool = False) -> None:
        self._error, self._at, self._after, self._count = error, at, after, 0
        self.done = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        number, self._count = self._count, self._count + 1
        if number == self._at or (self._after and number > self._at):
            future.set_exception(self._error)
        else:
            future.set_result(fn(*args, **kwargs))
            self.done += 1
        return future


class Seeing(Executor):
    """Remembers by what the parcels are known, none of which may name a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.keys: list[str] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        _, text, key, _, _ = args
        assert self._folder.as_posix() not in text
        self.keys.append(key)
        future.set_result(fn(*args, **kwargs))
        return future


def test_processes_make_the_same_bytes_as_this_one(days: Newsdays, newsroom: Newsroom) -> None:
    alone = made(days.folder.with_name("alone"), newsroom)
    expected = told(alone.run())
    workers = crew_of_processes(2)
    with workers.executor:
        assert told(days.run(crew=workers)) == expected
    assert len(expected) == STORIES
    assert public(days) == public(alone)
    assert not (days.folder / "finished").exists()
    assert not (days.folder / "work").exists()


@pytest.mark.parametrize("results", ["", pytest.param("elsewhere", marks=pytest.mark.storm)])
def test_what_was_finished_before_the_writer_fell_is_not_made_again(
    days: Newsdays, results: str, tmp_path: Path
) -> None:
    place = str(tmp_path / results) if results else ""
    falling = Failing(KeyboardInterrupt(), 0)
    with pytest.raises(KeyboardInterrupt):
        days.run(crew=crew(falling, place))
    assert falling.done == STORIES - 1
    assert not (days.folder / "public" / "feed.xml").exists()
    again = Failing(AssertionError(), 99)
    report = days.run(crew=crew(again, place))
    assert again.done == 1
    assert len(told(report)) == STORIES
    assert len(days.titles()) == STORIES
    assert told(days.run(crew=crew(again, place))) == []
    left = [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()] if results else []
    assert left == []


def test_a_worker_forgets_the_files_that_nobody_needs(tmp_path: Path) -> None:
    old, new = tmp_path / "old.jpg", tmp_path / "new.jpg"
    for path, days_old in ((old, 31), (new, 1)):
        path.touch()
        then = path.stat().st_mtime - days_old * 86_400
        os.utime(path, (then, then))
    worker._forget_unused(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [new.name]


def test_a_lost_worker_costs_one_story_which_is_told_the_next_time(days: Newsdays) -> None:
    report = days.run(crew=crew(Failing(WorkerError("lost"), 1)))
    assert report.status == "partial"
    assert [str(each.error) for each in report.failed] == ["lost"]
    assert len(days.titles()) == STORIES - 1
    days.now += timedelta(hours=1)
    assert len(told(days.run())) == 1
    assert len(days.titles()) == STORIES


@pytest.mark.storm
def test_without_workers_the_rest_fails_and_what_is_finished_is_published(days: Newsdays) -> None:
    report = days.run(crew=crew(Failing(CrewLost("gone"), 2, after=True)))
    assert [str(each.error) for each in report.failed] == ["gone"] * (STORIES - 2)
    assert len(days.titles()) == 2
    with days.memory() as memory:
        assert not [memo for memo in memory.compared(days.now) if memo.attempts]


@pytest.mark.storm
def test_a_worker_of_another_version_is_refused(days: Newsdays) -> None:
    class Older(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(fn, "0.0.1", *args[1:], **kwargs)

    with pytest.raises(ConfigurationError, match=f"has bobao {version()}, and this is 0.0.1"):
        days.run(crew=crew(Older()))
    assert len(told(days.run())) == STORIES


@pytest.mark.storm
def test_results_that_the_writer_does_not_reach_are_told(days: Newsdays, tmp_path: Path) -> None:
    class Elsewhere(Executor):
        """Its workers have another disk."""

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            wanted, text, key, url, limit = args
            shutil.copytree(Path(url) / "files", tmp_path / "their-disk" / "files", dirs_exist_ok=True)
            future.set_result(fn(wanted, text, key, str(tmp_path / "their-disk"), limit, **kwargs))
            return future

    report = days.run(crew=crew(Elsewhere()))
    assert {each.error.message for each in report.failed} == {
        f"a worker's result is not in {days.folder / 'finished'}"
    }
    assert report.failed[0].error.hint.startswith("let --results name a place")


@pytest.mark.storm
def test_a_damaged_result_is_not_published(days: Newsdays) -> None:
    class Damaging(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            record = json.loads(fn(*args, **kwargs))
            path = Path(args[3]) / args[2] / record["made"]["audio"]
            path.write_bytes(path.read_bytes()[:-1])
            future.set_result(json.dumps(record))
            return future

    report = days.run(crew=crew(Damaging()))
    assert {each.error.message for each in report.failed} == {
        f"what a worker left in {days.folder / 'finished'} is damaged"
    }
    assert not report.built


@pytest.mark.storm
def test_an_assignment_is_known_by_what_it_holds_and_not_by_where(days: Newsdays) -> None:
    """Two shows alike in two places: a worker's result for the one would do for the other."""
    keys: list[list[str]] = []
    for folder in (days.folder, days.folder.with_name("other")):
        there = replace(days, folder=folder)
        there.make("city")
        seeing = Seeing(days.folder.parent)
        there.run(crew=crew(seeing))
        keys.append(seeing.keys)
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == STORIES
