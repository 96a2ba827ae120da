"""A digest: the opening names the headlines, every story has its chapter and its voice."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scripts import (
    Article,
    DigestStyle,
    Kind,
    Paragraph,
    Script,
    Style,
    digest_notes,
    format_script,
    parse_script,
    write_digest,
)
from scripts.script import Pauses

DAY = date(2026, 11, 20)
STYLE = Style(
    show="早报",
    opening="欢迎收听{show}。今天是{date}，{weekday}。",
    closing="以上内容来自{publisher}。再见。",
    speak=lambda text: text,
)
DIGEST = DigestStyle(
    "{date}：{title}等{count}条", "", "今天的主要内容有：", ("接下来看下一条。", "再来关注。"), ("云", "晓")
)


def article(title: str, publisher: str = "海州日报") -> Article:
    body = (
        Paragraph(f"{title}的第一段。"),
        Paragraph("小标题", Kind.HEADING),
        Paragraph("“好。”", Kind.QUOTATION),
    )
    return Article(title, body, publisher=publisher)


ARTICLES = [article("图书馆开馆"), article("铁路通车", "云川晚报"), article("粮仓变博物馆！")]


def digest(count: int = 3, style: Style = STYLE, **changes: Any) -> Script:
    return write_digest(ARTICLES[:count], style, replace(DIGEST, **changes), DAY)


def said(script: Script) -> list[str]:
    return [segment.text for segment in script.segments]


def test_it_is_told_from_the_opening_to_the_closing() -> None:
    assert said(digest()) == [
        "欢迎收听早报。今天是2026年11月20日，星期五。",
        *("今天的主要内容有：", "图书馆开馆。", "铁路通车。", "粮仓变博物馆！"),
        *("图书馆开馆", "图书馆开馆的第一段。", "小标题", "“好。”"),
        *("接下来看下一条。", "铁路通车", "铁路通车的第一段。", "小标题", "“好。”"),
        *("再来关注。", "粮仓变博物馆！", "粮仓变博物馆！的第一段。", "小标题", "“好。”"),
        "以上内容来自海州日报、云川晚报。再见。",
    ]


def test_its_title_says_what_is_in_it() -> None:
    assert digest().title == "2026年11月20日：图书馆开馆等3条"
    assert digest(title="{titles}").title == "图书馆开馆；铁路通车；粮仓变博物馆！"


def test_its_title_is_not_longer_than_apps_show() -> None:
    script = write_digest([article("长" * 100)] * 5, STYLE, replace(DIGEST, title="{titles}"), DAY)
    assert len(script.title) == 255
    assert script.title.endswith("…")


def test_its_notes_name_every_story_and_where_it_is_to_be_read() -> None:
    articles = [replace(ARTICLES[0], url="https://example.cn/1"), ARTICLES[1]]
    notes = digest_notes(articles, STYLE, replace(DIGEST, notes="{date}，{count}条。"), DAY)
    assert notes == (
        "2026年11月20日，2条。\n1. 图书馆开馆 海州日报 https://example.cn/1\n2. 铁路通车 云川晚报"
    )


def test_every_story_is_a_chapter_and_nothing_else_is_but_opening_and_closing() -> None:
    begun = [(segment.chapter, segment.text) for segment in digest().segments if segment.chapter]
    assert [title for title, _ in begun] == ["开场", "图书馆开馆", "铁路通车", "粮仓变博物馆！", "结尾"]
    assert begun[2][1] == "接下来看下一条。"


def test_voices_alternate_between_stories() -> None:
    voices = {segment.text: segment.voice for segment in digest().segments}
    assert [voices[a.title] for a in ARTICLES] == ["云", "晓", "云"]
    assert voices["接下来看下一条。"] == "晓"
    assert voices["今天的主要内容有："] == voices["铁路通车。"] == ""


def test_quotations_keep_the_voice_that_is_theirs() -> None:
    script = digest(style=replace(STYLE, quotations="昆"))
    assert {segment.voice for segment in script.segments if segment.text == "“好。”"} == {"昆"}


def test_a_single_story_is_not_announced_twice() -> None:
    assert said(digest(1))[1] == "图书馆开馆"


def test_without_an_opening_the_headlines_are_the_first_chapter() -> None:
    assert digest(style=replace(STYLE, opening="")).segments[0].chapter == "开场"


def test_what_is_empty_is_not_said() -> None:
    script = digest(style=replace(STYLE, opening="", closing=""), headlines="", transitions=(), voices=())
    assert said(script)[0] == "图书馆开馆"
    assert len(script.segments) == 12


@given(st.lists(st.text("甲乙丙丁。！？a1{}|\\[]#", min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_as_a_file_it_stays_the_same(titles: list[str]) -> None:
    articles = [replace(ARTICLES[0], title=title.strip()) for title in titles]
    script = write_digest(articles, STYLE, DIGEST, DAY)
    assert (
        parse_script(format_script(script, Pauses(), STYLE.speak), Pauses(), STYLE.speak).segments
        == script.segments
    )
