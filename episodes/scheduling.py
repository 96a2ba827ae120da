"""A show's job is put into cron or systemd, and taken out again: that, and nothing else."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, tzinfo
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from scripts import ConfigurationError

from .crontab import cron_lines, lines_in, mark_of, with_lines, without_lines
from .errors import EpisodeError
from .files import replace_if_changed, told_if_unwritable
from .job import Job
from .systemd import unit_name, units

_PATIENCE_S = 30
_NO_CRONTAB = (b"no crontab", b"No such file")


class Scheduler(StrEnum):
    """What starts a run at its time."""

    CRON = "cron"
    SYSTEMD = "systemd"


class SchedulerError(EpisodeError):
    """cron or systemd does not do what is asked."""


_PROGRAMS = {Scheduler.CRON: "crontab", Scheduler.SYSTEMD: "systemctl"}


def choose_scheduler(*, installed: bool) -> Scheduler:
    """What is there on this machine, cron first.

    Args:
        installed: whether it has to be there; else it is cron.

    Raises:
        ConfigurationError: neither is.
    """
    for scheduler, program in _PROGRAMS.items():
        if shutil.which(program):
            return scheduler
    if not installed:
        return Scheduler.CRON
    raise ConfigurationError(
        "neither crontab nor systemctl was found",
        "install cron, or start `bobao run` by what your system has",
    )


def preview(job: Job, scheduler: Scheduler) -> str:
    """What would be installed, as text."""
    if scheduler is Scheduler.CRON:
        return cron_lines(job, machine_zone(), date.today())  # noqa: DTZ011 - cron goes by the machine's days
    return "\n".join(f"# {name}\n{text}" for name, text in units(job).items()).rstrip("\n")


def install(job: Job, scheduler: Scheduler) -> bool:
    """Put a job in, in the place of what was there for the same show.

    Returns:
        Whether anything had to be changed.

    Raises:
        SchedulerError: cron or systemd refuses it; nothing is left behind then.
        ConfigurationError: cron cannot take a path.
    """
    if scheduler is Scheduler.CRON:
        before = _crontab()
        return _write_crontab(before, with_lines(before, preview(job, scheduler), mark_of(job.folder)))
    return _install_units(job)


def remove(folder: Path) -> tuple[str, ...]:
    """Take a show's job away wherever it is.

    Returns:
        What was taken away, each in words.

    Raises:
        SchedulerError: cron or systemd refuses.
    """
    gone = []
    if shutil.which(_PROGRAMS[Scheduler.CRON]):
        before = _crontab()
        if _write_crontab(before, without_lines(before, mark_of(folder))):
            gone.append(
                "its lines of the crontab"
                if len(lines_in(before, mark_of(folder))) > 1
                else "a line of the crontab"
            )
    if _remove_units(folder):
        gone.append(f"the systemd timer {unit_name(folder)}")
    return tuple(gone)


def installed(folder: Path) -> tuple[str, ...]:
    """What runs a show now, as far as it can be seen: its lines of the crontab, the path of its timer."""
    lines: tuple[str, ...] = ()
    if shutil.which(_PROGRAMS[Scheduler.CRON]):
        with suppress(SchedulerError):
            lines = lines_in(_crontab(), mark_of(folder))
    timer = _unit_folder() / f"{unit_name(folder)}.timer"
    return (*lines, *([str(timer)] if timer.is_file() else []))


def machine_zone() -> tzinfo:
    """The time zone that cron goes by: the machine's, whatever TZ says in this shell."""
    with suppress(OSError, ValueError), Path("/etc/localtime").open("rb") as file:
        return ZoneInfo.from_file(file)
    return UTC


def _crontab() -> str:
    """The user's crontab; what cannot be read is never taken for empty."""
    done = _run(["crontab", "-l"])
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "surrogateescape")
    if any(words in done.stderr for words in _NO_CRONTAB):
        return ""
    raise SchedulerError(
        f"crontab cannot be read: {_last_line(done)}", "see `man crontab`, or use --with systemd"
    )


def _write_crontab(before: str, after: str) -> bool:
    if after == before:
        return False
    done = (
        _run(["crontab", "-"], after.encode("utf-8", "surrogateescape")) if after else _run(["crontab", "-r"])
    )
    if done.returncode:
        raise SchedulerError(f"crontab refuses the line: {_last_line(done)}", "see `man crontab`")
    return True


def _install_units(job: Job) -> bool:
    folder = _unit_folder()
    with told_if_unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        changed = [replace_if_changed(folder / name, text.encode()) for name, text in units(job).items()]
    if not any(changed):
        return False
    try:
        _systemctl("daemon-reload")
        _systemctl("enable", "--now", f"{unit_name(job.folder)}.timer")
    except SchedulerError:
        _unlink_units(job.folder)
        raise
    return True


def _remove_units(folder: Path) -> bool:
    name = unit_name(folder)
    if not (_unit_folder() / f"{name}.timer").is_file():
        return False
    _systemctl("disable", "--now", f"{name}.timer")
    _unlink_units(folder)
    _systemctl("daemon-reload")
    return True


def _unlink_units(folder: Path) -> None:
    for kind in ("service", "timer"):
        (_unit_folder() / f"{unit_name(folder)}.{kind}").unlink(missing_ok=True)


def _unit_folder() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _systemctl(*arguments: str) -> None:
    done = _run(["systemctl", "--user", *arguments])
    if done.returncode:
        raise SchedulerError(
            f"systemctl {arguments[0]} failed: {_last_line(done)}", "log in as this user, or use --with cron"
        )


def _run(command: Sequence[str], given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            command, input=given, capture_output=True, check=False, timeout=_PATIENCE_S,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SchedulerError(
            f"{command[0]} does not run: {error}", "use the other of cron and systemd"
        ) from error


def _last_line(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else f"exit code {done.returncode}"
