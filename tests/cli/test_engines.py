"""Who speaks: the engine asked for, the show's, or the one that stands in for it."""

import time
from pathlib import Path

from tests.conftest import BRIEF, Bobao
from tests.servers.edge import EdgeServer

from .listening import length_s, longest_silence_s


def assert_nothing_is_published(bobao: Bobao, story: Path, *options: str) -> None:
    ran = bobao("build", story, *options, "--json")
    assert (ran.code, ran.json["status"], ran.json["episodes"]) == (1, "failed", [])
    assert ran.complaint.startswith("error: ")
    assert "cannot be reached" in ran.complaint
    assert ran.complaint.count("\n") == 1
    assert bobao.episodes() == []
    assert "<item>" not in (bobao.show / "public" / "feed.xml").read_text("utf-8")
    assert list(bobao.show.rglob("*.mp3")) == []


def test_edge_speaks_through_the_network(bobao: Bobao, story: Path, edge: EdgeServer) -> None:
    ran = bobao("build", story, "--json", BOBAO_EDGE_URL=edge.url)
    assert (ran.code, ran.complaint) == (0, "")
    (episode,) = ran.json["episodes"]
    assert (episode["engine"], episode["voice"], episode["fallback"]) == (
        "edge",
        "zh-CN-YunyangNeural",
        False,
    )
    audio = bobao.show / episode["audio"]
    assert abs(length_s(audio) - episode["duration_s"]) < 0.06
    assert longest_silence_s(audio) < 1.5


def test_four_segments_at_once_are_spoken_by_edge(bobao: Bobao, story: Path) -> None:
    with EdgeServer(handshake_s=0.5) as server:
        assert bobao("build", story, BOBAO_EDGE_URL=server.url).code == 0
    assert server.most_at_once == 4


def test_without_a_network_the_whole_episode_is_spoken_by_the_fallback(bobao: Bobao, story: Path) -> None:
    begun = time.monotonic()
    ran = bobao("build", story, "--json")
    assert time.monotonic() - begun < 20
    assert (ran.code, ran.json["status"]) == (0, "built")
    assert ran.complaint.startswith("warning: edge cannot speak")
    assert ran.complaint.count("\n") == 1
    (episode,) = ran.json["episodes"]
    assert (episode["engine"], episode["voice"], episode["fallback"]) == ("espeak", "cmn", True)
    assert [episode["fallback"] for episode in bobao.episodes()] == [True]
    assert "espeak*" in bobao("episodes", "list").out


def test_an_episode_spoken_by_the_fallback_is_spoken_anew_when_edge_is_asked_for(
    bobao: Bobao, story: Path, edge: EdgeServer
) -> None:
    bobao.make_show(BRIEF)
    (fallen,) = bobao("build", story, "--json").json["episodes"]
    (spoken,) = bobao("build", story, "--engine", "edge", "--json", BOBAO_EDGE_URL=edge.url).json["episodes"]
    assert (spoken["change"], spoken["engine"], spoken["fallback"]) == ("updated", "edge", False)
    assert (spoken["id"], spoken["guid"]) == (fallen["id"], fallen["guid"])


def test_an_engine_asked_for_by_name_has_no_fallback(bobao: Bobao, story: Path) -> None:
    assert_nothing_is_published(bobao, story, "--engine", "edge")


def test_a_show_may_have_no_fallback(bobao: Bobao, story: Path) -> None:
    bobao.make_show('[voice]\nfallback = "none"\n')
    assert_nothing_is_published(bobao, story)


def test_an_outage_leaves_the_last_good_episode(bobao: Bobao, story: Path, edge: EdgeServer) -> None:
    bobao.make_show(BRIEF)
    bobao("build", story, BOBAO_EDGE_URL=edge.url)
    published = bobao.episodes()
    story.write_text(story.read_text("utf-8").replace("120万", "130万"), "utf-8")
    assert bobao("build", story, "--engine", "edge").code == 1
    assert bobao.episodes() == published
    assert (bobao.show / published[0]["audio"]).is_file()
