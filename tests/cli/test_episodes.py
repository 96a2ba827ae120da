"""What the owner of a show does with episodes: look, edit, remove, make again."""

from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.conftest import BRIEF, STORY, Bobao, Ran, snapshot
from tests.episodes.test_migration import made_by

from .test_check import picture


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bobao:
    """A show with one episode. Tests work on it in their order, each leaving it as it was."""
    bobao = Bobao(tmp_path_factory.mktemp("built"))
    bobao.make_show(BRIEF)
    ran = bobao("build", "-", "--engine", "espeak", stdin=STORY)
    assert ran.code == 0, ran.err
    return bobao


def only(bobao: Bobao) -> Any:
    (episode,) = bobao.episodes()
    return episode


def done(ran: Ran) -> Ran:
    assert ran.code == 0, ran.err
    return ran


def entry(bobao: Bobao) -> Any:
    (found,) = feedparser.parse((bobao.show / "public/feed.xml").read_bytes()).entries
    return found


def test_show_tells_all_of_one_episode_and_its_text(built: Bobao) -> None:
    known = only(built)["id"]
    told = built("episodes", "show", known, "--json").json
    assert (told["title"], told["publisher"]) == ("海州新图书馆开馆", "海州日报")
    assert told["summary"].startswith("11月20日上午，海州市新图书馆正式开馆。")
    text = "".join(line["text"] for line in told["transcript"])
    assert "新馆总建筑面积3.2万平方米，藏书120万册，设有1800个阅览座位。" in text
    assert told["transcript"][-1]["end_s"] <= told["duration_s"]
    assert "  新馆总建筑面积3.2万平方米" in built("episodes", "show", known).out


def test_an_edited_episode_is_the_same_episode(built: Bobao) -> None:
    before = only(built)
    audio = snapshot(built.show / "public/audio")
    done(built("episodes", "edit", before["id"], "--title", "新标题 <b>", "--notes", "编者按。"))
    after = only(built)
    assert after == {**before, "title": "新标题 <b>"}
    assert snapshot(built.show / "public/audio") == audio
    assert (entry(built).title, entry(built).id) == ("新标题 <b>", before["guid"])
    assert "编者按。" in entry(built).description
    page = (built.show / f"public/episodes/{before['id']}.html").read_text("utf-8")
    assert "<h1>新标题 &lt;b&gt;</h1>" in page
    done(built("build", "-", "--engine", "espeak", stdin=STORY))
    assert only(built)["title"] == "新标题 <b>", "building again leaves what its owner said"
    done(built("episodes", "edit", before["id"], "--title", "", "--notes", ""))
    assert only(built) == before


def test_an_episode_may_have_a_picture_of_its_own(built: Bobao) -> None:
    known = only(built)["id"]
    (built.folder / "own.png").write_bytes(picture(1400, 1400, "PNG"))
    done(built("episodes", "edit", known, "--image", "own.png"))
    (image,) = (built.show / "public/images").iterdir()
    assert entry(built).image.href.endswith(f"/images/{image.name}")
    (built.folder / "small.png").write_bytes(picture(100, 100, "PNG"))
    ran = built("episodes", "edit", known, "--image", "small.png")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "100 × 100 px" in ran.err


def test_an_editor_writes_title_and_notes(built: Bobao) -> None:
    ran = built("episodes", "edit", only(built)["id"])
    assert (ran.code, "--title" in ran.err) == (2, True), "there is nobody at the keyboard"


def test_made_again_it_keeps_its_guid_and_speaks_as_the_show_does_today(built: Bobao) -> None:
    before = only(built)
    assert (
        done(built("episodes", "rebuild", before["id"], "--engine", "espeak", "--json")).json["status"]
        == "nothing-new"
    )
    ran = done(built("episodes", "rebuild", before["id"], "--engine", "espeak", "--rate", "60", "--json"))
    (again,) = ran.json["episodes"]
    assert (again["change"], again["guid"]) == ("updated", before["guid"])
    assert again["duration_s"] < before["duration_s"] - 3
    assert only(built)["published"] == before["published"]
    done(built("episodes", "rebuild", before["id"], "--engine", "espeak"))


def test_a_removed_episode_is_gone_and_comes_back_as_it_was(built: Bobao) -> None:
    before = only(built)
    done(built("episodes", "remove", before["id"], "--now"))
    assert built.episodes() == []
    assert not (built.show / before["audio"]).exists()
    assert not (built.show / f"public/episodes/{before['id']}.html").exists()
    assert feedparser.parse((built.show / "public/feed.xml").read_bytes()).entries == []
    done(built("build", "-", "--engine", "espeak", stdin=STORY))
    after = only(built)
    assert (after["guid"], after["published"]) == (before["guid"], before["published"])


@pytest.mark.parametrize("command", ["show", "edit", "remove", "rebuild"])
def test_an_unknown_id_is_one_clear_line(built: Bobao, command: str) -> None:
    extra = ["--title", "x"] if command == "edit" else ["--engine", "espeak"] if command == "rebuild" else []
    before = snapshot(built.show)
    ran = built("episodes", command, "ffffffff", *extra)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "there is no episode ffffffff" in ran.err
    assert snapshot(built.show) == before


def test_an_episode_of_an_earlier_version_is_made_again_from_its_source(bobao: Bobao) -> None:
    bobao.make_show(BRIEF)
    made_by(1, bobao.show / "catalog.sqlite3")
    ran = bobao("episodes", "rebuild", "49b9932a", "--engine", "espeak")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "bobao build SOURCE --update 49b9932a" in ran.err


def test_an_empty_show_has_no_episode_to_change(bobao: Bobao) -> None:
    bobao.make_show("")
    ran = bobao("episodes", "remove", "ffffffff")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert not Path(bobao.show / "catalog.sqlite3").exists()
