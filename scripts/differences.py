"""Where a text is said otherwise than written."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from .spoken import Change, Words, rewrite


def differences(text: str, spoken: str, words: Words) -> tuple[Change, ...]:
    """The text and its spoken form side by side, in stretches that are alike or not.

    Args:
        text: as written.
        spoken: as said: by the rules, or as an editor wants it.
        words: the show's own; where rules and words explain the spoken form, each change is one of theirs.

    Returns:
        Stretches in reading order. Their written parts joined are the text, their spoken parts what is said.
    """
    by_rules = rewrite(text, words)
    aligned = _aligned(text, spoken, by_rules.changes) if by_rules.spoken == spoken else None
    return tuple(aligned or _by_likeness(text, spoken))


def _aligned(text: str, spoken: str, changes: Sequence[Change]) -> list[Change] | None:
    """The changes with what stands between them; None where the text's characters had to be made plain."""
    stretches: list[Change] = []
    at = said = 0
    for change in changes:
        gap = _gap(text[at:], spoken[said:], change)
        if gap is None:
            return None
        stretches += [Change(text[at : at + gap], text[at : at + gap]), change]
        at += gap + len(change.written)
        said += gap + len(change.spoken)
    if text[at:] != spoken[said:]:
        return None
    return [stretch for stretch in [*stretches, Change(text[at:], spoken[said:])] if stretch != ("", "")]


def _gap(text: str, spoken: str, change: Change) -> int | None:
    """How many characters both have in common before the change."""
    gap = text.find(change.written)
    while gap >= 0 and text[:gap] == spoken[:gap]:
        if spoken.startswith(change.spoken, gap):
            return gap
        gap = text.find(change.written, gap + 1)
    return None


def _by_likeness(text: str, spoken: str) -> Iterator[Change]:
    for _, a, b, c, d in SequenceMatcher(None, text, spoken, autojunk=False).get_opcodes():
        yield Change(text[a:b], spoken[c:d])
