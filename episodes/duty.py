"""What a run is given to work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from audio import ClipCache

from .report import Watcher
from .show import Show


def machine_clock() -> datetime:
    """The time by the machine's clock, with a zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Duty:
    """What a run is given to work with.

    Attributes:
        show: whose sources are read, and what is built into.
        cache: speech made earlier.
        watcher: told of what is done.
        jobs: how many links are read at once.
        clock: tells the time.
    """

    show: Show
    cache: ClipCache
    watcher: Watcher
    jobs: int = 4
    clock: Callable[[], datetime] = machine_clock
