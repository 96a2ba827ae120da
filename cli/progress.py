"""What a build is doing: a live display for a person, plain lines for a log."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer

from .console import messages, terminal, warn

if TYPE_CHECKING:
    from rich import progress as rich_progress

    from audio import Clip
    from episodes import Stage


class Progress:
    """Shows a build's stages on standard error; a context manager, and an `episodes.Watcher`."""

    def __init__(self) -> None:
        self._live = _live_display() if terminal() else None
        self._task: rich_progress.TaskID | None = None

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def stage(self, stage: "Stage", subject: str) -> None:
        """A stage begins, for a source or a title."""
        self._begin(f"{stage} {subject}", None)

    def speaking(self, engine: str, segments: int) -> None:
        """An engine begins with so many segments."""
        self._begin(f"Speaking with {engine}: {segments} segments", segments)

    def heard(self, clip: "Clip") -> None:  # noqa: ARG002 - that one is there is all that is shown
        """A segment's sound is there."""
        self._advance()

    def making(self, stories: int, workers: int) -> None:
        """A crew of so many workers begins with so many stories."""
        self._begin(f"Making {stories} episodes with {workers} workers", stories)

    def made(self) -> None:
        """One of the crew's stories is done."""
        self._advance()

    def warn(self, message: str) -> None:
        """Something the user should know."""
        warn(message)

    def _advance(self) -> None:
        if self._live and self._task is not None:
            self._live.advance(self._task)

    def _begin(self, what: str, total: int | None) -> None:
        if not self._live:
            typer.echo(what, err=True)
            return
        if self._task is not None:
            self._live.remove_task(self._task)
        self._task = self._live.add_task(what, total=total)


def _live_display() -> "rich_progress.Progress":
    from rich import progress
    from rich.table import Column

    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True)),
        progress.BarColumn(bar_width=24),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(compact=True),
    )
    return progress.Progress(*columns, console=messages(), transient=True, expand=True)


class Quiet(Progress):
    """Shows nothing; what should be known is in the run's log."""

    def __init__(self) -> None:
        self._live = None
        self._task = None

    def warn(self, message: str) -> None:
        """Something the user should know."""

    def _begin(self, what: str, total: int | None) -> None:
        """Nothing is shown."""
