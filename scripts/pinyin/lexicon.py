"""What is known about words: the readings listed in this folder, then pypinyin's dictionaries."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from math import log
from pathlib import Path
from typing import Any

from .data import lines

LONGEST_WORD = 8
"""Characters; what pypinyin lists beyond this are sayings that their shorter parts read as well."""

# What rank counts for what is not among the frequent words: a word of ours (chosen with an eye to where it
# would be wrong, so it counts as common), an entry of pypinyin, a character.
_OWN_WORD, _RARE_WORD, _RARE_CHARACTER, _NEVER = 3_600, 2_000_000, 2_000_000, 1 << 62
# By Zipf's law, in jieba's dictionary ln(1 / probability) is about ln(rank + 5) + 3.5. Another 2 keep a text
# from falling into the frequent single characters that its rarer words are made of.
_FEW, _EACH_WORD = 5.0, 5.5
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_MARKED = re.compile(r"(.)(?:\[([a-z]+[1-5])\])?")
# Syllables without a vowel are exclamations; these are the nearest ones that have one.
_VOWELLESS = {"m": "mu", "n": "en", "ng": "en", "hm": "hen", "hng": "hen"}
# Some phrases give these as they sound in place; that is decided later, for all alike.
_CITED = {"一": "yi1", "不": "bu4"}
_UNREADABLE = "mou3"
"""某, "a certain one": what a reader says for a character that nobody can read."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and characters with their readings.

    Attributes:
        own: our words, each with a reading or "" for every character.
        phrases: pypinyin's words, each with the alternatives of every character, in diacritics.
        characters: pypinyin's characters by code point, readings in diacritics joined by commas.
        not_words: words that are far more often the end of one and the start of the next.
        ranks: frequent words and characters, the most frequent at 0.
    """

    own: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, list[list[str]]]
    characters: Mapping[int, str]
    not_words: frozenset[str]
    ranks: Mapping[str, int]

    def rarity(self, word: str) -> float | None:
        """How improbable this word is in a text, as a logarithm, so that a text is best cut where the sum is
        least; None if it is no word.
        """
        rank = self.ranks.get(word, _NEVER)
        if len(word) == 1:
            return _EACH_WORD + log(_FEW + min(rank, _RARE_CHARACTER))
        if word in self.own:
            rank = min(rank, _OWN_WORD)
        elif word in self.not_words:
            return None
        elif word in self.phrases:
            rank = min(rank, _RARE_WORD)
        return None if rank == _NEVER else _EACH_WORD + log(_FEW + rank)

    def effort(self, word: str) -> float | None:
        """1, or a little less for a word of ours, if the reading of this word is known; None if it is not."""
        if len(word) > 1 and word in self.own:
            return 0.9
        known = len(word) == 1 or (word in self.phrases and word not in self.not_words)
        return 1.0 if known else None

    def readings(self, word: str) -> list[str]:
        """The syllable of each character, such as `["chong2", "qing4"]`."""
        own = self.own.get(word)
        if own is None:
            return self._listed(word)
        return [mine or listed for mine, listed in zip(own, self._listed(word), strict=True)]

    def _listed(self, word: str) -> list[str]:
        alternatives = self.phrases.get(word)
        if len(word) > 1 and alternatives and len(alternatives) == len(word):
            return [
                _CITED.get(character) or with_digit(each[0])
                for character, each in zip(word, alternatives, strict=True)
            ]
        return [self._character(character) for character in word]

    def _character(self, character: str) -> str:
        own = self.own.get(character)
        if own:
            return own[0]
        return with_digit(self.characters.get(ord(character), "").partition(",")[0]) or _UNREADABLE


@cache
def lexicon() -> Lexicon:
    """The lexicon, read on first use."""
    phrases, characters = _pypinyin("phrases_dict"), _pypinyin("pinyin_dict")
    not_words = frozenset(lines("not_words.txt"))
    frequent = (word for line in lines("common_words.txt") for word in line.split())
    ranks = {word: rank for rank, word in enumerate(frequent)}
    return Lexicon(dict(_own_words()), phrases, characters, not_words, ranks)


def _pypinyin(name: str) -> Any:
    """One of pypinyin's dictionaries, without the package around it, which takes as long again to load."""
    package = find_spec("pypinyin")
    folder = Path((package and package.origin) or "").parent
    spec = spec_from_file_location(f"_bobao_{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"pypinyin has no {name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


@cache
def with_digit(syllable: str) -> str:
    """The syllable in ASCII with its tone as a digit: `"lǜ"` is `"lv4"`, `"de"` is `"de5"`."""
    tone = "5"
    letters = []
    for mark in unicodedata.normalize("NFD", syllable):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            letters.append(mark)
    base = "".join(letters).replace("u\u0308", "v").replace("e\u0302", "ei")
    return f"{_VOWELLESS.get(base, base)}{tone}" if base else ""


def _own_words() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in lines("readings.txt"):
        for entry in line.split():
            pairs = _MARKED.findall(entry)
            yield "".join(character for character, _ in pairs), tuple(reading for _, reading in pairs)
