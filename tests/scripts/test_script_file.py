"""A script file reads back as the script it was written from, and says which line is wrong."""

import re
import string
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts import (
    Pauses,
    Script,
    ScriptError,
    Segment,
    Speaker,
    format_script,
    is_script,
    parse_script,
    script_file,
)
from tests.properties import steady

PAUSES = Pauses(sentence_s=0.35, paragraph_s=0.7, heading_s=0.9)
HEAD = "---\nbobao: script\ntitle: 题\n---\n\n"


def in_digits(text: str) -> str:
    """Stands for a show's rules: numbers are spoken one digit at a time."""
    return text.translate(dict(zip(map(ord, string.digits), "零一二三四五六七八九", strict=True)))


def parsed(body: str, speak: Speaker = in_digits) -> tuple[Segment, ...]:
    return parse_script(HEAD + body, PAUSES, speak).segments


# Round trip ------------------------------------------------------------------------------------------------

PIECE = st.sampled_from(
    ["新馆", "3.2万", "{", "}", "|", "\\", "[", "]", "#", "# ", "[pause 1]", "[chapter 一]", "---", "\u2028"]
)
LINE = (
    st.lists(PIECE | st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=12)
    .map("".join)
    .map(str.strip)
    .filter(bool)
)
SPEAKERS: list[Speaker] = [str, in_digits, str.upper, lambda text: text and f"<{text}>", lambda _: ""]
ZONED = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    speak = draw(st.sampled_from(SPEAKERS))
    segments = []
    for text in draw(st.lists(LINE, min_size=1, max_size=6)):
        spoken = speak(text) if draw(st.booleans()) else draw(LINE)
        pause_s = draw(st.sampled_from([0.35, 0.7, 0.9]) | st.integers(0, 10_000).map(lambda ms: ms / 1000))
        chapter = draw(st.sampled_from(["", text]) | LINE)
        segments.append(Segment(text, spoken, pause_s, draw(st.just("") | LINE), chapter))
    empty = st.just("")
    return Script(
        draw(LINE),
        tuple(segments),
        draw(empty | LINE),
        draw(empty | LINE),
        draw(st.none() | ZONED),
        draw(empty | LINE),
    )


@steady
@given(scripts(), st.sampled_from(SPEAKERS))
@example(Script("题", (Segment("# 一", "# 一", 0.9, "", "# 一"),)), str)
@example(Script("题", (Segment("a|b\\", "{a|b}\\", 0.35),)), str)
def test_what_was_written_is_read_back(script: Script, speak: Speaker) -> None:
    text = format_script(script, PAUSES, speak)
    assert is_script(text)
    assert parse_script(text, PAUSES, speak) == script


@steady
@given(st.text(st.sampled_from("---\nbobao: script{}|\\[pause 1]#中3") | st.characters(codec="utf-8")))
def test_anything_else_is_read_or_refused(body: str) -> None:
    with suppress(ScriptError):
        assert parsed(body)


# Reading ---------------------------------------------------------------------------------------------------


def test_the_example_in_the_documentation_is_a_script() -> None:
    example_text = "\n".join(re.findall(r"^    (.*)|^$", script_file.__doc__ or "", re.MULTILINE))
    script = parse_script(example_text.strip(), PAUSES, in_digits)
    assert (script.title, script.publisher, script.url) == (
        "新地铁今天开通",
        "示例日报",
        "https://example.com/1",
    )
    assert script.published == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert script.segments == (
        Segment("欢迎收听播报。", "欢迎收听播报。", 0.7, chapter="开场"),
        Segment("新地铁今天开通", "新地铁今天开通", 0.9, chapter="新地铁今天开通"),
        Segment("全长42.5公里的新线路今天开通。", "全长四十二点五公里的新线路今天开通。", 0.35),
        Segment("票价3元起。", "票价三元起。", 1.2),
    )


def test_braces_say_how_a_stretch_is_spoken_and_the_rules_speak_the_rest() -> None:
    assert parsed("第3次{3.2万|三万二}。")[0] == Segment("第3次3.2万。", "第三次三万二。", 0.35)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (r"\# 井号", "# 井号"),
        (r"\[pause 1]", "[pause 1]"),
        (r"a\{b\|c\}", "a{b|c}"),
        (r"反斜线\\", "反斜线\\"),
        ("{没有竖线}", "{没有竖线}"),
        ("左{右", "左{右"),
        ("[记者]报道", "[记者]报道"),
    ],
)
def test_what_has_no_meaning_or_lost_it_is_text(line: str, text: str) -> None:
    assert parsed(line)[0].text == text


def test_a_blank_line_ends_a_paragraph_and_many_blank_lines_do_no_more() -> None:
    assert [part.pause_s for part in parsed("甲\n乙\n\n\n\n丙\n")] == [0.35, 0.7, 0.35]


def test_a_pause_stands_instead_of_the_one_before_it() -> None:
    assert [part.pause_s for part in parsed("甲\n[pause 2]\n\n# 乙\n[pause 0]\n丙")] == [2, 0, 0.35]


def test_chapter_and_voice_belong_to_the_next_line_alone() -> None:
    first, second = parsed("[chapter 第 一 章]\n[voice 云扬]\n\n甲\n乙")
    assert (first.chapter, first.voice) == ("第 一 章", "云扬")
    assert (second.chapter, second.voice) == ("", "")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert is_script("\ufeff" + HEAD)
    assert parse_script("\ufeff" + HEAD + "甲", PAUSES, str).title == "题"


@pytest.mark.parametrize("text", ["", "---\ntitle: 题\n---\n甲", "正文\n---\nbobao: script\n"])
def test_other_texts_are_no_script(text: str) -> None:
    assert not is_script(text)


# Refusing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "the script has no line to speak"),
        ("---\nbobao: script\ntitle: 题\n甲", "the script's front matter does not end"),
        ("---\nbobao: script\n---\n甲", "the script has no title"),
        (
            "---\nbobao: script\ntitle: 题\nauhtor: 林\n---\n甲",
            "line 4 of the script: “auhtor: 林” is not known",
        ),
        ("---\nbobao: script\ntitle: 题\npublished: 昨天\n---\n甲", "published: “昨天” is no date"),
        (HEAD + "[pause 1]\n甲", "line 6 of the script: “[pause 1]” cannot be"),
        (HEAD + "甲\n[pause 11]", "line 7 of the script: “[pause 11]” cannot be"),
        (HEAD + "甲\n[pause nan]", "line 7 of the script: “[pause nan]” cannot be"),
        (HEAD + "甲\n[pause 长]", "line 7 of the script: “[pause 长]” cannot be"),
        (HEAD + "甲\n[pause]", "line 7 of the script: “[pause]” is not whole"),
        (HEAD + "[voice 云扬] 甲", "line 6 of the script: “[voice 云扬] 甲” is not whole"),
        (
            HEAD + "甲\n[chapter 乙]",
            "the script ends before the line that its last [chapter] or [voice] is for",
        ),
    ],
)
def test_an_error_says_which_line_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse_script(text, PAUSES, in_digits)
    assert caught.value.message == message
