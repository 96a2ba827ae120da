"""What a run is given to work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from audio import ClipCache

from .crew import Crew
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
        readers: how many links are read at once.
        clock: tells the time.
        crew: who makes the episodes; None is this process.
    """

    show: Show
    cache: ClipCache
    watcher: Watcher
    readers: int = 4
    clock: Callable[[], datetime] = machine_clock
    crew: Crew | None = None
