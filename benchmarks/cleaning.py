"""How long cleaning takes, as a ratio to readability-lxml on the same pages in the same run.

    python -m benchmarks.cleaning FOLDER        the folder holds saved pages, *.html

readability-lxml is not a dependency: `pip install readability-lxml` in the environment that runs this.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from readability import Document

from scripts.reading.cleaning import Cleaning, clean
from scripts.reading.decoding import decode
from scripts.reading.source import source_of

ROUNDS = 3


def best_time_s(work: Callable[[], object]) -> float:
    """The shortest of a few runs: the others waited for somebody else."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def cleaned(path: Path, data: bytes) -> Cleaning:
    return clean(source_of(path.name, path, data))


def summarized(data: bytes) -> object:
    return Document(decode(data)).summary()


def main(folder: Path) -> None:
    ours, theirs = [], []
    for path in sorted(folder.glob("*.html")):
        data = path.read_bytes()
        ours.append(best_time_s(partial(cleaned, path, data)))
        theirs.append(best_time_s(partial(summarized, data)))
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    print(f"{len(ours)} pages; median per page: bobao {median(ours) * 1000:.1f} ms,", end=" ")
    print(f"readability-lxml {median(theirs) * 1000:.1f} ms; median ratio {median(ratios):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
