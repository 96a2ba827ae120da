"""`bobao schedule`: the day's run, put into cron or systemd."""

import os
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import messages_line, print_line
from .options import ShowFolder

if TYPE_CHECKING:
    from episodes import Job, Scheduler


class With(StrEnum):
    """What starts the run."""

    CRON = "cron"
    SYSTEMD = "systemd"


def schedule(
    at: Annotated[
        str, typer.Option("--at", metavar="HH:MM", help="When, every day, in the show's time zone.")
    ] = "06:30",
    install: Annotated[bool, typer.Option("--install", help="Put it in; once is enough.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again, and nothing else.")] = False,
    with_: Annotated[
        With | None,
        typer.Option("--with", help="What starts it. Default: cron if there is a crontab, else systemd."),
    ] = None,
    show: ShowFolder = None,
) -> None:
    """Print the crontab line (or systemd units) that runs the show every day; or install it, or remove it."""
    from episodes import Scheduler, choose_scheduler, find_show, job_of, open_show, preview

    if install and remove:
        raise typer.BadParameter("give --install or --remove, not both")
    if remove:
        return _remove(find_show(show))
    moment = _time(at)
    job = job_of(open_show(find_show(show)), moment, os.environ)
    scheduler = Scheduler(with_) if with_ else choose_scheduler(installed=install)
    if install:
        return _install(job, scheduler)
    print_line(preview(job, scheduler))
    return _tell_installed(job.folder)


def _install(job: "Job", scheduler: "Scheduler") -> None:
    from episodes import install_job

    changed = install_job(job, scheduler)
    done = "installed" if changed else "was installed already"
    print_line(f"{scheduler}: {done}; it runs every day at {job.at:%H:%M} ({job.zone.key})")
    messages_line(
        f"Its log is {job.folder / 'logs' / 'run.log'}. Take it away with `bobao schedule --remove`."
    )


def _remove(folder: Path) -> None:
    from episodes import remove_job

    for gone in remove_job(folder) or ("nothing; no schedule was installed for this show",):
        print_line(f"removed {gone}")


def _tell_installed(folder: Path) -> None:
    from episodes import installed_jobs

    there = installed_jobs(folder)
    said = f"Installed now: {'; '.join(there)}" if there else "Not installed; --install does it."
    messages_line(said)


def _time(text: str) -> time:
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo or moment != moment.replace(second=0, microsecond=0):
        raise typer.BadParameter(f"--at is {text!r}; give a time of day such as 06:30")
    return moment
