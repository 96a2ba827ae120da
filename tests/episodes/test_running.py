"""Runs over a real news site and a clock that is set: what is told, what is not, what is put right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from episodes.sifting import Why
from tests.servers.edge import EdgeServer
from tests.servers.newsroom import Newsroom

from .newsdays import Newsdays, story

DIGEST = '[run]\nmake = "digest"\n'


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as server:
        yield server


@pytest.fixture
def days(tmp_path: Path, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsdays:
    monkeypatch.setenv("BOBAO_CACHE_DIR", str(tmp_path / "cache"))
    newsroom.sections.clear()
    return Newsdays(tmp_path / "show", newsroom)


def chapters(days: Newsdays, episode: str) -> list[str]:
    with days.memory() as memory:
        found = memory.published(episode).recording.chapters
    return [chapter.title for chapter in found if chapter.title != "开场"]


def test_a_digest_tells_what_fits_and_the_rest_the_next_day(days: Newsdays) -> None:
    days.make("city", more=f"{DIGEST}[digest]\nminutes = 1.2\n")
    days.print("city", *range(6))
    first = days.run()
    (built,) = first.built
    told_first = chapters(days, built.episode.id)
    left = [each.name for each in first.skipped if each.why is Why.NO_ROOM]
    assert 1 < len(told_first) == 6 - len(left)
    assert built.episode.recording.length_s < 75

    assert [each.why for each in days.run().skipped].count(Why.NO_ROOM) == len(left), "one edition a day"
    days.tomorrow()
    (second,) = days.run().built
    assert not set(chapters(days, second.episode.id)) & set(told_first)
    assert [entry.id for entry in days.entries()] == [second.episode.guid, built.episode.guid]


@pytest.mark.storm
def test_an_edition_that_was_killed_before_midnight_is_finished_as_it_was_begun(
    days: Newsdays, monkeypatch: pytest.MonkeyPatch
) -> None:
    days.make("city", voice='engine = "edge"\nfallback = "none"', more=DIGEST)
    monkeypatch.setenv("BOBAO_EDGE_URL", "ws://127.0.0.1:9/edge/v1")
    days.now = days.now.replace(hour=15, minute=59)  # a minute before midnight in Shanghai
    days.print("city", 1, 2)
    report = days.run()
    assert (report.status, len(report.failed)) == ("failed", 1)

    days.now += timedelta(minutes=7)
    days.newsroom.sections["city"].stories.clear()
    days.print("city", 3)
    with EdgeServer() as edge:
        monkeypatch.setenv("BOBAO_EDGE_URL", edge.url)
        finished, new = days.run().built
    assert finished.episode.title.startswith("2026年11月19日：")
    assert chapters(days, finished.episode.id)[-2:] == [story(1).title, story(2).title]
    assert new.episode.title.startswith("2026年11月20日：")
    assert finished.episode.published_at < new.episode.published_at


@pytest.mark.storm
def test_what_a_fallback_has_spoken_is_spoken_anew_under_its_guid(
    days: Newsdays, monkeypatch: pytest.MonkeyPatch
) -> None:
    days.make("city", voice='engine = "edge"')
    monkeypatch.setenv("BOBAO_EDGE_URL", "ws://127.0.0.1:9/edge/v1")
    days.print("city", 1)
    (first,) = days.run().built
    assert first.episode.recording.fallback
    assert days.run().built == ()
    with EdgeServer() as edge:
        monkeypatch.setenv("BOBAO_EDGE_URL", edge.url)
        (again,) = days.run().built
        assert days.run().built == ()
    assert (again.change, again.episode.guid) == ("updated", first.episode.guid)
    assert (again.episode.recording.engine, again.episode.recording.fallback) == ("edge", False)


@pytest.mark.storm
def test_what_is_not_kept_leaves_the_feed_and_never_comes_back(days: Newsdays) -> None:
    days.make("city", more="[keep]\nepisodes = 2\n")
    for number in (1, 2, 3):
        days.print("city", number)
        report = days.run()
        days.tomorrow()
    assert [episode.title for episode in report.removed] == [story(1).title]
    assert days.titles() == [story(3).title, story(2).title]
    gone = report.removed[0]
    assert (days.folder / gone.recording.audio).exists(), "apps may be downloading it"
    days.now += timedelta(days=400)
    days.newsroom.print("city", "1.html", story(1, more="更正：时间是上午九点。"))
    assert days.run().built == ()
    with days.memory() as memory:
        assert memory.is_gone(gone.id)


@pytest.mark.storm
def test_a_corrected_headline_is_a_correction_until_the_story_is_old(days: Newsdays) -> None:
    days.make("city")
    days.print("city", 1)
    (first,) = days.run().built
    page = days.newsroom.sections["city"].stories["1.html"]
    days.newsroom.print("city", "1.html", replace(page, title="海州铁路修缮今天完工"))
    (again,) = days.run().built
    assert (again.episode.guid, again.episode.title) == (first.episode.guid, "海州铁路修缮今天完工")
    days.now += timedelta(days=4)
    days.newsroom.print("city", "1.html", replace(page, title="海州铁路修缮明天完工"))
    assert days.run().built == ()


@pytest.mark.storm
def test_a_run_sends_the_show_to_its_host_and_the_next_one_what_could_not_be_sent(days: Newsdays) -> None:
    host = days.folder.parent / "host"
    host.write_text("a file stands where the host's folder should")
    days.make("city", more=f'[publish]\nto = "{host}"\n')
    days.print("city", 1)
    report = days.run()
    assert (report.status, [each.source for each in report.failed]) == ("partial", ["publish"])
    with days.memory() as memory:
        assert [past.status for past in memory.runs(9)] == ["partial"]
    host.unlink()
    assert days.run().status == "nothing-new"
    feed = (days.folder / "public" / "feed.xml").read_bytes()
    assert (host / "feed.xml").read_bytes() == feed


@pytest.mark.storm
def test_a_clock_that_was_set_back_reorders_nothing(days: Newsdays) -> None:
    days.make("city")
    days.print("city", 1)
    days.run()
    days.now -= timedelta(days=3000)
    days.print("city", 2)
    days.run()
    assert days.titles() == [story(2).title, story(1).title]
    assert "the clock is before the newest episode" in days.watcher.warnings[0]


@pytest.mark.storm
def test_when_time_is_over_the_rest_waits(days: Newsdays) -> None:
    days.make("city", more="[run]\nminutes = 0.00001\n")
    days.print("city", 1, 2)
    report = days.run()
    assert (report.status, {each.why for each in report.skipped}) == ("nothing-new", {Why.NO_TIME})
    days.make("city")
    assert len(days.run().built) == 2


def test_a_link_that_fails_is_set_aside_in_the_end(days: Newsdays) -> None:
    days.make("city", more="[run]\nattempts = 2\n")
    days.print("city", 1)
    days.newsroom.sections["city"].stories["gone.html"] = days.newsroom.sections["city"].stories.pop("1.html")
    url = f"{days.newsroom.url}/nowhere/gone.html"
    item = f"<item><title>{story(1).title}</title><link>{url}</link></item>"
    days.newsroom.sections["city"].raw = f"<rss><channel>{item}</channel></rss>".encode()
    assert [days.run().status for _ in range(2)] == ["failed", "failed"]
    last = days.run()
    assert (last.status, [each.why for each in last.skipped]) == ("nothing-new", [Why.SET_ASIDE])


@pytest.mark.storm
def test_a_page_cannot_claim_to_be_somebody_elses_story(days: Newsdays) -> None:
    days.make("city")
    days.print("city", 1)
    (first,) = days.run().built
    claim = f'<link rel="canonical" href="https://news.example.com/of-others"><link rel="canonical" href="{days.newsroom.url}/city/1.html">'
    days.print("city", 2)
    page = days.newsroom.sections["city"].stories["2.html"]
    days.newsroom.sections["city"].stories["2.html"] = type(page)(
        page.title, page.paragraphs, page.published, f"海州日报{claim}"
    )
    (second,) = days.run().built
    assert second.episode.guid != first.episode.guid
