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
        str,
        typer.Option(
            "--at",
            metavar="HH:MM",
            help="When, every day, in the show's time zone. Default: as [run] at says.",
        ),
    ] = "",
    install: Annotated[bool, typer.Option("--install", help="Put it in; once is enough.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again, and nothing else.")] = False,
    with_: Annotated[
        With | None,
        typer.Option("--with", help="What starts it. Default: cron if there is a crontab, else systemd."),
    ] = None,
    show: ShowFolder = None,
) -> None:
    """Print the crontab line (or systemd units) that runs the show every day; or install it, or remove it.

    For many shows see `bobao fleet`, which goes by each show's own times.
    """
    from episodes import Scheduler, choose_scheduler, find_show, job_of, open_show, preview

    if install and remove:
        raise typer.BadParameter("give --install or --remove, not both")
    if remove:
        return _remove(find_show(show))
    named = (_time(at),) if at else None
    house = open_show(find_show(show))
    times = named or house.settings.run.times
    if not times:
        raise typer.BadParameter("show.toml says under [run] that the show never runs by itself; give --at")
    job = job_of(house, times, os.environ)
    scheduler = Scheduler(with_) if with_ else choose_scheduler(installed=install)
    if install:
        return _install(job, scheduler)
    print_line(preview(job, scheduler))
    return _tell_installed(job.folder)


def _install(job: "Job", scheduler: "Scheduler") -> None:
    from episodes import install_job

    changed = install_job(job, scheduler)
    times = ", ".join(f"{at:%H:%M}" for at in job.at)
    done = "installed" if changed else "was installed already"
    print_line(f"{scheduler}: {done}; it runs every day at {times} ({job.zone.key})")
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
    from episodes import clock_time

    moment = clock_time(text)
    if moment is None:
        raise typer.BadParameter(f"--at is {text!r}; give a time of day such as 06:30")
    return moment
