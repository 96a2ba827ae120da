"""When a show's run is due, and when the next one is: by its times of day, its time zone, and its last runs.

A time of day comes once a day, whatever the zone's clocks do: where they skip it, by the clocks as they were
before (half past two is half past three then, as cron and systemd have it); where they show it twice, the
first time. A run that failed is tried again before the show's next time, at first after ten minutes and then
after twice as long each time, so that a service that is away for an hour costs no day of news, and one that
is away for a week is not asked, and nobody told of it, every few minutes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_RETRY = timedelta(minutes=10)
OVERDUE_AFTER = timedelta(hours=1)
"""Runs are started every few minutes: nobody looks after a show that is still due after so long."""

_CLOCKS_APART = timedelta(hours=1)
"""A run that began later than this from now was dated by a clock that was wrong."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(:00)?")
_LONGEST_GAP_DAYS = 2
"""Between two times of day; a zone that crosses the date line leaves out a whole day."""


@dataclass(frozen=True, slots=True)
class Past:
    """The last run of a show, as far as the next one hangs on it.

    Attributes:
        started_at: with a zone.
        ended_at: with a zone.
        failures: how many runs in a row have failed, this one being the last; 0 if it did not fail.
    """

    started_at: datetime
    ended_at: datetime
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """How it stands with a show's next run.

    Attributes:
        at: when it is or was due, in UTC; None for a show that never runs by itself.
        now: whether that time has come.
        overdue: whether it has come long ago.
    """

    at: datetime | None
    now: bool
    overdue: bool = False


def clock_time(text: str) -> time | None:
    """The time of day that a text such as "06:30" says; None if it says none."""
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def due(times: Sequence[time], zone: ZoneInfo, past: Past | None, now: datetime) -> Due:
    """Find out whether a show is to run.

    Args:
        times: of day at which it runs; none if it never does so by itself.
        zone: the show's.
        past: its last run; None if it never ran: then it is due at once.
        now: with a zone.
    """
    if not times:
        return Due(None, now=False)
    if past is None or past.started_at > now + _CLOCKS_APART:
        return Due(now.astimezone(UTC), now=True)
    at = following(times, zone, past.started_at)
    if past.failures:
        at = min(at, _retried_at(past))
    return Due(at, now=at <= now, overdue=at <= now - OVERDUE_AFTER)


def following(times: Sequence[time], zone: ZoneInfo, moment: datetime) -> datetime:
    """The first moment after another at which it is one of these times of day in a zone; in UTC."""
    today = moment.astimezone(zone).date()
    days = (today + timedelta(days=number) for number in range(-1, _LONGEST_GAP_DAYS + 1))
    moments = (_moment(day, at, zone) for day in days for at in times)
    return min(each for each in moments if each > moment)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _retried_at(past: Past) -> datetime:
    # Ten minutes, doubled ten times, is a week: by then the show's own times have come.
    wait = FIRST_RETRY * (1 << min(past.failures - 1, 10))
    return (past.ended_at + wait).astimezone(UTC)
