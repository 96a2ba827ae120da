"""What a rule is: a pattern for one kind of token, and how an anchor says it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from re import Match, Pattern

# Fragments the rules share. A number never starts or ends inside another one.
START = r"(?<!\d)(?<!\d\.)"
END = r"(?!\d|\.\d)"
WHOLE = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)"
NUMBER = WHOLE + r"(?:\.\d++)?+"
SCALE = r"(?: ?[十百千万萬亿億兆]{1,3}+)?+"
DASH = r" ?(?:[-~～–]|—{1,2}|至|到) ?"
HAN = r"[㐀-鿿]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of token.

    Attributes:
        name: what it reads, such as "clock".
        pattern: finds candidates; a group named `it`, if there is one, is the token, the rest its context.
        say: the spoken form of a candidate, or None where its context makes it another rule's.
        examples: pairs of a line as written and as spoken.
    """

    name: str
    pattern: str
    say: Callable[[Match[str]], str | None]
    examples: tuple[tuple[str, str], ...]

    def find(self, line: str) -> Iterator[Match[str]]:
        """The candidates in a line."""
        return _compiled(self.pattern).finditer(line)

    def token(self, match: Match[str]) -> tuple[int, int]:
        """Where the token starts and ends in the line that was searched."""
        return match.span("it" if "it" in match.re.groupindex else 0)


# Compiled when first needed: a hundred patterns take a tenth of a second, and most commands speak nothing.
@cache
def _compiled(pattern: str) -> Pattern[str]:
    return re.compile(pattern, re.ASCII)


def table(text: str) -> dict[str, str]:
    """A dictionary from words in pairs: "km 公里  m 米" → {"km": "公里", "m": "米"}."""
    words = iter(text.split())
    return dict(zip(words, words, strict=True))


def any_of(words: str) -> str:
    """A pattern for any of the words in a text, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words.split(), key=len, reverse=True)))})"


def rule(pattern: str) -> Callable[[Callable[[Match[str]], str | None]], Rule]:
    """Make a rule of a function, whose docstring is its examples: "written → spoken; written → spoken"."""

    def make(say: Callable[[Match[str]], str | None]) -> Rule:
        pairs = (pair.split(" → ") for pair in re.split(r";\s", (say.__doc__ or "").strip()))
        examples = tuple((written.strip(), said.strip()) for written, said in pairs)
        return Rule(say.__name__, pattern, say, examples)

    return make


def before(match: Match[str], length: int = 12) -> str:
    """The text just before a candidate, at most `length` characters."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: Match[str], length: int = 12) -> str:
    """The text just after a candidate, at most `length` characters."""
    return match.string[match.end() : match.end() + length]


def around(match: Match[str], length: int = 12) -> str:
    """The text on both sides of a candidate, a space in its place."""
    return f"{before(match, length)} {after(match, length)}"
