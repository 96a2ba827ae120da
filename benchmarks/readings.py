"""How many polyphones of the news get their right reading, beside pypinyin on the same phrases.

Read it so: a phrase is right if every marked character is. `known` are the phrases of the tests, which we are
tuned on, so there only the others' figures tell something; `unseen` has been tuned on by nobody. The bound is
97 % of the unseen ones. pypinyin is the library whose dictionaries we start from.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from benchmarks._timing import print_table
from scripts.pinyin import to_pinyin

ROOT = Path(__file__).parent.parent
LISTS = {
    "known": ROOT / "tests" / "scripts" / "data" / "polyphones.txt",
    "unseen": ROOT / "benchmarks" / "data" / "unseen_phrases.txt",
}
BOUND = 0.97
SYLLABLE = re.compile(r"[a-z]+[1-5]")
MARKED = re.compile(r"(.)(?:\[([a-z]+[1-5])\])?")

Speller = Callable[[str], list[str]]


def main() -> int:
    spellers: dict[str, Speller] = {"bobao": bobao, "pypinyin": pypinyin}
    rows = [("", "phrases", *spellers, "bound")]
    shares = {}
    for name, path in LISTS.items():
        phrases = list(read(path))
        shares[name] = [share(phrases, spell) for spell in spellers.values()]
        bound = f"{BOUND:.1%}" if name == "unseen" else ""
        rows.append((name, str(len(phrases)), *(f"{part:.1%}" for part in shares[name]), bound))
    print_table(rows)
    return int(shares["unseen"][0] < BOUND)


def read(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Phrases as characters (without signs) with the reading that each must have, "" where any will do."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [pair for pair in MARKED.findall(line) if pair[0].isalpha()]


def share(phrases: list[list[tuple[str, str]]], spell: Speller) -> float:
    return sum(right(phrase, spell) for phrase in phrases) / len(phrases)


def right(phrase: list[tuple[str, str]], spell: Speller) -> bool:
    said = spell("".join(character for character, _ in phrase))
    return all(reading in {"", mine} for (_, reading), mine in zip(phrase, said, strict=True))


def bobao(text: str) -> list[str]:
    return SYLLABLE.findall(to_pinyin(text))


def pypinyin(text: str) -> list[str]:
    return lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False, tone_sandhi=True)
