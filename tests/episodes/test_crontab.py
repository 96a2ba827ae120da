"""Our line in a crontab: right at every hour of the year, and nobody else's line is touched."""

from datetime import UTC, date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.crontab import cron_lines, lines_in, mark_of, with_lines, without_lines
from episodes.job import Job
from scripts import ConfigurationError

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 20)
MARK = mark_of(Path("/show"))
LINE = f"30 6 * * * bobao run {MARK}"
OTHERS = "# mine\nMAILTO=me\n*/5  *  *  *\t*   echo  hi \\% # note\n\n0 6 * * 1-5 /x  # bobao: /other\nnot a line\n"


def job(**changes: Any) -> Job:
    usual: dict[str, Any] = {
        "folder": Path("/show"),
        "title": "播报",
        "at": (time(6, 30),),
        "zone": SHANGHAI,
        "program": ("/venv/bin/bobao",),
        "environment": {"PATH": "/venv/bin:/usr/bin", "BOBAO_EDGE_URL": "ws://x/?a=b&c='d'"},
    }
    return Job(**{**usual, **changes})


def when(machine: Any, **changes: Any) -> str:
    return " ".join(cron_lines(job(**changes), machine, DAY).split()[:5])


def test_the_whole_line() -> None:
    assert cron_lines(job(folder=Path("/my show")), SHANGHAI, DAY) == (
        "30 6 * * * cd '/my show' && set -a && PATH=/venv/bin:/usr/bin"
        " BOBAO_EDGE_URL='ws://x/?a=b&c='\"'\"'d'\"'\"'' && { [ ! -f environment ] || . ./environment; }"
        " && mkdir -p logs && exec /venv/bin/bobao run --quiet >> logs/schedule.log 2>&1 # bobao: /my show"
    )


def test_the_shows_time_becomes_the_machines() -> None:
    assert when(SHANGHAI) == "30 6 * * *"
    assert when(UTC) == "30 22 * * *"
    assert when(ZoneInfo("Asia/Kolkata")) == "0 4 * * *"


def test_where_summer_time_parts_the_zones_the_run_itself_knows_the_hour() -> None:
    assert when(BERLIN) == "30 0,23 * * *"
    assert " run --quiet --hour 6 >> " in cron_lines(job(), BERLIN, DAY)
    assert "--hour" not in cron_lines(job(zone=BERLIN), BERLIN, DAY)


def test_each_time_of_day_has_a_line_and_all_come_and_go_together() -> None:
    lines = cron_lines(job(at=(time(6, 30), time(18, 5))), SHANGHAI, DAY)
    assert [line.split(" cd ")[0] for line in lines.splitlines()] == ["30 6 * * *", "5 18 * * *"]
    added = with_lines(OTHERS, lines, MARK)
    assert added == f"{OTHERS}{lines}\n"
    assert with_lines(added, lines, MARK) == added
    assert lines_in(added, MARK) == tuple(lines.splitlines())
    assert with_lines(added, LINE, MARK) == f"{OTHERS}{LINE}\n"
    assert without_lines(added, MARK) == OTHERS


@pytest.mark.parametrize("folder", ["/50%", "/a\nb"])
def test_what_cron_cannot_take_is_refused(folder: str) -> None:
    with pytest.raises(ConfigurationError, match="cron cannot take"):
        cron_lines(job(folder=Path(folder)), UTC, DAY)


def test_a_line_that_is_too_long_for_cron_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="longer than cron can take"):
        cron_lines(job(environment={"BOBAO_X": "x" * 900}), UTC, DAY)


def test_adding_replacing_and_removing_touch_no_other_line() -> None:
    added = with_lines(OTHERS, LINE, MARK)
    assert added == OTHERS + LINE + "\n"
    assert with_lines(added, LINE, MARK) == added
    later = with_lines(LINE + "\n" + OTHERS, LINE.replace("30 6", "0 7"), MARK)
    assert later == LINE.replace("30 6", "0 7") + "\n" + OTHERS
    assert without_lines(added, MARK) == OTHERS
    assert without_lines(without_lines(OTHERS, MARK), MARK) == OTHERS
    assert (lines_in(added, MARK), lines_in(OTHERS, MARK)) == ((LINE,), ())


def test_a_line_that_its_user_has_commented_out_is_the_users() -> None:
    assert without_lines(f"# {LINE}\n", MARK) == f"# {LINE}\n"


@given(st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: text and text + "\n"))
def test_whatever_stands_there_comes_back(crontab: str) -> None:
    added = with_lines(crontab, LINE, MARK)
    assert with_lines(added, LINE, MARK) == added
    assert without_lines(added, MARK) == without_lines(crontab, MARK)
