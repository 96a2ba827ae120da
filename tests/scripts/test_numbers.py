"""Whole numbers are read as cn2an reads them, which takes a quarter of a second to load and is not needed for it."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.spoken.numbers import cardinal
from tests.properties import steady


def without_pairs(words: str) -> str:
    """An anchor says 两 where cn2an says 二."""
    return words.replace("两", "二")


@steady
@given(st.integers(0, 10**8 - 1) | st.text("012", min_size=1, max_size=8).map(int))
def test_a_whole_number_is_read_as_cn2an_reads_it(number: int) -> None:
    assert without_pairs(cardinal(str(number))) == cn2an.an2cn(number)


@steady
@given(st.integers(10**8, 10**16 - 1) | st.text("012", min_size=10, max_size=16).map(int))
def test_a_great_number_says_each_of_its_digits(number: int) -> None:
    said = [figure for figure in without_pairs(cardinal(str(number))) if figure in "一二三四五六七八九"]
    written = [figure for figure in str(number) if figure != "0"]
    figures = "".join(said).translate(str.maketrans("一二三四五六七八九", "123456789"))
    # 十 may stand without its 一.
    assert figures.replace("1", "") == "".join(written).replace("1", "")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("100000001000", "一千亿零一千"),
        ("2000000000", "二十亿"),
        ("200000000", "两亿"),
        ("10010", "一万零一十"),
    ],
)
def test_a_zero_is_said_where_places_are_empty(number: str, said: str) -> None:
    assert cardinal(number) == said
