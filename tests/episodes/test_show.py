"""A show is found where the user says or stands, made once, and written by one run at a time."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from episodes import (
    Settings,
    ShowLocked,
    ShowNotFound,
    ShowUnwritable,
    create_show,
    find_show,
    open_or_plan_show,
    open_show,
    open_show_or_defaults,
)
from episodes.settings import TEMPLATE
from episodes.show import DEFAULT_FOLDER, locked
from tests.conftest import ROOT, snapshot
from tests.episodes.samples import NOON, show
from tests.properties import brief


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder; empty."""
    monkeypatch.chdir(tmp_path)
    return Path.cwd()


# Finding ---------------------------------------------------------------------------------------------------


def test_a_show_that_is_named_is_the_one(here: Path) -> None:
    (here / "show.toml").touch()
    assert find_show(Path("news")) == here / "news"
    assert find_show(Path("../other")) == here.parent / "other"
    assert find_show(here / "news") == here / "news"


def test_else_it_is_the_current_folder_if_that_is_a_show(here: Path) -> None:
    assert find_show(None) == here / DEFAULT_FOLDER
    (here / "show.toml").touch()
    assert find_show(None) == here


def test_the_way_that_a_user_took_to_a_show_is_kept(here: Path) -> None:
    (here / "disk").mkdir()
    try:
        (here / "link").symlink_to(here / "disk")
    except OSError:
        pytest.skip("links cannot be made here")
    assert find_show(Path("link")) == here / "link"


# Opening ---------------------------------------------------------------------------------------------------


def test_a_show_that_is_not_there_is_told_with_the_way_to_make_it(here: Path) -> None:
    with pytest.raises(ShowNotFound, match="there is no show") as caught:
        open_show(here / "none")
    assert f"bobao new {here / 'none'}" in caught.value.hint


def test_a_show_is_opened_with_its_settings(here: Path) -> None:
    (here / "show.toml").write_text('title = "早报"', "utf-8")
    assert open_show(here).settings == open_or_plan_show(here).settings == Settings(title="早报")


@pytest.mark.parametrize("made", [True, False], ids=["empty", "missing"])
def test_where_nothing_is_a_show_can_be_planned_without_a_trace(here: Path, made: bool) -> None:  # noqa: FBT001 - drawn
    folder = here / "news"
    if made:
        folder.mkdir()
    assert open_or_plan_show(folder).settings == Settings()
    assert not (made and any(folder.iterdir()))
    assert folder.exists() is made


def test_a_folder_with_something_else_in_it_is_left_alone(here: Path) -> None:
    (here / "thesis.docx").touch()
    with pytest.raises(ShowNotFound, match=r"holds no show\.toml"):
        open_or_plan_show(here)


def test_a_file_is_no_show(here: Path) -> None:
    (here / "file").touch()
    with pytest.raises(ShowNotFound, match="is not a folder"):
        open_or_plan_show(here / "file")


def test_who_only_reads_gets_the_defaults_unless_a_show_was_named(here: Path) -> None:
    assert open_show_or_defaults(None).settings == Settings()
    with pytest.raises(ShowNotFound):
        open_show_or_defaults(Path("none"))
    assert not any(here.iterdir())


# Making ----------------------------------------------------------------------------------------------------


def test_a_show_is_made_once(here: Path) -> None:
    planned = open_or_plan_show(here / "deep" / "news")
    create_show(planned)
    assert (planned.folder / "show.toml").read_text("utf-8") == TEMPLATE.read_text("utf-8")
    (planned.folder / "show.toml").write_text('title = "早报"', "utf-8")
    before = snapshot(here)
    create_show(planned, "晚报")
    assert snapshot(here) == before


@brief
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=255).filter(
        str.strip
    )
)
@example('“早”报 "a" \\ \t \x7f')
def test_any_title_is_read_back(tmp_path: Path, title: str) -> None:
    (tmp_path / "show.toml").unlink(missing_ok=True)
    create_show(show(tmp_path), title)
    assert open_show(tmp_path).settings == Settings(title=title)


def test_where_no_folder_can_be_made_is_told(here: Path) -> None:
    (here / "file").touch()
    with pytest.raises(ShowUnwritable, match="cannot be written to"):
        create_show(show(here / "file" / "news"))


# Its parts -------------------------------------------------------------------------------------------------


def test_what_is_hosted_lies_in_one_folder() -> None:
    made = show(Path("/news"))
    assert made.media.relative_to(made.public) == Path("audio")
    assert made.catalog.parent == made.work.parent == made.public.parent == made.folder


def test_it_lives_in_its_own_time_zone() -> None:
    assert show().local(NOON).isoformat() == "2026-11-20T12:00:00+08:00"
    tokyo = show(timezone="Asia/Tokyo").local(datetime.fromisoformat("2026-11-20T23:30:00+08:00"))
    assert tokyo.isoformat() == "2026-11-21T00:30:00+09:00"


# Holding ---------------------------------------------------------------------------------------------------


def test_a_show_that_is_held_cannot_be_held_again_until_it_is_free(tmp_path: Path) -> None:
    with locked(show(tmp_path)), pytest.raises(ShowLocked, match="another run holds"), locked(show(tmp_path)):
        pass
    with locked(show(tmp_path)):
        pass


HOLDS = """
import sys
from pathlib import Path
from episodes import Settings, Show
from episodes.show import locked

with locked(Show(Path(sys.argv[1]), Settings())):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_run_that_is_killed_lets_go_of_the_show(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, tmp_path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(ShowLocked), locked(show(tmp_path)):
            pass
        holder.kill()
    with locked(show(tmp_path)):
        pass


def test_a_show_in_a_folder_that_is_gone_cannot_be_held(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ShowUnwritable), locked(show(tmp_path / "file")):
        pass
