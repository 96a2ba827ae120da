import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.pinyin import to_pinyin

_PHRASES = [
    line
    for line in (Path(__file__).parent / "data" / "polyphones.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_SYLLABLE = re.compile(r"[a-z]+[1-5]")
_MARKED = re.compile(r"(.)(?:\[([a-z]+[1-5])\])?")


def _wrong_readings(phrase):
    marked = _MARKED.findall(phrase)
    spelt = _SYLLABLE.findall(to_pinyin("".join(character for character, _ in marked)))
    return [
        (character, reading, expected)
        for (character, expected), reading in zip(marked, spelt, strict=True)
        if expected and reading != expected
    ]


def test_polyphones_of_the_news():
    wrong = {phrase: readings for phrase in _PHRASES if (readings := _wrong_readings(phrase))}
    assert not wrong


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("重庆的AI。", "chong2qing4 de5 AI。"),
        ("绿色，女儿", "lv4se4，nv3er2"),
        ("他说：“好吗？”", "ta1 shuo1：“hao3ma5？”"),
        ("5G", "wu3 G"),
        ("H2O", "H er4 O"),
        ("嗯，哪儿", "en4，na3er5"),
        ("OpenAI 很好 (OK)!", "OpenAI hen3 hao3(OK)!"),
        ("", ""),
    ],
)
def test_spelling(text, pinyin):
    assert to_pinyin(text) == pinyin


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60))
def test_every_character_has_one_syllable_with_a_tone(text):
    spelt = to_pinyin(text)
    assert len(_SYLLABLE.findall(spelt)) == len(text)
    assert not _SYLLABLE.sub("", spelt).strip()


@given(st.text(st.sampled_from("重庆 AIabc，。<>&[](){}\"'!?"), max_size=60))
def test_letters_and_signs_stay(text):
    kept = [character for character in text if not ("\u4e00" <= character <= "\u9fff" or character.isspace())]
    spelt = _SYLLABLE.sub("", to_pinyin(text))
    assert [character for character in spelt if not character.isspace()] == kept
