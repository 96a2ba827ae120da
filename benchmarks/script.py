"""What a script costs beside saying it, and whether its time grows with the text and no faster.

Read it so: `script` is what a fresh process takes to write an article's script, first use of the rules
included; `espeak` is what the same process then takes to say it. The bound is a tenth, in processor time,
the median of some processes. `1 MB` is news of that length, in paragraphs or in a single one, against a
quarter of it: 4 is linear.
"""

import asyncio
import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from subprocess import run

from audio import Utterance, load_engine
from benchmarks._timing import print_table, users_environment
from episodes import find_show, open_or_plan_show, read_story, script_of
from scripts import Article, Paragraph, Style, read_source, spoken, write_script

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT.parent / "shared" / "samples" / "thepaper-llama-3.1.txt"
STORY = SAMPLE if SAMPLE.exists() else ROOT / "examples" / "driverless-metro.txt"
RUNS = 5
BOUND, GROWTH_BOUND = 0.1, 6.0
NEWS = (
    "7月23日，Meta股价收于每股488.69美元，涨0.26%。业内人士认为，“开源能促进生态发展，让各类模型保持竞争力。”"
)


def main() -> int:
    times = [fresh_process() for _ in range(RUNS)]
    script_s, espeak_s = (median(column) for column in zip(*times, strict=True))
    growths = {"paragraphs": growth(in_paragraphs), "one paragraph": growth(in_one)}
    rows = [
        ("", "seconds", "ratio", "bound"),
        (f"script {STORY.name}", f"{script_s:.3f}", f"{script_s / espeak_s:.3f}", f"{BOUND}"),
        ("  espeak", f"{espeak_s:.3f}", "", ""),
        *(
            (f"1 MB in {name}", f"{large_s:.2f}", f"{large_s / small_s:.1f}", f"{GROWTH_BOUND}")
            for name, (small_s, large_s) in growths.items()
        ),
    ]
    print_table(rows)
    slow = any(large_s > GROWTH_BOUND * small_s for small_s, large_s in growths.values())
    return int(slow or script_s > BOUND * espeak_s)


def fresh_process() -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.script", "once"]
    done = run(command, cwd=ROOT, env=users_environment(), check=True, capture_output=True, text=True)
    script_s, espeak_s = map(float, done.stdout.split())
    return script_s, espeak_s


def once() -> int:
    show = open_or_plan_show(find_show(ROOT / "no-such-show"))
    story = read_story(read_source(str(STORY), sys.stdin.buffer), show.settings)
    start_s = time.process_time()
    script = script_of(story, show, datetime.now(UTC))
    written_s = time.process_time()
    asyncio.run(say(segment.spoken for segment in script.segments if segment.says_something))
    print(written_s - start_s, time.process_time() - written_s)
    return 0


async def say(texts: Iterable[str]) -> None:
    engine = load_engine("espeak")
    for text in texts:
        await engine.speak(Utterance(text, engine.default_voice))


def in_paragraphs(length: int) -> Article:
    return Article("题", (Paragraph(NEWS * 3),) * (length // len(NEWS) // 3))


def in_one(length: int) -> Article:
    return Article("题", (Paragraph(NEWS * (length // len(NEWS))),))


def growth(article) -> tuple[float, float]:
    small_s, large_s = (writing_s(article(2**20 // share)) for share in (4, 1))
    return small_s, large_s


def writing_s(article: Article) -> float:
    start_s = time.process_time()
    write_script(article, Style("播报", "", "", spoken), date(2026, 11, 20))
    return time.process_time() - start_s


if __name__ == "__main__":
    sys.exit(once() if sys.argv[1:] == ["once"] else main())
