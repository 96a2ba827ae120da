"""`bobao doctor`: what works, and what to do about the rest."""

from typing import Annotated

import typer

from .console import print_line
from .options import ShowFolder


def doctor(
    show: ShowFolder = None,
    live: Annotated[
        bool, typer.Option("--live", help="Also have the real speech service say one phrase.")
    ] = False,
) -> int:
    """Check ffmpeg, engines, network, show and disk: what works, what to do."""
    from episodes import examine, find_show, require_show

    folder = require_show(find_show(show)) if show else find_show(None)
    broken = False
    for finding in examine(folder, live=live):
        mark = "ok" if finding.works else "FAIL" if finding.needed else "warn"
        print_line(f"{mark:<6}{finding.subject:<12}{finding.told}")
        broken |= not finding.works and (finding.needed or live)
    return int(broken)
