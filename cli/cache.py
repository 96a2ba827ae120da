"""`bobao cache`: the speech that is kept for next time, and the room it takes."""

from typing import TYPE_CHECKING

import typer

from .console import print_json, print_line, warn
from .options import Json

if TYPE_CHECKING:
    from datetime import datetime

    from audio import Freed

app = typer.Typer(help="Look after the speech that is kept for next time.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _cache(context: typer.Context) -> None:
    """Look after the speech that is kept for next time. Without a command: info."""
    if context.invoked_subcommand is None:
        info()


@app.command()
def info(json: Json = False) -> None:
    """Tell where the speech lies, how much there is, and when it was last used."""
    from audio import cache_bound_bytes, default_folder, shared_address, sharing_trouble, survey_cache

    folder, bound, shared = default_folder(), cache_bound_bytes(), shared_address()
    held = survey_cache(folder)
    trouble = sharing_trouble(shared) if shared else ""
    if json:
        return print_json(
            {
                "folder": str(folder),
                "entries": held.entries,
                "bytes": held.bytes,
                "bound_bytes": bound,
                "oldest": held.oldest and held.oldest.isoformat(),
                "newest": held.newest and held.newest.isoformat(),
                **({"shared": {"url": shared, "trouble": trouble}} if shared else {}),
            }
        )
    print_line(f"folder   {folder}")
    print_line(f"entries  {held.entries:,}")
    print_line(f"size     {_megabytes(held.bytes)} of {_megabytes(bound)} (BOBAO_CACHE_MB)")
    if held.oldest and held.newest:
        print_line(f"used     between {_local(held.oldest)} and {_local(held.newest)}")
    if shared:
        print_line(f"shared   {shared} (BOBAO_CACHE_URL){', which cannot be used now' if trouble else ''}")
    if trouble:
        warn(trouble)
    return None


@app.command()
def prune() -> None:
    """Remove what was longest of no use here, until it is within BOBAO_CACHE_MB. Every build does so too."""
    from audio import cache_bound_bytes, default_folder, prune_cache

    freed = prune_cache(default_folder(), cache_bound_bytes())
    _tell(freed)


@app.command()
def clear() -> None:
    """Remove all of it here. What is built next is spoken anew, unless it is shared by BOBAO_CACHE_URL."""
    from audio import clear_cache, default_folder

    freed = clear_cache(default_folder())
    _tell(freed)


def _tell(freed: "Freed") -> None:
    from audio import shared_address

    print_line(f"freed {_megabytes(freed.bytes)}; files removed: {freed.files:,}")
    if shared := shared_address():
        print_line(f"what is shared at {shared} was left alone")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _local(time: "datetime") -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}"
