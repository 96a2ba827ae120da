"""A fleet, for people and for programs: what became of its shows, and how it stands with them."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import print_line

if TYPE_CHECKING:
    from datetime import datetime

    from episodes import Standing

    from .voyage import Ran

_NUMBERS = ("new", "updated", "skipped", "failed", "seconds")
_COLOURS = {"built": "green", "partial": "yellow", "failed": "red", "locked": "yellow", "OVERDUE": "red"}


def ran_object(ran: "Ran") -> dict[str, Any]:
    """What became of a show, for programs."""
    return {"show": str(ran.folder), "title": ran.title, **ran.told, "seconds": round(ran.took_s, 1)}


def print_ran(ran: "Sequence[Ran]", shows: "Sequence[Standing]", folder: Path) -> None:
    """Print a row for each show that was run, and a line about the others.

    Args:
        ran: what was run.
        shows: all that there are, as they were before.
        folder: that they are in.
    """
    if ran:
        rows = [_ran_row(each, folder) for each in sorted(ran, key=lambda each: each.folder)]
        _print_table(("show", "status", *_NUMBERS), rows)
    waiting = [each for each in shows if each.folder not in {one.folder for one in ran}]
    following = [each for each in waiting if each.due.at]
    if following:
        soonest = min(following, key=lambda each: each.due.at or 0)
        print_line(f"not due    {len(waiting)}, the next at {_local(soonest.due.at, soonest)}")


def standing_object(standing: "Standing") -> dict[str, Any]:
    """How it stands with a show, for programs."""
    last, due = standing.last, standing.due
    return {
        "show": str(standing.folder),
        "title": standing.title,
        "last": last
        and {
            "started": last.started_at.isoformat(),
            "ended": last.ended_at.isoformat(),
            "status": last.status,
        },
        "next": due.at and due.at.isoformat(),
        "due": due.now,
        "overdue": due.overdue,
        "failures": standing.failures,
        "reasons": list(standing.reasons),
    }


def print_standings(shows: "Sequence[Standing]", folder: Path) -> None:
    """Print a row for each show; what fails, below it."""
    heads = ("show", "last run", "status", "failures", "next run", "", "why")
    _print_table(heads, [_standing_row(each, folder) for each in shows])


def _ran_row(ran: "Ran", folder: Path) -> list[str]:
    changes = Counter(episode["change"] for episode in ran.told["episodes"])
    counts = (changes["new"], changes["updated"], len(ran.told["skipped"]), len(ran.told["failed"]))
    return [_name(ran.folder, folder), ran.status, *map(str, counts), f"{ran.took_s:.1f}"]


def _standing_row(standing: "Standing", folder: Path) -> list[str]:
    last, due = standing.last, standing.due
    return [
        _name(standing.folder, folder),
        _local(last.started_at, standing) if last else "never",
        last.status if last else "",
        str(standing.failures or ""),
        "now" if due.now else _local(due.at, standing) if due.at else "never",
        "OVERDUE" if due.overdue else "",
        "; ".join(" ".join(each.split()) for each in standing.reasons),
    ]


def _name(show: Path, folder: Path) -> str:
    return show.name if show == folder else str(show.relative_to(folder))


def _local(moment: "datetime | None", standing: "Standing") -> str:
    """A time as the show's clocks have it."""
    if moment is None:
        return ""
    local = standing.show.local(moment) if standing.show else moment
    return f"{local:%Y-%m-%d %H:%M}"


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a terminal; else lines whose columns are two spaces apart, the last one of any length."""
    if sys.stdout.isatty():
        return _print_rich(heads, rows)
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        print_line("  ".join(cells).rstrip())
    return None


def _print_rich(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, justify="right" if head in _NUMBERS else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, _COLOURS.get(cell, "")) for cell in row))
    Console(highlight=False).print(table)
