"""What will be said: an article written as a spoken script."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Annotated

from annotated_types import Ge, Le

from .article import Article, Kind, Paragraph
from .sentences import segments, sentences

USUAL_CHARS = 160
"""A segment's usual length: long enough for natural prosody, short enough for a cheap rebuild."""

MOST_CHARS = 200
"""A segment's greatest length: about a minute of speech, far below every engine's limit."""

MOST_SPOKEN = 600
"""Characters of a segment's spoken form; every engine takes as many."""

FIELDS = ("show", "date", "weekday", "title", "publisher", "author")
"""What an opening or a closing may name in braces."""

_NAME = re.compile(r"\{(\w+)\}")

Seconds = Annotated[float, Ge(0), Le(10)]
Speaker = Callable[[str], str]
"""Turns a written text into its spoken form."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit of synthesis: one or a few whole sentences.

    Attributes:
        text: as written.
        spoken: as said.
        pause_s: the silence that follows, in seconds.
        voice: the name of a voice; "" is the show's own.
        chapter: the title of the chapter that begins here; "" if none does.
    """

    text: str
    spoken: str
    pause_s: float
    voice: str = ""
    chapter: str = ""

    @property
    def says_something(self) -> bool:
        """Whether an engine has anything to say here; a row of asterisks is only a pause."""
        return any(char.isalnum() for char in self.spoken)


@dataclass(frozen=True, slots=True)
class Script:
    """An ordered list of segments, and whose story they tell.

    Attributes:
        title: the episode's title.
        segments: in the order of speaking; never empty.
        author: names as printed; may be empty.
        publisher: the medium that published the story; may be empty.
        published: when the story was published; None if unknown.
        url: the story's canonical link; may be empty.
    """

    title: str
    segments: tuple[Segment, ...]
    author: str = ""
    publisher: str = ""
    published: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long to be silent after each kind of text, in seconds."""

    sentence_s: Seconds = 0.35
    paragraph_s: Seconds = 0.7
    heading_s: Seconds = 0.9
    quotation_s: Seconds = 0.8
    item_s: Seconds = 0.5

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads it when show.toml is checked

    def after(self, kind: Kind) -> float:
        """The silence after a whole paragraph of this kind, in seconds."""
        return {
            Kind.PARAGRAPH: self.paragraph_s,
            Kind.HEADING: self.heading_s,
            Kind.QUOTATION: self.quotation_s,
            Kind.ITEM: self.item_s,
        }[kind]


@dataclass(frozen=True, slots=True)
class Style:
    """How a show tells its stories.

    Attributes:
        show: the show's name, as listeners hear it.
        opening: said first; the names in FIELDS are filled in, in braces.
        closing: said last, in the same way.
        speak: turns written text into its spoken form.
        pauses: silences after each kind of text.
        quotations: the voice that reads quotations; "" is the show's own.
    """

    show: str
    opening: str
    closing: str
    speak: Speaker
    pauses: Pauses = field(default_factory=Pauses)
    quotations: str = ""


def write_script(article: Article, style: Style, edition: date) -> Script:
    """Write what will be said: the opening, the headline, every paragraph, the closing.

    Args:
        article: the story.
        style: how the show tells it.
        edition: the day the listener is told.
    """
    fields = _fields(article, style, edition)
    parts = [
        *announcement(style.opening, fields, "开场", style),
        *spoken_segments(Paragraph(article.title, Kind.HEADING), style, chapter=article.title),
        *_body(article, style),
        *announcement(style.closing, fields, "结尾", style),
    ]
    return Script(
        article.title, tuple(parts), article.author, article.publisher, article.published, article.url
    )


def _fields(article: Article, style: Style, edition: date) -> dict[str, str]:
    return {
        **day_fields(style.show, edition),
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
    }


def day_fields(show: str, edition: date) -> dict[str, str]:
    """What a template may say of the show and its day."""
    return {
        "show": show,
        "date": f"{edition.year}年{edition.month}月{edition.day}日",
        "weekday": "星期" + "一二三四五六日"[edition.weekday()],
    }


def announcement(template: str, fields: Mapping[str, str], chapter: str, style: Style) -> Iterator[Segment]:
    """What is said around the stories: a chapter of its own, if anything is left of it."""
    text = fill(template, fields)
    if text:
        yield from spoken_segments(Paragraph(text), style, chapter=chapter)


def _body(article: Article, style: Style) -> Iterator[Segment]:
    for paragraph in article.body:
        chapter = paragraph.text if paragraph.kind is Kind.HEADING else ""
        yield from spoken_segments(paragraph, style, chapter=chapter)


def spoken_segments(paragraph: Paragraph, style: Style, chapter: str = "") -> Iterator[Segment]:
    """Cut a paragraph into segments, each with its spoken form and the pause that follows it."""
    pieces = segments(paragraph.text, USUAL_CHARS, MOST_CHARS)
    pairs = [pair for piece in pieces for pair in _speakable(piece.strip(), style.speak)]
    voice = style.quotations if paragraph.kind is Kind.QUOTATION else ""
    for number, (text, spoken) in enumerate(pairs):
        last = number == len(pairs) - 1
        pause_s = style.pauses.after(paragraph.kind) if last else style.pauses.sentence_s
        yield Segment(text, spoken, pause_s, voice, chapter if number == 0 else "")


def _speakable(text: str, speak: Speaker) -> Iterator[tuple[str, str]]:
    """The text with its spoken form; in smaller pieces where that would be too long for an engine."""
    spoken = speak(text)
    half = ceil(len(text) / 2)
    if len(spoken) <= MOST_SPOKEN or half == len(text):
        yield text, spoken
        return
    for piece in segments(text, half, half):
        yield from _speakable(piece.strip(), speak)


def fill(template: str, fields: Mapping[str, str]) -> str:
    """Fill in a template; a sentence in which a name has no value is left out.

    >>> fill("来自{publisher}。再见。", {"publisher": ""})
    '再见。'
    """
    kept = [sentence for sentence in sentences(template) if all(fields[name] for name in names_in(sentence))]
    return _NAME.sub(lambda name: fields[name[1]], "".join(kept)).strip()


def names_in(template: str) -> list[str]:
    """The names in braces that a template asks for."""
    return _NAME.findall(template)
