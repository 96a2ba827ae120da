"""A user's crontab as text: our lines in it are added, replaced or taken away, and nothing else is touched.

python-crontab was looked at: writing a crontab back, it rewrites the spaces of other people's lines and
comments out those that it does not understand.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from shlex import quote

from scripts import ConfigurationError

from .job import Job

_LONGEST_LINE = 990
"""Debian's cron takes no command of more than 998 characters."""

_YEAR = 366


def cron_lines(job: Job, machine: tzinfo, today: date) -> str:
    """The lines that run a job, one for each of its times, each with the mark that it is ours.

    Args:
        job: what is run, and when in its own time zone.
        machine: the time zone that cron goes by.
        today: the day from which a year is looked at, for summer times.

    Raises:
        ConfigurationError: a path holds what cron cannot take, or the line gets too long.
    """
    return "\n".join(_line(job, at, machine, today) for at in job.at)


def _line(job: Job, at: time, machine: tzinfo, today: date) -> str:
    moments = _moments(at, job.zone, machine, today)
    minutes, hours = (sorted({getattr(moment, name) for moment in moments}) for name in ("minute", "hour"))
    program = [*job.program, "run", "--quiet"]
    if len(moments) > 1:
        # One of the two zones has summer time, and the other has not at the same time: at which of these
        # hours the time has come is known only then.
        program += ["--hour", str(at.hour)]
    variables = " ".join(f"{name}={quote(value)}" for name, value in job.environment.items())
    steps = [
        f"cd {quote(str(job.folder))}",
        f"set -a && {variables}",
        "{ [ ! -f environment ] || . ./environment; }",
        f"mkdir -p {job.log.parent}",
        f"exec {' '.join(map(quote, program))} >> {job.log} 2>&1",
    ]
    line = f"{_listed(minutes)} {_listed(hours)} * * * {' && '.join(steps)} {mark_of(job.folder)}"
    _require_plain(line)
    return line


def mark_of(folder: Path) -> str:
    """The comment at the end of a show's line, by which it is found again."""
    return f"# bobao: {folder}"


def with_lines(crontab: str, ours: str, mark: str) -> str:
    """A crontab with our lines: where the old ones stood, else at the end."""
    lines = crontab.split("\n")
    before = [number for number, each in enumerate(lines) if _is_ours(each, mark)]
    if not before:
        return f"{crontab}{'' if crontab.endswith(chr(10)) or not crontab else chr(10)}{ours}\n"
    lines[before[0]] = ours
    return "\n".join(each for number, each in enumerate(lines) if number not in before[1:])


def without_lines(crontab: str, mark: str) -> str:
    """A crontab without our lines."""
    return "\n".join(each for each in crontab.split("\n") if not _is_ours(each, mark))


def lines_in(crontab: str, mark: str) -> tuple[str, ...]:
    """Our lines in a crontab."""
    return tuple(each for each in crontab.split("\n") if _is_ours(each, mark))


def _is_ours(line: str, mark: str) -> bool:
    return line.endswith(f" {mark}") and not line.lstrip().startswith("#")


def _moments(at: time, zone: tzinfo, machine: tzinfo, today: date) -> set[time]:
    """The machine's times of day at which a time of day comes round within a year."""
    days = (today + timedelta(days=number) for number in range(_YEAR))
    return {datetime.combine(day, at, zone).astimezone(machine).time() for day in days}


def _listed(values: Sequence[int]) -> str:
    return ",".join(map(str, values))


def _require_plain(line: str) -> None:
    # cron takes % for the end of a line, and not every cron knows the backslash that would say otherwise.
    for char, name in (("%", "per cent signs"), ("\n", "line ends"), ("\r", "line ends")):
        if char in line:
            raise ConfigurationError(
                f"cron cannot take {name} in a path or variable", "rename the folder, or use --with systemd"
            )
    if len(line) > _LONGEST_LINE:
        raise ConfigurationError(
            "the crontab line gets longer than cron can take",
            "put variables into the file `environment` in the show's folder, or use --with systemd",
        )
