"""Whether the marks of a speech tell of all of its text."""

import unicodedata
from collections.abc import Sequence

from .engine import Mark

_ENDING_CHARS = 8
_LEAST_COVERED = 0.9


def fault_of_marks(text: str, marks: Sequence[Mark]) -> str:
    """What is wrong with them, to follow "the answer"; "" if they reach from the text's start to its end."""
    wanted = _spoken_characters(text)
    marked = _spoken_characters("".join(mark.text for mark in marks))
    if not marked.endswith(wanted[-_ENDING_CHARS:]):
        return "ends before the text does"
    if len(marked) < _LEAST_COVERED * len(wanted):
        return "leaves out a part of the text"
    starts = [mark.start_s for mark in marks]
    return "" if starts == sorted(starts) else "has its sentences out of order"


def _spoken_characters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
