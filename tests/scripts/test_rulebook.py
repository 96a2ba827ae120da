"""The table of rules, held against single lines of many sites."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.reading.lines import fold, squeeze
from scripts.reading.rulebook import RULES, rule_for

CASES = Path(__file__).with_name("cases") / "lines.txt"


def cases() -> Iterator[tuple[str, str]]:
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            expected, _, text = line.partition(" | ")
            yield expected, text


@pytest.mark.parametrize(("expected", "line"), list(cases()))
def test_a_line_is_what_the_table_says(expected: str, line: str) -> None:
    rule = rule_for(fold(squeeze(line)))
    assert (str(rule.reason) if rule else "story") == expected


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "part", ["1", "编辑张三", "微信朋友圈", "»", ">a", "第1页", "2024-01-01 12:00 ", "图", "赞1", "(", "a+"]
)
def test_no_line_takes_longer_than_its_length_allows(part: str) -> None:
    """Ambiguous repetition would take 2 to the power of the length: this test would never end."""
    for length in (20, 60, 90, 160, 600):
        rule_for(fold((part * length)[:length] + "龘"))
