"""`bobao run` through the front door, against a real news site."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.conftest import BRIEF, Bobao, Ran, snapshot
from tests.servers.newsroom import Newsroom, Printed

NOW = datetime.now(UTC).replace(microsecond=0)
LEADS = ("图书馆", "铁路", "菜市场", "博物馆", "码头", "公园", "医院", "学校")


def story(number: int, *, more: str = "") -> Printed:
    place = LEADS[number % len(LEADS)]
    body = (
        f"海州市{place}的第{number}项改造工程今天上午完工，负责人王海{number}在现场介绍了经过。",
        f"居民们说，{place}周围的{number + 3}条小路也铺好了，夜里亮了灯，老人和孩子走着放心。{more}",
    )
    return Printed(f"海州{place}第{number}项改造完工", body, NOW - timedelta(hours=number + 1))


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as server:
        yield server


def make_show(bobao: Bobao, *sources: str, more: str = "") -> None:
    tables = "".join(f"[[source]]\n{source}\n" for source in sources)
    bobao.make_show(f'[voice]\nengine = "espeak"\n[fetch]\nprivate = true\n{tables}{BRIEF}{more}')


def run(bobao: Bobao, *, code: int = 0) -> Any:
    ran = bobao("run", "--json")
    assert ran.code == code, ran.err
    return ran.json


def titles(answer: Any, change: str = "new") -> list[str]:
    return [episode["title"] for episode in answer["episodes"] if episode["change"] == change]


def feed(bobao: Bobao) -> list[str]:
    parsed = feedparser.parse((bobao.show / "public" / "feed.xml").read_bytes())
    return [entry.title for entry in parsed.entries]


def public(bobao: Bobao) -> dict[str, tuple[int, bytes]]:
    return snapshot(bobao.show / "public")


def test_a_run_builds_what_is_new_and_the_next_has_nothing(bobao: Bobao, newsroom: Newsroom) -> None:
    make_show(bobao, f'feed = "{newsroom.feed("city")}"')
    newsroom.print("city", "1.html", story(1))
    first = run(bobao)
    assert (first["status"], titles(first), first["failed"]) == ("built", [story(1).title], [])
    before = public(bobao)
    again = run(bobao)
    assert (again["status"], again["episodes"]) == ("nothing-new", [])
    assert [each["reason"] for each in again["skipped"]] == ["told already"]
    assert public(bobao) == before
    assert feed(bobao) == [story(1).title]


@pytest.mark.storm
def test_days_of_news(bobao: Bobao, newsroom: Newsroom) -> None:
    make_show(bobao, f'feed = "{newsroom.feed("city")}"', f'feed = "{newsroom.feed("land")}"')
    newsroom.print("city", "1.html", story(1))
    newsroom.print("city", "2.html", story(2))
    newsroom.print("land", "same.html", story(2, more="（完）"))
    newsroom.sections["land"].status = 200
    first = run(bobao)
    assert (first["status"], titles(first)) == ("built", [story(1).title, story(2).title])
    reasons = {each["source"].rpartition("/")[2]: each["reason"] for each in first["skipped"]}
    assert reasons == {"same.html": f"much the same as a story told already: 《{story(2).title}》"}

    before = public(bobao)
    again = run(bobao)
    assert (again["status"], again["episodes"]) == ("nothing-new", [])
    assert public(bobao) == before

    newsroom.print("city", "1.html", story(1, more="更正：开放时间改为上午九点。"))
    newsroom.print("city", "3.html", story(3))
    newsroom.sections["land"].status = 500
    third = run(bobao, code=3)
    assert third["status"] == "partial"
    assert (titles(third), titles(third, "updated")) == ([story(3).title], [story(1).title])
    assert [each["source"] for each in third["failed"]] == [newsroom.feed("land")]
    assert third["episodes"][0]["guid"] in {each["guid"] for each in first["episodes"]}
    assert sorted(feed(bobao)) == sorted(story(number).title for number in (1, 2, 3))
    assert "更正" in bobao("episodes", "show", third["episodes"][0]["id"]).out
    listed = bobao("episodes", "runs", "--json").json["runs"]
    assert [each["status"] for each in listed] == ["partial", "nothing-new", "built"]


@pytest.mark.storm
def test_somebody_is_told_and_the_heart_beats_only_when_all_is_well(bobao: Bobao, newsroom: Newsroom) -> None:
    calls = f"{newsroom.url}/calls"
    more = f'[notify]\non = "news"\nto = ["BOBAO_NOTIFY"]\nheartbeat = "{calls}/beat"\n'
    make_show(bobao, f'feed = "{newsroom.feed("city")}"', more=more)
    bobao.environment["BOBAO_NOTIFY"] = calls.replace("http", "json") + "/news"
    newsroom.print("city", "1.html", story(1))
    run(bobao)
    assert [path for path, _ in newsroom.calls] == ["/calls/news", "/calls/beat"]
    assert json.loads(newsroom.calls[0][1])["message"] == f"new: {story(1).title}"
    run(bobao)
    assert [path for path, _ in newsroom.calls[2:]] == ["/calls/beat"]
    newsroom.sections["city"].status = 500
    run(bobao, code=1)
    assert [path for path, _ in newsroom.calls[3:]] == ["/calls/news"]
    assert "failed: " in json.loads(newsroom.calls[-1][1])["message"]


@pytest.mark.storm
def test_at_another_hour_than_the_schedules_nothing_is_done(bobao: Bobao, newsroom: Newsroom) -> None:
    make_show(bobao, f'feed = "{newsroom.feed("city")}"')
    hour = (datetime.now(UTC) + timedelta(hours=8)).hour
    ran = bobao("run", "--hour", str((hour + 12) % 24))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert not (bobao.show / "catalog.sqlite3").exists()


@pytest.mark.storm
def test_a_second_run_leaves_at_once_and_says_who_holds_the_show(bobao: Bobao, newsroom: Newsroom) -> None:
    newsroom.sections["city"].stalls = True
    make_show(bobao, f'feed = "{newsroom.feed("city")}"')
    with bobao.start("run") as first:
        assert first.stderr
        assert next(line for line in first.stderr if line.startswith(b"Reading"))
        second = bobao("run", "--json")
        first.kill()
    assert (second.code, second.json["status"]) == (4, "locked")
    assert f"another run holds {bobao.show} (process {first.pid}, since " in second.err
    newsroom.sections["city"].stalls = False
    newsroom.print("city", "1.html", story(1))
    assert titles(run(bobao)) == [story(1).title]


def test_a_show_without_sources_is_told_how_to_get_them(bobao: Bobao) -> None:
    bobao.make_show(BRIEF)
    ran: Ran = bobao("run")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "names no [[source]]; add one" in ran.err


@pytest.mark.storm
def test_quiet_says_nothing_and_the_log_tells_all(bobao: Bobao, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    make_show(bobao, f'folder = "{tmp_path / "articles"}"')
    ran = bobao("run", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    log = (bobao.show / "logs" / "run.log").read_text("utf-8")
    assert "The run ends: nothing-new" in log
