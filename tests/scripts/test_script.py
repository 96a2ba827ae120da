"""A script says the whole story, between an opening and a closing, with a pause for each kind of text."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import Article, Kind, Paragraph, Pauses, Script, Segment, Style, names_in, write_script
from scripts.script import MOST_CHARS, fill
from tests.properties import steady

EDITION = date(2026, 11, 20)
PAUSES = Pauses(sentence_s=0.1, paragraph_s=0.2, heading_s=0.3, quotation_s=0.4, item_s=0.5)
STYLE = Style("播报", "欢迎收听{show}。", "以上内容来自{publisher}。再见。", lambda text: text, PAUSES)

BARE = Style("播报", "", "", str, PAUSES)


def article(*body: Paragraph | str, **facts: Any) -> Article:
    paragraphs = tuple(Paragraph(part) if isinstance(part, str) else part for part in body)
    return Article("新馆开馆", paragraphs, **facts)


def script(*body: Paragraph | str, style: Style = STYLE, **facts: Any) -> Script:
    return write_script(article(*body, **facts), style, EDITION)


def said(written: Script) -> list[str]:
    return [segment.text for segment in written.segments]


def test_it_is_the_opening_the_headline_the_body_and_the_closing() -> None:
    written = script("第一段。", "第二段。", publisher="海州日报")
    assert said(written) == [
        "欢迎收听播报。",
        "新馆开馆",
        "第一段。",
        "第二段。",
        "以上内容来自海州日报。再见。",
    ]


def test_it_tells_whose_story_it_is() -> None:
    written = script("正文。", author="林一舟", publisher="海州日报", url="https://example.com/1")
    assert (written.title, written.author, written.publisher) == ("新馆开馆", "林一舟", "海州日报")
    assert written.url == "https://example.com/1"


LINE = st.text(
    st.sampled_from("中文报道，。！？“”（）3.14 AI—…*") | st.characters(codec="utf-8"),
    min_size=1,
    max_size=500,
)


@steady
@given(st.lists(LINE, min_size=1, max_size=5))
def test_every_character_of_the_body_is_in_the_script(lines: list[str]) -> None:
    written = script(*lines, style=BARE)
    body = "".join(said(written)[1:])
    assert "".join(body.split()) == "".join("".join(lines).split())
    assert all(len(text) <= MOST_CHARS for text in said(written))


def test_each_segment_holds_its_spoken_form() -> None:
    written = script("正文。", style=Style("播报", "", "", lambda text: f"[{text}]"))
    assert [segment.spoken for segment in written.segments] == ["[新馆开馆]", "[正文。]"]


@pytest.mark.parametrize(
    ("kind", "pause_s"),
    [(Kind.PARAGRAPH, 0.2), (Kind.HEADING, 0.3), (Kind.QUOTATION, 0.4), (Kind.ITEM, 0.5)],
)
def test_a_pause_tells_what_kind_of_paragraph_has_ended(kind: Kind, pause_s: float) -> None:
    assert script(Paragraph("正文。", kind)).segments[2].pause_s == pause_s


def test_within_a_paragraph_segments_are_parted_by_a_sentences_pause() -> None:
    written = script("句子很长" * 20 + "。" + "句子很长" * 20 + "。")
    assert [segment.pause_s for segment in written.segments[2:4]] == [0.1, 0.2]


def test_chapters_begin_at_the_opening_the_headline_the_headings_and_the_closing() -> None:
    written = script("导语。", Paragraph("一、背景", Kind.HEADING), "正文。", publisher="海州日报")
    chapters = [(segment.chapter, segment.text) for segment in written.segments if segment.chapter]
    assert chapters == [
        ("开场", "欢迎收听播报。"),
        ("新馆开馆", "新馆开馆"),
        ("一、背景", "一、背景"),
        ("结尾", "以上内容来自海州日报。再见。"),
    ]


def test_a_long_heading_begins_one_chapter() -> None:
    written = script(Paragraph("很长的标题，" * 40, Kind.HEADING), style=BARE)
    assert [bool(segment.chapter) for segment in written.segments] == [True, True, False]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("今天是{date}，{weekday}。", "今天是2026年11月20日，星期五。"),
        ("{show}：{title}。", "播报：新馆开馆。"),
        ("来自{publisher}。作者{author}。再见。", "再见。"),
        ("来自{publisher}。", ""),
        ("", ""),
    ],
)
def test_a_sentence_whose_field_is_empty_is_left_out(template: str, text: str) -> None:
    opened = script("正文。", style=Style("播报", template, "", str))
    assert said(opened) == [*([text] if text else []), "新馆开馆", "正文。"]


def test_a_show_without_opening_and_closing_says_the_story_alone() -> None:
    assert said(script("正文。", style=BARE)) == ["新馆开馆", "正文。"]


def test_braces_in_a_field_are_not_filled_in_again() -> None:
    assert fill("来自{publisher}。", {"publisher": "{show}"}) == "来自{show}。"


@steady
@given(st.text("{}:!.[]。 "))
def test_braces_without_a_name_are_said_as_they_stand(template: str) -> None:
    assert fill(template, {"show": "播报"}) == template.strip()


def test_the_names_in_a_template_are_those_in_braces() -> None:
    assert names_in("{show}，{date} {}") == ["show", "date"]


@pytest.mark.parametrize("spoken", ["你好", "3", "AI", "——好"])
def test_a_word_or_a_number_says_something(spoken: str) -> None:
    assert Segment(spoken, spoken, 0.5).says_something


@pytest.mark.parametrize("spoken", ["", "——", "＊ ＊ ＊", "……”"])
def test_a_row_of_signs_says_nothing(spoken: str) -> None:
    assert not Segment(spoken, spoken, 0.5).says_something
