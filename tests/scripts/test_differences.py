"""Where a text is said otherwise than written: by the rules, by words, or by an editor."""

from hypothesis import given
from hypothesis import strategies as st

from scripts import Words, differences, spoken
from tests.properties import steady

NO_WORDS = Words()


def changed(text: str, said: str, words: Words = NO_WORDS) -> list[tuple[str, str]]:
    return [
        (each.written, each.spoken) for each in differences(text, said, words) if each.written != each.spoken
    ]


@steady
@given(st.text(), st.text())
def test_both_can_be_put_together_again(text: str, said: str) -> None:
    for heard in (said, spoken(text)):
        stretches = differences(text, heard, NO_WORDS)
        assert "".join(each.written for each in stretches) == text
        assert "".join(each.spoken for each in stretches) == heard


def test_each_change_of_a_rule_is_whole() -> None:
    text = "2024年，涨3.5%，到1.5亿元(图)。"
    assert changed(text, spoken(text)) == [
        ("2024", "二零二四"),
        ("3.5%", "百分之三点五"),
        ("1.5亿", "一点五亿"),
        ("(图)", ""),
    ]


def test_a_word_of_the_show_is_a_change() -> None:
    words = Words({"[行]长": "航"})
    assert changed("行人看见行长。", spoken("行人看见行长。", words), words) == [("行", "航")]


def test_what_an_editor_changed_is_found_by_likeness() -> None:
    assert changed("来了3个人。", "到了三位人。") == [("来", "到"), ("3个", "三位")]


def test_characters_in_other_dress_are_shown_as_written() -> None:
    assert changed("２个", "两个") == [("２", "两")]
