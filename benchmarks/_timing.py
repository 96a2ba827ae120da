"""Measuring, and printing what was measured."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from statistics import median


def timed(work: Callable[[], object], runs: int = 5) -> float:
    """The median of how long some work takes, in seconds."""
    return median(_once(work) for _ in range(runs))


def run(command: Sequence[str], **options: object) -> None:
    """Run a command to its good end."""
    subprocess.run(command, check=True, capture_output=True, **options)


def users_environment(**values: str) -> dict[str, str]:
    """The environment a user has: compiled modules are kept, which some machines of developers forbid."""
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}, **values}


def print_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows as a table; the first is its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *numbers in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        print("  ".join([name.ljust(widths[0]), *cells]))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
