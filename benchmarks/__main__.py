"""Run every benchmark: `make bench`, or one with `python -m benchmarks build`."""

import sys
from importlib import import_module
from pathlib import Path

ALL = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main(names: list[str]) -> int:
    failed = 0
    for name in names or ALL:
        print(f"\n== {name}")
        failed |= import_module(f"benchmarks.{name}").main()
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
