"""Long lists in pages (RFC 5005), filled from the oldest: once a page is full it never changes.

The first page, which most apps read alone, holds between one and two times what the others hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .catalog import Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list.

    Attributes:
        name: of its file.
        span: which episodes it holds.
        older: the name of the page that follows; "" if it is the last one.
        newer: the name of the page before; "" if it is the first one.
    """

    name: str
    span: Span
    older: str = ""
    newer: str = ""


def leaves(spans: Sequence[Span], first: str) -> tuple[Leaf, ...]:
    """Make pages of stretches of episodes.

    Args:
        spans: the oldest first, all but the last of one size.
        first: the name of the newest page's file; the oldest of feed.xml is feed-1.xml.

    Returns:
        The oldest first; never empty.
    """
    full = len(spans) > 1 and spans[-1].count == spans[0].count
    kept = max(0, len(spans) - (1 if full else 2))
    stem, _, suffix = first.rpartition(".")
    names = [*(f"{stem}-{number + 1}.{suffix}" for number in range(kept)), first]
    parts = [*spans[:kept], _joined(spans[kept:])]
    return tuple(
        Leaf(
            name,
            span,
            older=names[number - 1] if number else "",
            newer=names[number + 1] if number < kept else "",
        )
        for number, (name, span) in enumerate(zip(names, parts, strict=True))
    )


def _joined(spans: Sequence[Span]) -> Span:
    if not spans:
        return Span(0, 0, "")
    count = sum(span.count for span in spans)
    return Span(spans[0].first, count, " ".join(span.stamp for span in spans))
