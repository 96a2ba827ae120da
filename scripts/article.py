"""One news story as published."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a paragraph is to a listener; it decides the pause that follows."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTATION = "quotation"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body, as written.

    Attributes:
        text: a single line, never empty.
        kind: what the paragraph is to a listener.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Article:
    """One news story, cleaned of everything that is not the story.

    Attributes:
        title: the headline; never empty.
        body: the paragraphs in reading order; never empty.
        author: names as printed, several joined by "、"; may be empty.
        publisher: the medium that published it; may be empty.
        published: when it was published, with a zone; None if the source does not say.
        url: the canonical link; may be empty.
    """

    title: str
    body: tuple[Paragraph, ...]
    author: str = ""
    publisher: str = ""
    published: datetime | None = None
    url: str = ""
