"""A build that would change nothing says so at once, and only if that is sure."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.memo import recall, remember
from tests.conftest import BRIEF, Bobao

TOLD = {"status": "nothing-new"}
ORDER = ("", "edge", None)


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """A show that a build has left a memo in."""
    folder = tmp_path / "show"
    (folder / "public").mkdir(parents=True)
    (folder / "show.toml").write_text('[music]\nintro = "../intro.mp3"\noutro = "none"\n', "utf-8")
    (folder / "public" / "feed.xml").write_text("<rss/>", "utf-8")
    (tmp_path / "intro.mp3").write_bytes(b"music")
    (tmp_path / "story.txt").write_text("好", "utf-8")
    remember(folder, [str(tmp_path / "story.txt")], ORDER, TOLD)
    return folder


def again(show: Path) -> object:
    return recall(show, [str(show.parent / "story.txt")], ORDER)


def test_what_has_not_changed_is_known(show: Path) -> None:
    assert again(show) == TOLD


CHANGES: dict[str, Callable[[Path], object]] = {
    "another text": lambda show: (show.parent / "story.txt").write_text("坏", "utf-8"),
    "no text": lambda show: (show.parent / "story.txt").unlink(),
    "another setting": lambda show: (show / "show.toml").write_text("[music]\n", "utf-8"),
    "another feed": lambda show: (show / "public" / "feed.xml").write_text("<rss></rss>", "utf-8"),
    "no feed": lambda show: (show / "public" / "feed.xml").unlink(),
    "a new file": lambda show: (show / "catalog.sqlite-wal").touch(),
    "other music": lambda show: (show.parent / "intro.mp3").write_bytes(b"other music"),
    "no music": lambda show: (show.parent / "intro.mp3").unlink(),
    "a broken memo": lambda show: (show / ".memo.json").write_text("{", "utf-8"),
    "a touched text of settings": lambda show: os.utime(show / "show.toml", (0, 0)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_for_the_build_to_find_out(show: Path, change: str) -> None:
    CHANGES[change](show)
    assert again(show) is None


def test_another_question_has_no_answer(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = str(show.parent / "story.txt")
    assert recall(show, [story], ("", "espeak", None)) is None
    assert recall(show, [story, story], ORDER) is None
    assert recall(show.parent, [story], ORDER) is None
    monkeypatch.setenv("BOBAO_EDGE_URL", "ws://elsewhere/")
    assert again(show) is None


@pytest.mark.parametrize("days", [-1, 2])
def test_a_memo_is_believed_for_a_day(show: Path, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + days * 86_400)
    assert again(show) is None


@pytest.mark.parametrize("source", ["-", "https://example.com/story.html"])
def test_a_source_that_has_no_stamp_leaves_no_memo(show: Path, source: str) -> None:
    remember(show, [source], ORDER, TOLD)
    assert recall(show, [source], ORDER) is None
    assert not (show / ".memo.json").exists()


def test_the_answer_is_that_of_the_build(bobao: Bobao, story: Path) -> None:
    bobao.make_show(BRIEF)
    build = ("build", story, "--engine", "silent")
    assert bobao(*build).code == 0
    known, told = bobao(*build, "--json"), bobao(*build)
    assert (known.err, told.err) == ("", "")
    (bobao.show / ".memo.json").unlink()
    looked, looked_told = bobao(*build, "--json"), bobao(*build)
    assert looked.err.startswith("Reading ")
    assert (known.code, known.out) == (looked.code, looked.out)
    assert (told.code, told.out) == (looked_told.code, looked_told.out)
