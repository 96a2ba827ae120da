"""How long a text takes to say, before anybody has said it."""

import re
from dataclasses import dataclass
from math import pow as power

from scripts.pinyin import HAN

_CHARACTER = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-z]+")
_CLAUSE = re.compile(r"[，,、：:；;—…]+\b")
_SENTENCE = re.compile(r"[。！？!?]+[”’」』）)》]*\W?\b")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an engine speaks at its own rate, in seconds.

    Attributes:
        character_s: a Chinese character.
        letter_s: a Latin letter.
        word_s: a Latin word, beyond its letters.
        clause_s: the pause at a comma and its like, inside a text.
        sentence_s: the pause between two sentences of a text.
        rate_power: at +100 % a text takes 2 to this power less time.
    """

    character_s: float
    letter_s: float
    word_s: float
    clause_s: float
    sentence_s: float
    rate_power: float = 1.0

    def length_s(self, text: str, rate_percent: int = 0) -> float:
        """About how long a spoken form takes to say, without silence around it."""
        words = _WORD.findall(text)
        own_s = (
            self.character_s * len(_CHARACTER.findall(text))
            + self.letter_s * sum(map(len, words))
            + self.word_s * len(words)
            + self.clause_s * len(_CLAUSE.findall(text))
            + self.sentence_s * len(_SENTENCE.findall(text))
        )
        return own_s / power(1 + rate_percent / 100, self.rate_power)


def unknown_chars(text: str) -> int:
    """How many of its letters and digits no pace counts: those that are neither Chinese nor Latin."""
    said = sum(map(str.isalnum, text))
    return said - len(_CHARACTER.findall(text)) - sum(map(len, _WORD.findall(text)))
