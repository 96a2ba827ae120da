"""A text in pinyin."""

import re
import unicodedata
from threading import Lock

from .contexts import reading_in_context
from .lexicon import Lexicon, lexicon
from .tones import spoken_tones
from .words import cut, grouped, parts

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as a character class of a regular expression."""

# Threads that come at once would each load the dictionaries, and can do nothing else at the same time anyway.
_TURN = Lock()
_RUN = re.compile(f"[{HAN}]+")
_BLANKS_AT_SIGNS = re.compile(r"(?<=[^\w\s]) +| +(?=[^\w\s])")


def to_pinyin(text: str) -> str:
    """The text with its Chinese in pinyin: `"重庆的AI。"` is `"chong2qing4 de5 AI。"`.

    Every syllable carries its tone as a digit (5 is neutral) and v for ü. The syllables of a word are written
    together, words are parted by a blank. 一 and 不 have the tone they are spoken with. A digit is read by
    itself; letters and punctuation stay as they are. So a word with a digit in it is always pinyin.
    """
    plain = "".join(map(_with_han_digits, unicodedata.normalize("NFC", text)))
    with _TURN:
        spelt = _RUN.sub(lambda run: f" {_spell(run[0], lexicon())} ", plain)
    return _BLANKS_AT_SIGNS.sub("", " ".join(spelt.split()))


def _with_han_digits(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else "零一二三四五六七八九"[value]


def _spell(run: str, words: Lexicon) -> str:
    """One unbroken run of Chinese characters as words of pinyin."""
    cuts = cut(run, words)
    syllables: list[str] = []
    for part in (part for word in cuts for part in parts(word, words)):
        alone = reading_in_context(run, len(syllables)) if len(part) == 1 else ""
        syllables += [alone] if alone else words.readings(part)
    spoken = iter(spoken_tones(run, syllables))
    return " ".join("".join(next(spoken) for _ in word) for word in grouped(cuts))
