"""A week, and a month, of a show that nobody watches."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from episodes.sifting import Why
from tests.conftest import snapshot
from tests.servers.newsroom import Newsroom

from .newsdays import Newsdays, story, told

pytestmark = [pytest.mark.storm, pytest.mark.timeout(900)]

SECTIONS = ("city", "land", "culture", "slow", "evil")
FEED = "<rss><channel><title>海州晚报</title>{}</channel></rss>"
EVIL = FEED.format(
    "<item><title>$(touch pwned); `reboot`</title><link>file:///etc/passwd</link></item>"
    "<item><title>&lt;script&gt;alert(1)&lt;/script&gt;海州夜市</title><link>http://169.254.169.254/latest</link></item>"
    "<item><title>从1970年来</title><link>http://127.0.0.1:22/</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>"
)


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsdays]:
    monkeypatch.setenv("BOBAO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("BOBAO_CACHE_MB", "2")
    with Newsroom() as newsroom:
        yield Newsdays(tmp_path / "show", newsroom)


def check_idle(days: Newsdays) -> None:
    """A run with nothing new writes nothing that anybody sees."""
    before = snapshot(days.folder / "public")
    assert told(days.run()) == []
    assert snapshot(days.folder / "public") == before


def test_a_week_of_five_sources_and_forty_stories(days: Newsdays) -> None:
    days.make(*SECTIONS)
    days.newsroom.sections["evil"].raw = EVIL.encode()
    days.newsroom.sections["slow"].delay_s = 0.3
    number, expected = 0, set[str]()
    for day in range(7):
        days.newsroom.sections["land"].status = 500 if day == 3 else 200
        fresh = list(range(number, number + 6 - (day > 4)))
        number += len(fresh)
        for place, one in enumerate(fresh):
            days.print(("city", "land", "culture", "slow")[place % 4], one)
        # The same story from another feed, once to the letter and once with another lead.
        days.print("culture", fresh[0])
        days.print("slow", fresh[1], publisher="云川晚报", more="（完）")
        corrected = []
        if day in {2, 5}:
            days.newsroom.print(
                "city", f"{fresh[0] - 6}.html", story(fresh[0] - 6, more="更正：是上午九点。")
            )
            corrected = [story(fresh[0] - 6).title]
        report = days.run()
        dead = {story(one).title for place, one in enumerate(fresh) if place % 4 == 1} if day == 3 else set()
        new = {title for change, title in told(report) if change == "new"}
        assert [title for change, title in told(report) if change == "updated"] == corrected
        # What the malicious source offers fails three times and is set aside then.
        assert report.status == ("partial" if day in {0, 1, 3} else "built")
        expected |= new
        assert new >= {story(one).title for one in fresh} - dead
        if day != 3:
            assert {Why.SAME, Why.ALIKE, Why.UNUSABLE} & {each.why for each in report.skipped}
        check_idle(days)
        days.tomorrow()
    titles = days.titles()
    assert len(titles) == len(set(titles)) == number == 40
    assert set(titles) == {story(one).title for one in range(number)}
    assert not Path("pwned").exists()


def test_thirty_days_leave_no_growth_but_episodes(days: Newsdays) -> None:
    days.make("city", "land", more='[run]\nmake = "digest"\n[keep]\nepisodes = 7\n')
    sizes = []
    for day in range(30):
        days.print("city", 2 * day)
        days.print("land", 2 * day + 1)
        days.newsroom.sections["city"].stories = dict(
            list(days.newsroom.sections["city"].stories.items())[-5:]
        )
        (built,) = days.run().built
        assert built.change == "new"
        days.tomorrow()
        days.now += timedelta(seconds=1)
        sizes.append(measured(days))
    for name in ("work", "cache", "logs", "public"):
        assert sizes[29][name] <= 1.1 * sizes[14][name] + 20_000, name
    assert len(days.entries()) == 7
    per_day = (sizes[29]["database"] - sizes[9]["database"]) / 20
    assert per_day < 12_000, "what is remembered of two stories, an episode and a run"


def measured(days: Newsdays) -> dict[str, int]:
    """Bytes by place; audio in its time of grace is as old as the machine's clock, not the show's, and counts not."""
    named = {entry.enclosures[0].href.rpartition("/")[2] for entry in days.entries()}
    audio = days.folder / "public" / "audio"
    grace = sum(
        path.stat().st_size for path in audio.iterdir() if path.suffix == ".mp3" and path.name not in named
    )
    return {
        "work": total(days.folder / "work"),
        "cache": total(days.folder.parent / "cache"),
        "logs": total(days.folder / "logs"),
        "public": total(days.folder / "public") - grace,
        "database": (days.folder / "catalog.sqlite3").stat().st_size,
    }


def total(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
