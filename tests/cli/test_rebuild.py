"""An episode's identity is for ever: what changes, what stays, and what is built the same twice."""

from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.conftest import BRIEF, OTHER_STORY, STORY, Bobao, snapshot
from tests.servers.edge import EdgeServer


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


def build(bobao: Bobao, *arguments: str | Path) -> Any:
    ran = bobao("build", "--engine", "espeak", "--json", *arguments)
    assert ran.code == 0, ran.err
    (episode,) = ran.json["episodes"]
    return episode


def test_a_changed_article_updates_its_episode(bobao: Bobao, story: Path, first: Any) -> None:
    published = bobao.episodes()[0]["published"]
    story.write_text(STORY.replace("120万册", "130万册"), "utf-8")
    again = build(bobao, story)
    assert (again["change"], again["id"], again["guid"]) == ("updated", first["id"], first["guid"])
    assert (again["synthesized"], again["cached"]) == (1, again["segments"] - 1)
    assert again["audio"] != first["audio"]
    assert (bobao.show / first["audio"]).is_file(), "apps may still be downloading it"
    (listed,) = bobao.episodes()
    assert (listed["published"], listed["audio"]) == (published, again["audio"])


def test_an_edited_sentence_is_one_request(bobao: Bobao, story: Path, edge: EdgeServer) -> None:
    bobao.make_show(BRIEF)
    assert bobao("build", story, BOBAO_EDGE_URL=edge.url).code == 0
    edge.begin_anew({})
    story.write_text(STORY.replace("120万册", "130万册"), "utf-8")
    assert bobao("build", story, BOBAO_EDGE_URL=edge.url).code == 0
    (request,) = edge.requests
    assert "一百三十万册" in request.text


def test_what_is_unchanged_is_no_request_and_no_write(bobao: Bobao, story: Path, edge: EdgeServer) -> None:
    assert bobao("build", story, BOBAO_EDGE_URL=edge.url).code == 0
    edge.begin_anew({})
    before = snapshot(bobao.folder)
    assert bobao("build", story, "--json", BOBAO_EDGE_URL=edge.url).json["status"] == "nothing-new"
    assert snapshot(bobao.folder) == before
    assert not edge.requests


def test_another_article_is_another_episode(bobao: Bobao, story: Path, first: Any) -> None:
    story.write_text(OTHER_STORY, "utf-8")
    second = build(bobao, story)
    assert (second["change"], second["id"] == first["id"]) == ("new", False)
    assert [episode["id"] for episode in bobao.episodes()] == [second["id"], first["id"]]


def test_a_story_can_be_declared_an_episodes_new_version(bobao: Bobao, story: Path, first: Any) -> None:
    rewritten = story.with_name("rewritten.txt")
    rewritten.write_text(OTHER_STORY, "utf-8")
    again = build(bobao, rewritten, "--update", first["id"])
    assert (again["change"], again["guid"]) == ("updated", first["guid"])
    assert again["title"] == "云川铁路今日通车"
    assert build(bobao, rewritten)["change"] == "unchanged"


@pytest.mark.storm
def test_title_voice_and_speed_can_be_chosen(bobao: Bobao, story: Path, first: Any) -> None:
    titled = build(bobao, story, "--title", "今日海州")
    assert (titled["change"], titled["id"], titled["title"]) == ("updated", first["id"], "今日海州")
    voiced = build(bobao, story, "--voice", "cmn+f2")
    assert (voiced["voice"], voiced["synthesized"]) == ("cmn+f2", voiced["segments"])
    faster = build(bobao, story, "--rate", "60")
    assert faster["duration_s"] < first["duration_s"] - 5


@pytest.mark.usefixtures("first")
def test_a_dry_run_writes_nothing(bobao: Bobao, story: Path) -> None:
    story.write_text(STORY.replace("120万册", "130万册"), "utf-8")
    before = snapshot(bobao.folder)
    assert build(bobao, story, "--dry-run")["change"] == "updated"
    assert build(bobao, story, "--dry-run", "--show", "another")["change"] == "new"
    told = bobao("build", story, "--engine", "espeak", "--dry-run").out
    assert told.startswith("updated    海州新图书馆开馆")
    assert snapshot(bobao.folder) == before
    assert not (bobao.folder / "another").exists()


def test_a_dry_run_says_about_how_long_it_would_be(bobao: Bobao, story: Path, first: Any) -> None:
    ran = bobao("build", story, "--engine", "espeak", "--title", "新标题", "--dry-run", "--json")
    assert (ran.code, ran.json["status"]) == (0, "dry-run")
    (planned,) = ran.json["episodes"]
    assert planned["segments"] == first["segments"]
    assert 0.5 < planned["estimated_s"] / first["duration_s"] < 1.5


@pytest.mark.usefixtures("first")
def test_a_show_that_another_run_holds_is_left_alone(bobao: Bobao, story: Path) -> None:
    story.write_text(OTHER_STORY, "utf-8")
    with FileLock(bobao.show / ".lock"):
        before = snapshot(bobao.show)
        ran = bobao("build", story, "--engine", "espeak", "--json")
        assert snapshot(bobao.show) == before
    assert (ran.code, ran.json["status"], ran.json["episodes"]) == (4, "locked", [])
    assert ran.complaint == f"error: another run holds {bobao.show}; wait until it has ended\n"


def test_the_same_story_gives_the_same_bytes_in_another_show(bobao: Bobao, story: Path, first: Any) -> None:
    bobao.show = bobao.folder / "second"
    bobao.make_show(BRIEF)
    bobao.environment["BOBAO_CACHE_DIR"] = str(bobao.folder / "fresh")
    second = build(bobao, story, "--show", "second")
    assert second["cached"] == 0
    assert second["audio"] == first["audio"], "its name holds a hash of its content"


def test_audio_that_was_lost_is_made_again(bobao: Bobao, story: Path, first: Any) -> None:
    (bobao.show / first["audio"]).unlink()
    again = build(bobao, story)
    assert (again["change"], again["audio"], again["cached"]) == (
        "updated",
        first["audio"],
        first["segments"],
    )
    assert (bobao.show / again["audio"]).is_file()
