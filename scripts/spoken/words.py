"""The show's own dictionary: how its names are said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

HELD = "\ue000"
"""Stands in a line where a word was found; `plain` takes it out of what users write."""

_KEY = re.compile(r"(?P<before>[^\[\]]*)\[(?P<it>[^\[\]]+)\](?P<after>[^\[\]]*)")


@dataclass(frozen=True, slots=True)
class Words:
    """Written words and how they are to be said, the longest first.

    A key is the word as written. Where only part of it is to be said otherwise, that part stands in
    brackets and the rest is the context it needs: `{"[行]长": "航"}` says 航 for 行 before 长 only.

    Attributes:
        spoken: written → spoken.
    """

    spoken: Mapping[str, str] = field(default_factory=dict)

    def find(self, line: str) -> Iterator[tuple[int, int, str]]:
        """Where each word stands in the line: start, end, and how it is said."""
        keys = sorted((key for key in self.spoken if key.strip("[]")), key=len, reverse=True)
        if not keys:
            return
        anyone = re.compile("|".join(f"({_pattern(key)})" for key in keys))
        for match in anyone.finditer(line):
            yield *match.span(), self.spoken[keys[(match.lastindex or 1) - 1]]


def _pattern(key: str) -> str:
    match = _KEY.fullmatch(key)
    if not match:
        return re.escape(key)
    parts = {name: re.escape(text) for name, text in match.groupdict().items()}
    return f"(?<={parts['before']}){parts['it']}(?={parts['after']})"
