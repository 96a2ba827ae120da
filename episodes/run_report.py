"""What a run did: for programs, for its log, for whoever is told, and for the catalog."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts import BobaoError

from .episode import Episode
from .report import Built, Change, Failed
from .sifting import Skipped, Why

_MOST = 50
_EXPECTED = frozenset((Why.TOLD, Why.BEYOND_LIMIT, Why.TWICE, Why.NOT_INCLUDED, Why.TOO_OLD, Why.EXCLUDED))
"""What happens every day, a hundred times: it is counted, and not told one by one."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did.

    Attributes:
        built: episodes that are new, or were brought up to date.
        skipped: stories that are not told, each with its reason.
        failed: sources and stories that failed; they are tried again.
        removed: episodes that the show does not keep any longer.
        worked: whether nothing failed but some of the sources.
    """

    built: tuple[Built, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    removed: tuple[Episode, ...] = ()
    worked: bool = True

    @property
    def status(self) -> str:
        """As in `--json`: built, nothing-new, partial or failed."""
        if self.failed:
            return "partial" if self.built or self.worked else "failed"
        return "built" if self.changed else "nothing-new"

    @property
    def changed(self) -> tuple[Built, ...]:
        """What is new or was brought up to date."""
        return tuple(each for each in self.built if each.change is not Change.UNCHANGED)


def in_a_line(error: BaseException) -> str:
    """What an error says of itself; of one that is not ours, its kind as well."""
    return (
        str(error) if isinstance(error, BobaoError) else " ".join(f"{type(error).__name__}: {error}".split())
    )


def summary(report: RunReport) -> dict[str, Any]:
    """What is remembered of a run: bounded, whatever its sources have offered."""
    return {
        "episodes": [
            {"id": each.episode.id, "change": each.change, "title": each.episode.title}
            for each in report.changed[:_MOST]
        ],
        "skipped": dict(Counter(str(each.why) for each in report.skipped)),
        "failed": [
            {"source": each.source[:300], "error": str(each.error)[:300]} for each in report.failed[:_MOST]
        ],
        "removed": [{"id": each.id, "title": each.title} for each in report.removed[:_MOST]],
    }


def log_lines(report: RunReport) -> Iterator[tuple[int, str]]:
    """What the log says of a run at its end: levels and lines."""
    for built in report.changed:
        yield logging.INFO, f"{built.change}: {built.episode.title} ({built.episode.id})"
    for line in skipped_lines(report):
        yield logging.INFO, f"skipped: {line}"
    for removed in report.removed:
        yield logging.INFO, f"removed: {removed.title} ({removed.id})"
    for failed in report.failed[:_MOST]:
        yield logging.ERROR, f"failed: {failed.source}: {failed.error}"
    yield logging.INFO, f"The run ends: {report.status}"


def skipped_lines(report: RunReport) -> Iterator[str]:
    """What was skipped, and why: one by one, but for what happens every day, which is counted."""
    for skipped in [each for each in report.skipped if each.why not in _EXPECTED][:_MOST]:
        yield f"{skipped.name} ({skipped.reason})"
    for why, count in Counter(each.why for each in report.skipped if each.why in _EXPECTED).items():
        yield f"{count} × {why}"


def message(show: str, report: RunReport) -> tuple[str, str]:
    """What somebody is told of a run: a title and the text below it."""
    changed, failed = len(report.changed), len(report.failed)
    parts = [f"{changed} built" if changed else "nothing new", *([f"{failed} failed"] if failed else [])]
    lines = [f"{each.change}: {each.episode.title}" for each in report.changed[:_MOST]]
    lines += [f"failed: {each.source}: {each.error}" for each in report.failed[:_MOST]]
    return f"{show}: {', '.join(parts)}", "\n".join(lines) or "There was nothing new."
