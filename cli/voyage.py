"""A fleet's shows are run, several at once, each in a thread of its own."""

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from .console import fail, messages_line, warn
from .run import failure_object, report_object, run_show

if TYPE_CHECKING:
    from audio import Clip
    from episodes import Crew, Stage, Standing

_LAST_WISH_S = 0.5
"""How long runs are waited for when the user has stopped the fleet."""
_STOPPED = 130
_M_ARENA_MAX, _HEAPS = -8, 2
"""See mallopt(3)."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one show.

    Attributes:
        folder: the show's.
        title: may be empty.
        told: what `bobao run --json` would print.
        took_s: how long it took.
    """

    folder: Path
    title: str
    told: dict[str, Any]
    took_s: float = 0.0

    @property
    def status(self) -> str:
        """As in `--json`; or locked."""
        return str(self.told["status"])


class Voyage:
    """Runs shows, and keeps what became of them.

    Args:
        folder: that the shows are in.
        everything: a show is run also if it is not due.
        quiet: nothing is printed but errors.
        crew: who makes the episodes, the shows taking turns; None is this process.
    """

    def __init__(self, folder: Path, *, everything: bool, quiet: bool, crew: "Crew | None" = None) -> None:
        self._folder, self._everything, self._quiet = folder, everything, quiet
        self._crew_of = crew.in_turn() if crew else _nobody
        self._stop = Event()
        self._busy = False
        self.ran: list[Ran] = []

    @property
    def status(self) -> str:
        """How it ended, for programs: of shows that others were running nothing is expected."""
        ended = {each.status for each in self.ran}
        if self._stop.is_set():
            return "stopped"
        if ended == {"locked"}:
            return "locked"
        if ended & {"failed", "partial"}:
            return "failed" if ended <= {"failed", "locked"} else "partial"
        return "built" if "built" in ended else "nothing-new"

    def run(self, shows: Sequence[Path], at_once: int) -> None:
        """Run shows in their order, and tell of each when it has ended; until the user stops it."""
        _share_heaps()
        pool = ThreadPoolExecutor(at_once, "fleet")
        turns: dict[Future[Ran | None], Path] = {}
        try:
            turns.update((pool.submit(self._turn, show), show) for show in shows)
            for turn in as_completed(turns):
                self._take(turn, turns[turn])
            pool.shutdown()
        except KeyboardInterrupt:
            self._stop.set()
            self._busy = True
            pool.shutdown(wait=False, cancel_futures=True)
            with suppress(KeyboardInterrupt):  # whoever asks twice does not wait
                # What stands at the beginning of a stage ends by itself, and leaves its show tidy.
                self._busy = bool(wait(turns, _LAST_WISH_S).not_done)

    def leave_if_stopped(self) -> None:
        """End as the user wished.

        Raises:
            KeyboardInterrupt: to be told as always.
        """
        if self._busy:
            # Threads cannot be ended, and would be waited for. What they work at is not lost: each show is
            # whole at every moment, its lock ends with this process, and the next run finishes the work.
            from scripts import end_programs

            fail("stopped", "what was finished is kept")
            end_programs()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(_STOPPED)
        if self._stop.is_set():
            raise KeyboardInterrupt

    def _turn(self, folder: Path) -> Ran | None:
        """Run one show; None if it is not due any longer: another fleet was faster."""
        from episodes import standing_of

        standing = standing_of(folder, datetime.now(UTC))
        if not (self._everything or standing.due.now):
            return None
        name = self._name(folder)
        if not self._quiet:
            messages_line(f"Running {name}")
        begun_s = time.monotonic()
        told = _told(standing, _Lookout(name, self._stop, quiet=self._quiet), self._crew_of(str(folder)))
        return Ran(folder, standing.title, told, time.monotonic() - begun_s)

    def _take(self, turn: "Future[Ran | None]", folder: Path) -> None:
        error = turn.exception()
        ran = Ran(folder, "", failure_object(folder, error)) if error else turn.result()
        if ran is None:
            return
        self.ran.append(ran)
        for failed in ran.told["failed"]:
            about = "" if failed["source"] in failed["error"] else f"{failed['source']}: "
            fail(f"{self._name(folder)}: {about}{failed['error']}", "")

    def _name(self, folder: Path) -> str:
        return folder.name if folder == self._folder else str(folder.relative_to(self._folder))


def _share_heaps() -> None:
    """Have threads share heaps: glibc would give each its own, and keep in it what one show has freed (314 MB
    with four shows at once, and 190 with this).
    """
    if sys.platform == "linux":
        import ctypes

        if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):  # musl has none
            mallopt(_M_ARENA_MAX, _HEAPS)


def _nobody(show: str) -> None:
    """The crew of a show that this process makes."""


def _told(standing: "Standing", watcher: "_Lookout", crew: "Crew | None") -> dict[str, Any]:
    """Run a show, tell whoever is to know, and say what became of it."""
    from episodes import ShowLocked, announce, announce_failure

    house = standing.show
    if house is None:
        return failure_object(standing.folder, standing.trouble or LookupError(standing.folder))
    try:
        report = run_show(house, watcher, crew)
    except Exception as error:  # noqa: BLE001 - a mistake in one show, or in its engine, never stops the others
        if not isinstance(error, ShowLocked):
            watcher.warn_all(announce_failure(house.settings, error, os.environ))
        return failure_object(house.folder, error)
    watcher.warn_all(announce(house.settings, report, os.environ))
    return report_object(report)


class _Lookout:
    """Watches one show's run among others: an `episodes.Watcher`, which ends the run when it is to stop."""

    def __init__(self, name: str, stop: Event, *, quiet: bool) -> None:
        self._name, self._stop, self._quiet = name, stop, quiet

    def stage(self, stage: "Stage", subject: str) -> None:  # noqa: ARG002
        """A stage begins."""
        self._go_on()

    def speaking(self, engine: str, segments: int) -> None:  # noqa: ARG002
        """An engine begins."""
        self._go_on()

    def heard(self, clip: "Clip") -> None:
        """A segment's sound is there: in the midst of others, which is no place to end."""

    def making(self, stories: int, workers: int) -> None:  # noqa: ARG002
        """A crew begins."""
        self._go_on()

    def made(self) -> None:
        """One of its stories is done."""
        self._go_on()

    def warn(self, message: str) -> None:
        """Something the user should know."""
        if not self._quiet:
            warn(f"{self._name}: {message}")

    def warn_all(self, messages: Sequence[str]) -> None:
        """Several of them, which even the quiet should know: somebody was not told of a run."""
        for message in messages:
            warn(f"{self._name}: {message}")

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
