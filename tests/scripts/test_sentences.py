"""Sentences end where a reader would breathe, and segments are whole sentences."""

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.sentences import CLOSERS, ENDS, OPENERS, segments, sentences
from tests.properties import steady

DATA = Path(__file__).with_name("data") / "sentences.txt"
CASES = [line for line in DATA.read_text("utf-8").splitlines() if line and not line.startswith("#")]

WORD = st.sampled_from(
    ["海州", "图书馆", "今天", "3.14", "1,000", "12:30", "AI", "Node.js", "U.S.", "example.com"]
)
MARK = st.sampled_from([*ENDS, *"，、：—. \n", *OPENERS, *CLOSERS])
TEXT = st.lists(WORD | MARK | st.characters(), max_size=60).map("".join)


@pytest.mark.parametrize("marked", CASES)
def test_a_paragraph_is_cut_after_each_sentence(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == marked.split("|")


@steady
@given(TEXT)
def test_sentences_joined_are_the_paragraph(paragraph: str) -> None:
    assert "".join(sentences(paragraph)) == paragraph


@steady
@given(TEXT, st.integers(3, 40), st.integers(0, 40))
@example("。" * 30, 3, 0)
@example("“" * 9, 3, 3)
def test_segments_joined_are_the_paragraph_and_none_is_too_long(paragraph: str, most: int, less: int) -> None:
    pieces = segments(paragraph, max(1, most - less), most)
    assert "".join(pieces) == paragraph
    assert all(0 < len(piece) <= most for piece in pieces)


QUOTED = st.tuples(
    st.sampled_from(list(OPENERS.items())), st.lists(WORD | st.sampled_from(ENDS), min_size=1).map("".join)
).map(lambda drawn: drawn[0][0] + drawn[1] + drawn[0][1])


@steady
@given(st.lists(st.sampled_from(["他说", "。", "：", "！"]) | QUOTED, max_size=12))
def test_quotations_and_brackets_that_close_stay_whole(parts: list[str]) -> None:
    cuts = set(accumulate(map(len, sentences("".join(parts)))))
    ends = [0, *accumulate(map(len, parts))]
    for start, part in zip(ends, parts, strict=False):
        assert not cuts & set(range(start + 1, start + len(part)))


@steady
@given(st.lists(WORD | st.sampled_from("，。；"), min_size=20, max_size=120))
def test_numbers_latin_words_and_names_stay_whole(parts: list[str]) -> None:
    spaced = [part if part in "，。；" else f"在{part}，" for part in parts]
    pieces = segments("".join(spaced), 20, 30)
    for whole in filter(str.isascii, parts):
        assert sum(piece.count(whole) for piece in pieces) == "".join(spaced).count(whole)


def test_a_long_sentence_is_cut_at_its_last_comma_that_fits() -> None:
    sentence = "他们从早上走到晚上，从山里走到海边，看见了许多从来没有见过的东西。"
    assert segments(sentence, 20, 20) == [
        "他们从早上走到晚上，从山里走到海边，",
        "看见了许多从来没有见过的东西。",
    ]


def test_a_long_sentence_is_rather_cut_outside_of_its_quotation() -> None:
    sentence = "主持人向大家说明，“红，黄，蓝，绿，白，黑”都是颜色。"
    assert segments(sentence, 22, 22)[0] == "主持人向大家说明，"


def test_a_long_sentence_without_commas_is_cut_at_a_blank_or_between_characters() -> None:
    assert segments("甲乙丙丁 戊己庚辛壬癸", 8, 8) == ["甲乙丙丁 ", "戊己庚辛壬癸"]
    assert segments("甲乙丙丁2026ABC戊己", 9, 9) == ["甲乙丙丁", "2026ABC戊己"]


def test_neighbouring_sentences_share_a_segment_up_to_its_usual_length() -> None:
    assert segments("第一句。第二句。第三句。第四句。", 8, 20) == ["第一句。第二句。", "第三句。第四句。"]


def test_a_piece_that_says_nothing_joins_its_neighbour() -> None:
    assert segments("他停了很久很久。……然后走了。", 8, 20) == ["他停了很久很久。……", "然后走了。"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("pattern", ["。", "中", "“", "。”", "1.", "，"])
def test_a_monstrous_paragraph_takes_no_monstrous_time(pattern: str) -> None:
    assert "".join(segments(pattern * 100_000, 120, 200)) == pattern * 100_000
