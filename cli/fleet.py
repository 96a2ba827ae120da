"""`bobao fleet`: every show below a folder that is due, several at once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from .build import CODES
from .console import print_json, warn
from .crew import ClusterAddress, Jobs, Results, hired
from .options import Json

if TYPE_CHECKING:
    from episodes import Standing

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Fleet(TyperGroup):
    """`fleet DIR` is short for `fleet run DIR`, and its help is that command's."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in the command that is left out; it knows what is missing."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Both ways to call it."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] DIR")
        formatter.write_usage(f"{ctx.command_path} status", "[OPTIONS] [DIR]", prefix="       ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Those of running it, then the other command."""
        self.commands["run"].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


app = typer.Typer(
    cls=_Fleet,
    rich_markup_mode=None,
    help="Run every show below a folder that is due by its [run] at; made for cron, every few minutes."
    " A show that fails never stops the others.",
)


@app.command("run", hidden=True)
def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Shows are looked for here and below.")],
    everything: Annotated[bool, typer.Option("--all", help="Run all of them, due or not.")] = False,
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, max=64, metavar="N", help="How many shows are run at once.")
    ] = 4,
    jobs: Jobs = 1,
    cluster: ClusterAddress = "",
    results: Results = "",
    json: Json = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help="Print nothing but errors; each show's logs/run.log tells the rest."),
    ] = False,
) -> int:
    """Run every show below a folder that is due."""
    from .fleet_table import print_ran, ran_object
    from .voyage import Voyage

    folder = _folder(folder)
    shows = _standings(folder)
    chosen = sorted(
        (each for each in shows if everything or each.due.now),
        key=lambda each: (each.waiting_since or _LONG_AGO, each.folder),
    )
    with hired(jobs, cluster, results) as crew:
        voyage = Voyage(folder, everything=everything, quiet=quiet, crew=crew)
        voyage.run([each.folder for each in chosen], at_once)
        if json:
            objects = [ran_object(each) for each in voyage.ran]
            print_json({"status": voyage.status, "shows": objects, "not_due": len(shows) - len(chosen)})
        elif not quiet:
            print_ran(voyage.ran, shows, folder)
        voyage.leave_if_stopped()
    return {**CODES, "locked": 4}[voyage.status]


@app.command("status")
def status(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Shows are looked for here and below. Default: this folder."),
    ] = Path(),
    json: Json = False,
) -> None:
    """Tell of each show when it last ran and how that ended, when it runs next, and what fails."""
    from .fleet_table import print_standings, standing_object

    folder = _folder(folder)
    shows = _standings(folder)
    if json:
        return print_json({"shows": [standing_object(each) for each in shows]})
    return print_standings(shows, folder)


def _folder(named: Path) -> Path:
    from episodes import ShowNotFound, find_show

    folder = find_show(named)
    if not folder.is_dir():
        raise ShowNotFound(f"there is no folder {folder}", "name the folder that your shows are in")
    return folder


def _standings(folder: Path) -> "list[Standing]":
    from episodes import ShowNotFound, find_shows, standing_of

    now = datetime.now(UTC)
    shows = [standing_of(each, now) for each in find_shows(folder, warn)]
    if not shows:
        raise ShowNotFound(f"there is no show below {folder}", f"make one with `bobao new {folder / 'news'}`")
    return shows
