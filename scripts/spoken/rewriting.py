"""The runner: words first, then what is not said goes, then each rule claims its tokens."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import codes, counting, dates, money, names, signs, times, units
from .characters import plain
from .rule import Rule
from .shown import silence
from .words import HELD, Words

RULES: tuple[Rule, ...] = (
    *codes.RULES,
    *dates.RULES,
    *times.RULES,
    *money.RULES,
    *units.RULES,
    *names.RULES,
    *signs.RULES,
    *counting.RULES,
    *signs.LAST,
)
"""In the order in which they choose their tokens: the particular before the general."""

_NO_WORDS = Words()
_SAID_AS_WRITTEN = re.compile(r"[㐀-鿿 ，。、：；！？“”‘’《》…]*")


class Change(NamedTuple):
    """One token that is said otherwise than written.

    Attributes:
        written: the token, its characters made plain.
        spoken: what is said for it; empty for what is shown only.
    """

    written: str
    spoken: str


class Rewriting(NamedTuple):
    """A line in its spoken form.

    Attributes:
        spoken: the line as it is said.
        changes: what differs from the line as written, in reading order.
    """

    spoken: str
    changes: tuple[Change, ...]


class _Claim(NamedTuple):
    """A token of a line, and what is said for it."""

    start: int
    end: int
    change: Change


def spoken(line: str, words: Words = _NO_WORDS) -> str:
    """What a news anchor says for a line of written Chinese.

    Args:
        line: one line as written.
        words: the show's own dictionary; it goes before every rule.

    Returns:
        One line without digits and signs. Without `words`, it comes back unchanged when it is given again.
    """
    return rewrite(line, words).spoken


def rewrite(line: str, words: Words = _NO_WORDS) -> Rewriting:
    """As `spoken`, with the tokens that changed."""
    line = plain(line)
    held = [
        _Claim(start, end, Change(line[start:end], spoken(said))) for start, end, said in words.find(line)
    ]
    if not held and _SAID_AS_WRITTEN.fullmatch(line):
        return Rewriting(line, ())
    heard, dropped = silence(_join(line, (claim._replace(change=Change("", HELD)) for claim in held)))
    places = (match.start() for match in re.finditer(HELD, heard))
    said = [_Claim(at, at + 1, claim.change) for at, claim in zip(places, held, strict=True)]
    claims = sorted([*said, *_claims(heard, said)])
    silent = [_Claim(at, at, Change(written, "")) for at, written in dropped]
    return Rewriting(_join(heard, claims), tuple(claim.change for claim in sorted([*silent, *claims])))


def _claims(line: str, words: Iterable[_Claim]) -> Iterator[_Claim]:
    """What each rule says for the tokens that no rule before it has claimed."""
    taken = bytearray(len(line))
    for claim in words:
        taken[claim.start] = 1
    for rule in RULES:
        for match in rule.find(line):
            start, end = rule.token(match)
            if taken.find(1, start, end) < 0 and (said := rule.say(match)) is not None:
                taken[start:end] = bytes([1]) * (end - start)
                yield _Claim(start, end, Change(line[start:end], said))


def _join(line: str, claims: Iterable[_Claim]) -> str:
    """The line with each claimed token replaced by what is said for it."""
    parts: list[str] = []
    at = 0
    for claim in claims:
        parts += (line[at : claim.start], claim.change.spoken)
        at = claim.end
    return "".join(parts) + line[at:]
