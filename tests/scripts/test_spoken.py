"""Spoken forms: the readings that were agreed on, and what holds for any line."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.spoken import RULES, Rule, Words, rewrite, spoken

_PAIRS = Path(__file__).with_name("data") / "spoken.txt"
_SHARED = Path(__file__).parents[3] / "shared" / "spoken"
_LEFT = re.compile(r"[\d℃℉°′″%‰±¥$€£㎡²³×]")

_TOKENS = st.sampled_from(
    [
        *"年月日时分秒第个后万亿元米一三图.,、，。:：()（）[]-~～—/%℃°′″±¥$€²³×x+=<≥#AVQkg①Ⅲ½₂№٣１％𝟙🎉 ",
        *(
            "2024",
            "86",
            "3.14",
            "1,000",
            "0",
            "007",
            "7",
            "12",
            "km/h",
            "mAh",
            "⁻²",
            "公元前",
            "电话",
            "尾号",
            "比分",
        ),
        *("国道", "京A", "分辨率", "来源：", "Nasdaq:META", "600519.SH", "https://a.cn/1", "(图)", "[1]"),
    ]
)
_MESSY = st.lists(_TOKENS, max_size=14).map("".join) | st.text(max_size=30)


def _pairs(path: Path) -> list[tuple[str, ...]]:
    lines = path.read_text("utf-8").splitlines()
    return [tuple(line.split(" → ")) for line in lines if line and not line.startswith("#")]


def _soft(text: str) -> str:
    """As the project's measure compares: without punctuation, 两 = 二, 幺 = 一."""
    text = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).upper())
    return text.translate(str.maketrans("两幺〇", "二一零"))


@pytest.mark.parametrize(("written", "expected"), _pairs(_PAIRS))
def test_an_anchor_says(written: str, expected: str) -> None:
    assert spoken(written) == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_keeps_its_examples(rule: Rule) -> None:
    assert [(written, spoken(written)) for written, _ in rule.examples] == list(rule.examples)


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_agreed_readings() -> None:
    if not _SHARED.exists():
        pytest.skip("the shared set of agreed readings is not beside this checkout")
    rows = [line.split("\t") for line in (_SHARED / "agreed.tsv").read_text("utf-8").splitlines()]
    wrong = [row[0] for row in rows if _soft(spoken(row[0])) != _soft(row[1])]
    assert len(wrong) <= len(rows) * 0.03, wrong


@settings(max_examples=400)
@given(_MESSY)
def test_nothing_is_left_to_guess(line: str) -> None:
    said = spoken(line)
    assert not _LEFT.search(said)
    assert not any(character.isdigit() for character in said)


@settings(max_examples=400)
@given(_MESSY)
def test_what_is_said_stays_as_it_is(line: str) -> None:
    once = spoken(line)
    assert spoken(once) == once


@settings(max_examples=200)
@given(_MESSY)
def test_one_line_stays_one_line(line: str) -> None:
    written = " ".join(line.splitlines())
    assert len(spoken(written).splitlines()) <= 1


@given(st.text("今天的天气不错，。！？“”", max_size=40))
def test_plain_words_are_left_alone(line: str) -> None:
    assert rewrite(line) == (line, ())


def test_changes_are_listed_in_reading_order() -> None:
    assert rewrite("2024年，Meta(Nasdaq:META)涨3%").changes == (
        ("2024", "二零二四"),
        ("(Nasdaq:META)", ""),
        ("3%", "百分之三"),
    )


def test_nested_brackets_go_from_the_inside_out() -> None:
    assert spoken("甲(图(图)1)乙") == "甲乙"


def test_latin_words_do_not_grow_together() -> None:
    assert spoken("Meta(图)AI") == "Meta AI"


def test_words_go_before_rules() -> None:
    words = Words({"GPT-4o": "GPT四欧", "4": "肆"})
    assert spoken("GPT-4o和4个", words) == "GPT四欧和肆个"


def test_the_longest_word_wins() -> None:
    words = Words({"长安": "常安", "长安街": "长安大街"})
    assert spoken("长安街在长安", words) == "长安大街在常安"


def test_a_word_may_need_its_context() -> None:
    words = Words({"[行]长": "航", "银[行]": "杭"})
    assert spoken("行长在银行行走", words) == "航长在银杭行走"


def test_what_a_word_says_has_no_digits_either() -> None:
    assert spoken("看A台", Words({"A台": "1台"})) == "看一台"


def test_a_word_may_bring_back_what_is_only_shown() -> None:
    words = Words({"(Nasdaq:META)": "纳斯达克上市"})
    assert spoken("Meta(Nasdaq:META)", words) == "Meta纳斯达克上市"


def test_a_word_is_a_change() -> None:
    assert rewrite("看A台", Words({"A台": "诶台"})).changes == (("A台", "诶台"),)
