"""Many shows below one folder: which there are, and how it stands with the runs of each."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

from scripts import BobaoError

from .due import Due, Past, due
from .memory import PastRun, runs_noted
from .show import Show, open_show

_SETTINGS = "show.toml"
_LOOKED_BACK = 50
"""No more failures in a row are counted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a show's runs.

    Attributes:
        folder: of the show; absolute.
        show: None if it cannot be opened.
        trouble: why it cannot be opened, or its past not be read; None if all is well.
        last: its last run; None if there is none.
        failures: how many runs in a row have failed, up to the last.
        due: when it is to run. A show in trouble is due: a run tells what is the matter.
    """

    folder: Path
    show: Show | None
    trouble: BobaoError | None
    last: PastRun | None
    failures: int
    due: Due

    @property
    def title(self) -> str:
        """Of the show; "" if it cannot be opened."""
        return self.show.settings.title if self.show else ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """What went wrong in the last run, or keeps the show from running."""
        if self.trouble:
            return (str(self.trouble),)
        return tuple(dict.fromkeys(each["error"] for each in self.last.told["failed"])) if self.last else ()

    @property
    def waiting_since(self) -> datetime | None:
        """When it last ran; None if it never did."""
        return self.last.started_at if self.last else None


def find_shows(folder: Path, warn: Callable[[str], None]) -> Iterator[Path]:
    """Every show below a folder, or the folder itself if it is one; in the order of their paths.

    Links are not followed, nor are hidden folders entered, nor those of a show.

    Args:
        folder: where to look.
        warn: told of each folder that cannot be read.
    """
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            if (place / _SETTINGS).is_file():
                yield place
                continue
            with os.scandir(place) as found:
                inner = [each.name for each in found if each.is_dir(follow_symlinks=False)]
        except OSError as error:
            warn(f"{place} cannot be read: {error.strerror or error}")
            continue
        waiting += [place / name for name in sorted(inner, reverse=True) if not name.startswith(".")]


def standing_of(folder: Path, now: datetime) -> Standing:
    """How it stands with a show; nothing is written, and somebody may be running it meanwhile.

    Args:
        folder: of the show.
        now: with a zone.
    """
    show = None
    try:
        show = open_show(folder)
        runs = runs_noted(show.catalog, _LOOKED_BACK)
    except BobaoError as error:
        return Standing(folder, show, error, None, 0, Due(now, now=True))
    failures = sum(1 for _ in takewhile(lambda run: run.status == "failed", runs))
    past = Past(runs[0].started_at, runs[0].ended_at, failures) if runs else None
    zone = ZoneInfo(show.settings.timezone)
    return Standing(
        folder, show, None, runs[0] if runs else None, failures, due(show.settings.run.times, zone, past, now)
    )
