"""Characters whose reading hangs on their neighbours, where no word of the dictionary decides."""

import re
from functools import cache

from .data import lines


def reading_in_context(run: str, position: int) -> str:
    """The reading that its neighbours give to the character at this position of the run; "" if none does."""
    matching = (reading for pattern, reading in _rules() if pattern.match(run, position))
    return next(matching, "")


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with their readings, in the order of the file; its names in <> replaced."""
    names: dict[str, str] = {}
    rules = []
    for line in lines("contexts.txt"):
        head, _, pattern = line.partition(" ")
        for name, meaning in names.items():
            pattern = pattern.replace(name, meaning)
        if head.startswith("<"):
            names[head] = pattern
        else:
            rules.append((re.compile(pattern), head))
    return tuple(rules)
