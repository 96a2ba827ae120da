"""`bobao spoken`: written lines in, spoken lines out."""

import sys

from .console import print_line
from .options import ShowFolder


def spoken(show: ShowFolder = None) -> None:
    """Print the spoken form of each line of standard input."""
    from episodes import open_show_or_defaults

    speak = open_show_or_defaults(show).settings.speaker
    sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    for line in sys.stdin:
        print_line(speak(line.rstrip("\r\n")))
