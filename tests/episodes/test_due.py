"""When a show is due: a table of days, those on which clocks are changed above all; and what holds at any time."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.due import FIRST_RETRY, Due, Past, clock_time, due, following

TABLE = (Path(__file__).with_name("data") / "due.txt").read_text("utf-8")
ROWS = [line for line in TABLE.splitlines() if line and not line.startswith("#")]

zones = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "UTC"]
).map(ZoneInfo)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
times_of_day = st.lists(st.builds(time, st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=4)


def past(text: str) -> Past | None:
    if text == "never":
        return None
    began, _, failures = text.partition(" failed ")
    return Past(datetime.fromisoformat(began), datetime.fromisoformat(began), int(failures or 0))


@pytest.mark.parametrize("row", ROWS)
def test_a_table_of_days(row: str) -> None:
    given_, _, expected = row.partition(" → ")
    named, last, now = given_.split(" | ")
    zone, listed = named.split()
    times = [time.fromisoformat(each) for each in listed.split(",") if each != "-"]
    found = due(times, ZoneInfo(zone), past(last), datetime.fromisoformat(now))
    words = expected.split()
    at = None if words[0] == "never" else datetime.fromisoformat(words[0]).astimezone(UTC)
    assert found == Due(at, now=words[1:] != [], overdue=words[1:] == ["overdue"])


@given(times_of_day, zones, moments)
def test_a_time_of_day_comes_once_a_day_whatever_clocks_do(
    times: list[time], zone: ZoneInfo, moment: datetime
) -> None:
    first = following(times, zone, moment)
    assert first > moment
    assert first - moment <= timedelta(days=1, hours=1)
    assert following(times, zone, first - timedelta(seconds=1)) == first
    ten_days, seen = moment + timedelta(days=10), []
    while first <= ten_days:
        seen.append(first)
        first = following(times, zone, first)
    assert abs(len(seen) - 10 * len(set(times))) <= len(times)


@given(times_of_day, zones, moments, moments, st.integers(0, 60))
def test_one_run_is_enough_and_a_failure_is_never_tried_at_once(
    times: list[time], zone: ZoneInfo, began: datetime, now: datetime, failures: int
) -> None:
    run = Past(began, began + timedelta(minutes=3), failures)
    if due(times, zone, run, now).now:
        assert not due(times, zone, Past(now, now), now).now
        again = due(times, zone, Past(now, now, failures + 1), now).at
        assert again
        assert again >= min(now + FIRST_RETRY, following(times, zone, now))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("06:30", time(6, 30)), ("00:00", time(0)), ("23:59", time(23, 59)), ("06:30:00", time(6, 30))],
)
def test_a_time_of_day_is_read(text: str, expected: time) -> None:
    assert clock_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "24:00", "6:30", "06:60", "06:30:15", "0630", "06:30+08:00", " 06:30", "06:30\n"]
)
def test_anything_else_is_no_time_of_day(text: str) -> None:
    assert clock_time(text) is None
