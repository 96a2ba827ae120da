"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that some listener's app does not bear.

    Attributes:
        rule: its short name, the same in every run.
        must: whether apps refuse it; otherwise they only show less.
        where: a file, an address, or a place in a feed.
        told: what is wrong.
        breaks: which apps it breaks, and how.
        fix: what to do.
    """

    rule: str
    must: bool
    where: str
    told: str
    breaks: str
    fix: str

    def __str__(self) -> str:
        """On one line."""
        return f"{self.where}: {self.told}"


def error(rule: str, where: str, told: str, breaks: str, fix: str) -> Problem:
    """Something that apps refuse."""
    return Problem(rule, True, where, told, breaks, fix)  # noqa: FBT003 - the one place, with warning


def warning(rule: str, where: str, told: str, breaks: str, fix: str) -> Problem:
    """Something without which apps show less."""
    return Problem(rule, False, where, told, breaks, fix)  # noqa: FBT003
