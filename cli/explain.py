"""A page as it was judged, line by line."""

import sys
from typing import TYPE_CHECKING

from .console import print_line

if TYPE_CHECKING:
    from scripts import Cleaning

_KEPT = "kept"
_SHORT = 24
"""How much of a kept paragraph is shown: enough to find it, while the eye is on what was dropped."""
_COLOURS = {
    _KEPT: "green",
    "metadata": "cyan",
    "credit": "cyan",
    "caption": "magenta",
    "promotion": "yellow",
    "related": "yellow",
    "comment": "yellow",
    "licence": "yellow",
    "show": "bold red",
}


def print_explained(cleaning: "Cleaning") -> None:
    """Print each line of the page, in order, with what it was taken for; in colour on a terminal."""
    from scripts import Dropped

    rows = [
        (str(line.reason), line.text) if isinstance(line, Dropped) else (_KEPT, _beginning(line.text))
        for line in cleaning.lines
    ]
    if sys.stdout.isatty():
        _print_table(rows)
    else:
        for label, text in rows:
            print_line(f"{label:<18}{text}")


def _beginning(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _print_table(rows: list[tuple[str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in rows:
        colour = _COLOURS.get(label, "bright_black")
        table.add_row(Text(label, colour), Text(text, "" if label == _KEPT else "dim"))
    kept = sum(label == _KEPT for label, _ in rows)
    console = Console(highlight=False)
    console.print(table)
    console.print(f"\n{kept} of {len(rows)} lines are kept.", style="bold")
