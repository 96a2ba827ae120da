"""Measuring, and printing what was measured."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Any


def shortest(work: Callable[[], object], runs: int = 3) -> float:
    """The shortest time some work takes, in seconds: the longer ones waited for somebody else."""
    return min(_once(work) for _ in range(runs))


def shortest_of(*works: Callable[[], object], rounds: int = 5) -> list[float]:
    """The shortest time each work takes, in seconds; they take turns, so that noise meets them alike."""
    times = [[_once(work) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def run(command: Sequence[str], **options: Any) -> None:
    """Run a command to its good end."""
    subprocess.run(command, check=True, capture_output=True, **options)


def users_environment(**values: str) -> dict[str, str]:
    """The environment a user has: compiled modules are kept, which some machines of developers forbid."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **values}


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
