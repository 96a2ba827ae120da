"""What a build did, for people."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from .console import print_line
from .format import clock

_COLOURS = {"new": typer.colors.GREEN, "updated": typer.colors.YELLOW, "unchanged": typer.colors.BRIGHT_BLACK}


def print_summary(episodes: Sequence[Any], folder: Path) -> None:
    """Print each episode: what was done, how long it is, who speaks it, where it lies.

    Args:
        episodes: as `build --json` has them.
        folder: the show's.
    """
    for each in episodes:
        change = typer.style(f"{each['change']:<11}", fg=_COLOURS[each["change"]], bold=True)
        print_line(f"{change}{each['title']}")
        for label, value in _details(each, folder).items():
            print_line(" " * 11 + typer.style(f"{label:<8}", dim=True) + value)
    where = {
        "feed": str(folder / "public" / "feed.xml"),
        "page": str(folder / "public" / "index.html"),
        "listen": f"bobao serve --show {shlex.quote(str(folder))}",
    }
    for label, value in where.items():
        print_line(typer.style(f"{label:<11}", bold=True) + value)


def _details(episode: Any, folder: Path) -> dict[str, str]:
    spoken = f"{episode['synthesized']} spoken now, {episode['cached']} from the cache"
    details = {
        "length": clock(episode["duration_s"]),
        "voice": f"{episode['engine']}, {episode['voice']}{' (fallback)' if episode['fallback'] else ''}",
        "speech": "" if episode["change"] == "unchanged" else f"{episode['segments']} segments: {spoken}",
        "file": str(folder / episode["audio"]),
    }
    return {label: value for label, value in details.items() if value}
