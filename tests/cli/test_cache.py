"""`bobao cache`, and what a build does with a cache that is too large or cannot be written to."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import BRIEF, STORY, Bobao, snapshot, write_story

ESPEAK = ("--engine", "espeak")
LONG_AGO_S = 1_000_000_000


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


@pytest.fixture
def folder(bobao: Bobao) -> Path:
    return bobao.folder / "cache"


@pytest.fixture
def built(folder: Path, first: Any) -> list[Path]:
    """The clips of one episode."""
    assert first["segments"]
    return clips(folder)


def clips(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.clip"))


def size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def test_info_before_there_is_anything(bobao: Bobao, folder: Path) -> None:
    told = bobao("cache", "info", "--json").json
    assert told == {
        "folder": str(folder),
        "entries": 0,
        "bytes": 0,
        "bound_bytes": 2_000_000_000,
        "oldest": None,
        "newest": None,
    }
    assert not folder.exists()


def test_info_tells_what_is_kept(bobao: Bobao, built: list[Path]) -> None:
    os.utime(built[0], (LONG_AGO_S, LONG_AGO_S))
    told = bobao("cache", "info", "--json", BOBAO_CACHE_MB="7").json
    assert (told["entries"], told["bytes"], told["bound_bytes"]) == (len(built), size(built), 7_000_000)
    assert datetime.fromisoformat(told["oldest"]).timestamp() == LONG_AGO_S
    newest_s = max(path.stat().st_mtime for path in built)
    assert datetime.fromisoformat(told["newest"]).timestamp() == int(newest_s)


@pytest.mark.usefixtures("built")
def test_info_for_a_person_is_what_cache_alone_prints(bobao: Bobao, folder: Path) -> None:
    ran = bobao("cache")
    assert ran.out == bobao("cache", "info").out
    assert [line.split()[0] for line in ran.out.splitlines()] == ["folder", "entries", "size", "used"]
    assert str(folder) in ran.out


def test_prune_removes_the_longest_unused_beyond_the_bound(bobao: Bobao, folder: Path) -> None:
    old, new = folder / "clips" / "00" / "old.clip", folder / "clips" / "ff" / "new.clip"
    for path in (old, new):
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(800_000))
    os.utime(old, (LONG_AGO_S, LONG_AGO_S))
    ran = bobao("cache", "prune", BOBAO_CACHE_MB="1")
    assert (ran.code, ran.out, ran.err) == (0, "freed 0.8 MB; files removed: 1\n", "")
    assert clips(folder) == [new]


def test_clear_removes_all(bobao: Bobao, folder: Path, built: list[Path]) -> None:
    ran = bobao("cache", "clear")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("freed ")
    assert ran.out.endswith(f" MB; files removed: {len(built)}\n")
    assert clips(folder) == []


def test_a_cache_that_is_a_file_is_one_clear_line(bobao: Bobao) -> None:
    taken = bobao.folder / "taken"
    taken.write_text("not a folder", "utf-8")
    for command in ("info", "prune", "clear"):
        ran = bobao("cache", command, BOBAO_CACHE_DIR=str(taken))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: the cache of speech in")
        assert ran.err.count("\n") == 1
        assert str(taken) in ran.err


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    "command", [("cache", "prune"), ("build", "story.txt", *ESPEAK)], ids=["prune", "build"]
)
def test_a_bound_that_is_no_number_is_told_before_anything_is_done(
    bobao: Bobao, command: tuple[str, ...]
) -> None:
    ran = bobao(*command, BOBAO_CACHE_MB="lots")
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint.startswith("error: BOBAO_CACHE_MB is 'lots'; ")
    assert not bobao.show.exists()


# Builds ----------------------------------------------------------------------------------------------------


def test_a_build_goes_on_without_a_cache_and_says_so_once(bobao: Bobao, story: Path) -> None:
    bobao.make_show(BRIEF)
    taken = bobao.folder / "taken"
    taken.write_text("not a folder", "utf-8")
    ran = bobao("build", story, *ESPEAK, BOBAO_CACHE_DIR=str(taken))
    assert ran.code == 0
    assert ran.complaint.startswith("warning: speech is not kept for next time: ")
    assert ran.complaint.count("\n") == 1
    assert str(taken) in ran.complaint
    assert len(bobao.episodes()) == 1


@pytest.mark.usefixtures("built")
def test_a_build_ends_within_the_bound(bobao: Bobao, story: Path, folder: Path) -> None:
    write_story(bobao.folder, STORY.replace("120万册", "130万册"))
    ran = bobao("build", story, *ESPEAK, "--json", BOBAO_CACHE_MB="0")
    assert ran.json["episodes"][0]["synthesized"] == 1
    assert clips(folder) == []


@pytest.mark.usefixtures("built")
def test_a_build_that_changes_nothing_leaves_the_cache_alone(bobao: Bobao, story: Path, folder: Path) -> None:
    before = snapshot(folder)
    assert bobao("build", story, *ESPEAK, BOBAO_CACHE_MB="0").code == 0
    assert snapshot(folder) == before
