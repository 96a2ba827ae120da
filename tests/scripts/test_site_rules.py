"""A show's own rules of cleaning."""

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.article import Paragraph
from scripts.errors import ConfigurationError
from scripts.reading.cleaning import Cleaning, clean
from scripts.reading.lines import Dropped, Reason
from scripts.reading.site_rules import LONGEST_LINE, SiteRules, line_pattern
from scripts.reading.source import source_of

URL = "https://news.example.com/a/1.html"
PAGE = f"""<!doctype html><html><head><link rel="canonical" href="{URL}"></head><body>
<nav><a href="/">首页</a></nav><h1>城北新桥今晨通车</h1><p>2024-05-06 08:00 来源：海州日报</p>
<p>小编的话：这座桥等了五年。</p>
<p>今天早上六点，城北新桥通车，第一辆公交车缓缓驶过桥面。</p>
<p>市民在桥头放起了风筝，孩子们追着车跑，老人们说，过河再也不用绕二十里路了。</p>
<p>另外几件事，也请你知道。</p>
<p>图书馆下周闭馆三天，用来整理书架，读者可以先把要还的书放进门外的箱子。</p>
<div class="share">桥长1.2公里，双向六车道。</div></body></html>"""


def patterns(*written: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(line_pattern, written))


def cleaned(*rules: SiteRules, page: str = PAGE) -> Cleaning:
    return clean(source_of("page.html", None, page.encode()), rules)


def body(*rules: SiteRules) -> str:
    return "|".join(paragraph.text[:4] for paragraph in cleaned(*rules).article.body)


def test_without_rules_all_prose_is_kept() -> None:
    assert body() == "小编的话|今天早上|市民在桥|另外几件|图书馆下"


def test_drop_leaves_a_line_out_and_says_so() -> None:
    result = cleaned(SiteRules(drop=patterns("^小编的话")))
    assert Dropped("小编的话：这座桥等了五年。", Reason.SHOW) in result.dropped
    assert len(result.article.body) == 4


def test_keep_beats_every_other_rule_and_place() -> None:
    rules = SiteRules(keep=patterns("^桥长", "^小编的话"), drop=patterns("小编"))
    assert body(rules) == "小编的话|今天早上|市民在桥|另外几件|图书馆下|桥长1."


def test_stop_at_ends_the_story() -> None:
    assert body(SiteRules(stop_at=patterns("^另外几件事"))) == "小编的话|今天早上|市民在桥"


def test_stop_at_ends_text_that_is_nothing_but_a_story() -> None:
    source = source_of("-", None, "城北新桥\n\n第一段。\n\n第二段。\n\n完了。\n\n第三段。".encode())
    article = clean(source, [SiteRules(stop_at=patterns("^完了"))]).article
    assert [paragraph.text for paragraph in article.body] == ["第一段。", "第二段。"]


@pytest.mark.parametrize(
    ("site", "concerned"),
    [
        ("", True),
        ("example.com", True),
        ("news.example.com", True),
        ("ample.com", False),
        ("example.org", False),
    ],
)
def test_rules_concern_a_site_and_those_below_it(site: str, *, concerned: bool) -> None:
    assert SiteRules(site).concern(URL) is concerned
    assert (body(SiteRules(site, drop=patterns("^小编"))) != body()) is concerned


@pytest.mark.parametrize("url", ["", "http://[", "not a link"])
def test_a_page_without_a_link_is_of_no_site(url: str) -> None:
    assert not SiteRules("example.com").concern(url)
    assert SiteRules().concern(url)


def test_the_page_is_told_line_by_line_in_order() -> None:
    told = cleaned(SiteRules(drop=patterns("^小编")))
    texts = [line.text for line in told.lines]
    assert texts == [line for line in re.sub(r"<[^>]*>", "\n", PAGE).splitlines() if line.strip()]
    assert [line for line in told.lines if isinstance(line, Paragraph)] == list(told.article.body)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("(广告", "regular expression"),
        ("[", "regular expression"),
        ("广告|", "every line"),
        ("^", "every line"),
        ("(a+)+$", "repeat"),
        ("(?:.*,)*x", "repeat"),
        ("((a+))*x", "repeat"),
        ("(a+){20}", "repeat"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(written: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        line_pattern(written)


@pytest.mark.parametrize(
    "written", [r"^第\d+期", r"\(推广\)+", "(?:a|b)+c", r"[(+]*x", r"(?:\d++,)+x", "(ab){2,3}c+"]
)
def test_a_pattern_that_can_be_used_is_taken(written: str) -> None:
    assert line_pattern(written).pattern == written


def test_long_lines_are_left_alone_so_that_nothing_takes_long() -> None:
    long = "编" * (LONGEST_LINE + 1) + "。"
    start = time.perf_counter()
    result = cleaned(SiteRules(drop=patterns("编.*编.*完")), page=PAGE.replace("小编的话", long))
    assert time.perf_counter() - start < 5
    assert any(paragraph.text.startswith(long[:9]) for paragraph in result.article.body)


@given(st.text(max_size=40))
def test_any_text_is_a_pattern_or_refused(written: str) -> None:
    with contextlib.suppress(ConfigurationError):
        assert line_pattern(written).search("") is None
