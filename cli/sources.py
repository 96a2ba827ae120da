"""Reading what the user points at."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts import Source


def read(named: str, show: Path | None) -> "Source":
    """Read a file, a link, or standard input for `-`.

    Args:
        named: as the user typed it.
        show: the folder given with --show; its show.toml says where links may lead.

    Raises:
        SourceError: it cannot be read.
    """
    from scripts import is_link, read_source

    return read_source(named, sys.stdin.buffer, allow_private=is_link(named) and _allows_private(show))


def _allows_private(show: Path | None) -> bool:
    from episodes import open_show_or_defaults

    return open_show_or_defaults(show).settings.fetch.private
