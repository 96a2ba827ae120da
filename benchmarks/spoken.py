"""How long spoken forms take: whether time grows with the text, and no faster.

    python benchmarks/spoken.py

Times are of one process; the ratio of the last two columns is what counts: 4 for 4 times the text.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.spoken import spoken

_LINES = {
    "news": "7月23日，Meta(Nasdaq:META)股价收于每股488.69美元，涨0.26%，总市值1.24万亿美元，约15-20人到场。",
    "prose": "扎克伯格认为，开源能够促进完整的生态系统发展，并让行业中的各类模型都保持竞争力。",
    "one number": "1",
    "list": "1、",
    "brackets": "((图",
    "dashes": "1-",
    "fractions": "1/",
    "thousands": "111,",
    "models": "A-1-",
}


def seconds(line: str, length: int) -> float:
    text = (line * (length // len(line) + 1))[:length]
    start = time.perf_counter()
    spoken(text)
    return time.perf_counter() - start


def main() -> None:
    spoken("1")
    print(f"{'line':12} {'62 KB':>8} {'250 KB':>8} {'1 MB':>8} ratio")
    for name, line in _LINES.items():
        small, middle, large = (seconds(line, 2**20 // share) for share in (16, 4, 1))
        print(f"{name:12} {small:8.2f} {middle:8.2f} {large:8.2f} {large / middle:5.1f}", flush=True)


if __name__ == "__main__":
    main()
