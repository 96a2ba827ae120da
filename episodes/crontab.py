"""A user's crontab as text: our one line in it is added, replaced or taken away, and nothing else is touched.

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


def cron_line(job: Job, machine: tzinfo, today: date) -> str:
    """The line that runs a job, with the mark that it is ours.

    Args:
        job: what is run, and when in its own time zone.
        machine: the time zone that cron goes by.
        today: the day from which a year is looked at, for summer times.

    Raises:
        ConfigurationError: a path holds what cron cannot take, or the line gets too long.
    """
    moments = _moments(job, machine, today)
    minutes, hours = (sorted({getattr(moment, name) for moment in moments}) for name in ("minute", "hour"))
    program = [*job.program, "run", "--quiet"]
    if len(moments) > 1:
        # One of the two zones has summer time, and the other has not at the same time: at which of these
        # hours the time has come is known only then.
        program += ["--hour", str(job.at.hour)]
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


def with_line(crontab: str, line: str, mark: str) -> str:
    """A crontab with our line: where the old one stood, else at the end."""
    lines = crontab.split("\n")
    ours = [number for number, each in enumerate(lines) if _is_ours(each, mark)]
    if not ours:
        return f"{crontab}{'' if crontab.endswith(chr(10)) or not crontab else chr(10)}{line}\n"
    lines[ours[0]] = line
    return "\n".join(each for number, each in enumerate(lines) if number not in ours[1:])


def without_line(crontab: str, mark: str) -> str:
    """A crontab without our line."""
    return "\n".join(each for each in crontab.split("\n") if not _is_ours(each, mark))


def line_in(crontab: str, mark: str) -> str:
    """Our line in a crontab; "" if it is not there."""
    return next((each for each in crontab.split("\n") if _is_ours(each, mark)), "")


def _is_ours(line: str, mark: str) -> bool:
    return line.endswith(f" {mark}") and not line.lstrip().startswith("#")


def _moments(job: Job, machine: tzinfo, today: date) -> set[time]:
    """The machine's times of day at which the job's time comes round within a year."""
    days = (today + timedelta(days=number) for number in range(_YEAR))
    return {datetime.combine(day, job.at, job.zone).astimezone(machine).time() for day in days}


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
