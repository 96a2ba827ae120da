"""Segments: whole in their text, and never longer than an engine can be asked to say."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import engine_names, load_engine
from audio.engines import is_set_up
from scripts import (
    MOST_SPOKEN,
    Article,
    Kind,
    Paragraph,
    ScriptError,
    Segment,
    Speaker,
    Style,
    Words,
    parse_script,
    spoken,
    write_script,
)
from scripts.sentences import segments
from tests.properties import steady

WORDY = Words({"AI": "人工智能" * 25})
SIGN = st.sampled_from(
    [*"0123456789％%℃℉°′″‰±¥$€£㎡²³×≥①Ⅲ./-, ", "km/h", "2024-01-01", "AI", "万", "，", "。"]
)
TEXT = st.text(st.characters(codec="utf-8")) | st.lists(SIGN, max_size=400).map("".join)


def scripted(*body: Paragraph, speak: Speaker = spoken, quotations: str = "") -> tuple[Segment, ...]:
    style = Style("播报", "", "", speak, quotations=quotations)
    return write_script(Article("题", body), style, date(2026, 11, 20)).segments[1:]


def squeezed(text: str) -> str:
    return "".join(text.split())


@steady
@given(TEXT)
def test_the_body_is_said_whole_and_without_digits_or_signs(text: str) -> None:
    parts = scripted(Paragraph("文" + text), speak=lambda line: spoken(line, WORDY))
    assert squeezed("".join(part.text for part in parts)) == squeezed("文" + text)
    said = "".join(part.spoken for part in parts)
    assert not re.search("[℃℉°′″%‰±¥$€£㎡²³×]", said)
    assert not any(character.isdigit() for character in said)
    assert all(len(part.spoken) <= MOST_SPOKEN for part in parts)


def test_what_takes_long_to_say_is_cut_into_smaller_segments() -> None:
    text = "一句话，又一句话。" * 20
    parts = scripted(Paragraph(text), speak=lambda line: "说" * (len(line) * 50))
    assert max(len(part.spoken) for part in parts) <= MOST_SPOKEN
    assert "".join(part.text for part in parts) == text


@pytest.mark.parametrize("name", [name for name in engine_names() if is_set_up(name)])
def test_every_engine_takes_the_longest_segment(name: str) -> None:
    assert load_engine(name).max_chars >= MOST_SPOKEN


def test_a_line_of_a_script_that_no_engine_would_take_is_refused() -> None:
    text = f"---\nbobao: script\ntitle: 题\n---\n\n好\n{{短|{'长' * (MOST_SPOKEN + 1)}}}\n"
    with pytest.raises(ScriptError) as caught:
        parse_script(text, Style("", "", "", str).pauses, str)
    assert caught.value.message == "line 7 of the script takes 601 characters to say"


def test_a_second_voice_reads_the_quotations() -> None:
    quotation = Paragraph("引文。" * 120, Kind.QUOTATION)
    parts = scripted(Paragraph("他说：“好。”"), quotation, quotations="云希")
    assert [part.voice for part in parts] == ["", "云希", "云希", "云希"]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith和Mrs. Brown来自Apple Inc. 公司，住在St. Louis市。",
        "见No. 5和Fig. 3，以及Smith Jr. 的论文。",
    ],
)
def test_a_name_with_a_dot_ends_no_sentence(text: str) -> None:
    assert segments(text, 1, 200) == [text]


def test_a_foreign_name_is_not_cut_at_its_dot() -> None:
    text = "马克·" * 20
    assert all(not piece.startswith("·") for piece in segments(text, 10, 10))


def test_a_number_stays_with_what_it_counts() -> None:
    pieces = segments("大家都来到了现场观看了这一场由9800名观众参加的盛大的演出", 16, 16)
    assert not any(piece[-1].isdigit() for piece in pieces)


def test_a_long_sentence_is_cut_into_even_pieces() -> None:
    sentence = "他们一起走，" * 12 + "到了。"
    assert [len(piece) for piece in segments(sentence, 60, 60)] == [36, 39]


def test_a_short_introduction_is_cut_from_a_long_quotation_that_fits() -> None:
    quotation = "“" + "我们都来了，" * 6 + "”"
    assert segments("他说：" + quotation, 38, 38) == ["他说：", quotation]


@pytest.mark.parametrize("pattern", ["中", "中文，", "“好", "3.1%，"])
def test_a_monstrous_sentence_is_cut_in_time(pattern: str) -> None:
    text = pattern * (250_000 // len(pattern))
    assert "".join(segments(text, 120, 200)) == text


def test_a_script_knows_no_segment_without_text() -> None:
    assert scripted(Paragraph("好。 \u3000 ")) == (Segment("好。", "好。", 0.7),)
