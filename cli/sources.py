"""Reading what the user points at."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts import Source


def read(named: str) -> "Source":
    """Read a file, or standard input for `-`.

    Raises:
        SourceError: it cannot be read.
    """
    from scripts import read_source

    return read_source(named, sys.stdin.buffer)
