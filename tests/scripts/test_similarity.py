"""The same story is found again under another address; stories that only look alike are told apart."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import fingerprint, fingerprint_text, parse_fingerprint, same_story
from tests.conftest import OTHER_STORY, STORY

REPORT = """海州市文化局今天公布，位于东门的旧粮仓将改建成社区博物馆，预计明年九月开放。
改建保留原有的砖墙和木梁，新增展厅1200平方米，另设儿童阅览区和一间茶室。
设计师许明说，粮仓建于1954年，见证了这座城市三代人的生活，墙上的编号和标语都会留下。
街道办事处从去年起征集老照片，目前已收到居民送来的照片430多张、票证80余件。
附近的居民陈阿姨说，她小时候常跟父亲来这里领粮，希望孩子们也能知道那段日子。
博物馆将免费开放，每周一闭馆，周末设有志愿者讲解，学校可以提前一周预约参观。"""

WEATHER = (
    "海州今天夜间到明天白天，晴转多云，偏北风{}到{}级，最低气温{}度，最高气温{}度。气象部门提醒市民，早晚温差较大，"
    "注意添衣保暖。未来三天以晴到多云天气为主，空气质量良好，适宜户外活动。"
)


def alike(one: str, other: str) -> bool:
    return same_story(fingerprint(one), fingerprint(other))


@pytest.mark.parametrize(
    "other",
    [
        REPORT.replace("\n", "").replace("，", ",").replace("1200", "１２００"),
        "本报海州讯（记者 林一舟 通讯员 周明）" + REPORT + "（完）",
        "\n".join(REPORT.splitlines()[:4]),
        REPORT.replace("海州市文化局今天公布", "记者从市文化局获悉").replace("设计师许明说", "据设计师介绍"),
    ],
    ids=["marks and width", "another lead and end", "the last paragraphs are cut", "some words are others"],
)
def test_what_editors_do_to_a_story_leaves_it_the_same(other: str) -> None:
    assert alike(REPORT, other)


def test_different_stories_are_different() -> None:
    assert [alike(*pair) for pair in combinations((REPORT, STORY, OTHER_STORY), 2)] == [False] * 3


def test_a_text_that_a_machine_fills_in_daily_is_told_daily() -> None:
    assert not alike(WEATHER.format(3, 4, 5, 16), WEATHER.format(2, 3, 8, 19))
    assert alike(WEATHER.format(3, 4, 5, 16), WEATHER.format(3, 4, 5, 16).replace("市民", "大家"))


def test_a_brief_is_not_the_report_that_follows_it() -> None:
    assert not alike(REPORT.splitlines()[0], REPORT)


def test_under_one_headline_more_may_differ() -> None:
    other = "\n".join([*REPORT.splitlines()[:4], *STORY.splitlines(), *OTHER_STORY.splitlines()[4:6]])
    headline = "旧粮仓将变社区博物馆"
    assert not alike(REPORT, other)
    assert same_story(fingerprint(REPORT, headline), fingerprint(other, f"海州{headline}"))
    assert not same_story(fingerprint(REPORT, headline), fingerprint(other, "另一个消息"))


def test_stories_of_one_form_about_different_things_are_different() -> None:
    form = (
        "海州市{}的改造工程今天上午完工，负责人在现场介绍了经过。居民们说，{}周围的小路也铺好了，夜里亮了灯。"
    )
    library, market = (
        fingerprint(form.format(place, place), f"海州{place}改造完工") for place in ("图书馆", "菜市场")
    )
    assert not same_story(library, market)


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint_that_is_kept_as_text(one: str, other: str) -> None:
    taken = fingerprint(one)
    assert parse_fingerprint(fingerprint_text(taken)) == taken
    assert same_story(taken, taken)
    assert same_story(taken, fingerprint(other)) == same_story(fingerprint(other), taken)


def test_fingerprints_of_another_kind_cannot_be_compared() -> None:
    version, rest = fingerprint_text(fingerprint(REPORT)).split(",", 1)
    other = parse_fingerprint(f"[{int(version[1:]) + 1},{rest}")
    assert not same_story(fingerprint(REPORT), other)
