"""Files are seen whole or not at all, and are written only when they change."""

import errno
import os
from pathlib import Path

import pytest

from episodes import ShowUnwritable
from episodes.files import replace_if_changed, settle, told_if_unwritable
from tests.conftest import snapshot


def test_a_file_is_written_when_it_is_new_or_changed(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    assert replace_if_changed(path, b"one")
    assert replace_if_changed(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["feed.xml"]


def test_a_file_that_would_stay_the_same_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    replace_if_changed(path, b"one")
    os.utime(path, (0, 0))
    before = snapshot(tmp_path)
    assert not replace_if_changed(path, b"one")
    assert snapshot(tmp_path) == before


def test_what_a_killed_run_left_beside_a_file_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".feed.xml.new").write_bytes(b"half")
    assert replace_if_changed(tmp_path / "feed.xml", b"whole")
    assert [each.name for each in tmp_path.iterdir()] == ["feed.xml"]


def test_a_finished_file_moves_into_its_place(tmp_path: Path) -> None:
    finished = tmp_path / "work.mp3"
    finished.write_bytes(b"sound")
    place = tmp_path / "public" / "audio" / "1.mp3"
    settle(finished, place)
    assert place.read_bytes() == b"sound"
    assert not finished.exists()


@pytest.mark.parametrize(
    ("code", "hint"),
    [(errno.ENOSPC, "free some disk space"), (errno.EACCES, "mend its rights"), (errno.EROFS, "mend")],
)
def test_what_the_file_system_refuses_is_told_with_a_way_out(tmp_path: Path, code: int, hint: str) -> None:
    with pytest.raises(ShowUnwritable, match="cannot be written to") as caught, told_if_unwritable(tmp_path):
        raise OSError(code, os.strerror(code))
    assert caught.value.hint.startswith(hint)
    assert os.strerror(code) in caught.value.message
