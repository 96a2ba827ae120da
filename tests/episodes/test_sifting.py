"""Which offers are to be read, which are skipped, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.offers import Offer
from episodes.sifting import Known, Sifted, State, Why, sift
from episodes.source_settings import SourceSettings

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def offer(key: str, title: str = "题", age_days: float | None = None) -> Offer:
    return Offer(key, key, title, None if age_days is None else NOW - timedelta(days=age_days))


def sifted(*offers: Offer, known: dict[str, Known] | None = None, **rules: Any) -> Sifted:
    return sift(offers, SourceSettings(folder="x", **rules), known or {}, NOW)


def names(sift: Sifted) -> str:
    return "".join(each.key for each in sift.new)


@pytest.mark.parametrize(("order", "expected"), [("newest", "cbad"), ("oldest", "dabc"), ("listed", "abcd")])
def test_order(order: str, expected: str) -> None:
    offers = (offer("a"), offer("b", age_days=2), offer("c", age_days=1), offer("d"))
    assert names(sifted(*offers, order=order)) == expected


def test_words_are_looked_for_in_headlines_whatever_their_case_and_width() -> None:
    offers = (offer("a", "苹果发布Ａｐｐｌｅ手机"), offer("b", "海州地铁通车"), offer("c", "地铁广告招商"))
    result = sifted(*offers, include=("apple", "地铁"), exclude=("广告",))
    assert names(result) == "ab"
    assert [(each.name, each.why, each.about) for each in result.skipped] == [("c", Why.EXCLUDED, "广告")]
    assert [each.why for each in sifted(*offers, include=("天气",)).skipped] == [Why.NOT_INCLUDED] * 3


def test_old_stories_are_passed_over_and_those_without_a_date_are_not() -> None:
    result = sifted(offer("a", age_days=4), offer("b", age_days=2), offer("c"), max_age_days=3)
    assert names(result) == "bc"
    assert [each.reason for each in result.skipped] == ["older than the source's maximum age: 2026-11-16"]


def test_what_is_remembered_decides() -> None:
    known = {
        "t": Known(State.TOLD),
        "f": Known(State.TOLD, fresh=True),
        "p": Known(State.PASSED, Why.ALIKE, "《题》"),
        "s": Known(State.SET_ASIDE, about="HTTP 500"),
        "w": Known(State.WAITING),
        "r": Known(State.FAILED),
    }
    result = sifted(*(offer(key) for key in "tfpswrn"), known=known)
    assert names(result) == "wrn"
    assert [each.key for each in result.again] == ["f"]
    assert [each.reason for each in result.skipped] == [
        "told already",
        "much the same as a story told already: 《题》",
        "set aside after it failed too often: HTTP 500",
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.floats(0, 9)), max_size=9))
def test_nothing_is_lost_and_nothing_is_there_twice(pairs: list[tuple[str, float | None]]) -> None:
    offers = [offer(key, age_days=age) for key, age in pairs]
    result = sifted(*offers, known={"a": Known(State.TOLD)}, max_age_days=5)
    keys = [each.key for each in result.new] + [each.name for each in result.skipped]
    assert sorted(keys) == sorted({key for key, _ in pairs})
