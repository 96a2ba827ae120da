"""Several stories told as one episode: the headlines, each story with its chapter, and words between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .article import Article, Kind, Paragraph
from .script import Script, Segment, Style, announcement, day_fields, fill, spoken_segments

DIGEST_FIELDS = ("show", "date", "weekday", "title", "titles", "count", "publisher")
"""What a digest's title, notes, opening and closing may name in braces."""

LONGEST_TITLE = 255
"""Characters; Apple shows no more."""

_OPENING, _CLOSING = "开场", "结尾"


@dataclass(frozen=True, slots=True)
class DigestStyle:
    """How a digest tells its stories, beyond how the show tells one.

    Attributes:
        title: of the episode; the names in DIGEST_FIELDS are filled in, in braces.
        notes: what stands first in its notes, in the same way; may be empty.
        headlines: said before the headlines are named; "" names none.
        transitions: said before the stories after the first, in turn; empty for none.
        voices: read the stories in turn; empty for the show's own.
    """

    title: str
    notes: str
    headlines: str
    transitions: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The stories of one episode, in the order in which they are told.

    Attributes:
        name: what the episode is known by for ever: show, day and ordinal.
        keys: what each story was remembered by when it was chosen.
        articles: the stories; as many, at least one.
    """

    name: str
    keys: tuple[str, ...]
    articles: tuple[Article, ...]


def write_digest(articles: Sequence[Article], style: Style, digest: DigestStyle, edition: date) -> Script:
    """Write what will be said: the opening, the headlines, every story in its order, the closing.

    Args:
        articles: at least one.
        style: how the show tells a story.
        digest: how it tells several.
        edition: the day the listener is told.
    """
    fields = digest_fields(articles, style.show, edition)
    stories = (_story(article, number, style, digest) for number, article in enumerate(articles))
    parts = [
        *announcement(style.opening, fields, _OPENING, style),
        *_headlines(articles, style, digest, begins=not fill(style.opening, fields)),
        *(segment for story in stories for segment in story),
        *announcement(style.closing, fields, _CLOSING, style),
    ]
    return Script(cut_title(fill(digest.title, fields)), tuple(parts), publisher=fields["publisher"])


def digest_notes(articles: Sequence[Article], style: Style, digest: DigestStyle, edition: date) -> str:
    """What the notes say of a digest: a line for each story, with whose it is and where it is to be read."""
    fields = digest_fields(articles, style.show, edition)
    lines = [
        " ".join(part for part in (f"{number}. {article.title}", article.publisher, article.url) if part)
        for number, article in enumerate(articles, 1)
    ]
    return "\n".join([*filter(None, [fill(digest.notes, fields)]), *lines])


def digest_fields(articles: Sequence[Article], show: str, edition: date) -> dict[str, str]:
    """What a template may say of a digest; author is empty, for whose stories are many."""
    titles = [article.title for article in articles]
    publishers = dict.fromkeys(article.publisher for article in articles if article.publisher)
    return {
        **day_fields(show, edition),
        "title": titles[0],
        "titles": "；".join(titles),
        "count": str(len(titles)),
        "publisher": "、".join(publishers),
        "author": "",
    }


def _headlines(
    articles: Sequence[Article], style: Style, digest: DigestStyle, *, begins: bool
) -> Iterator[Segment]:
    """The headlines, one after the other; a single story is not announced twice."""
    if not digest.headlines or len(articles) == 1:
        return
    yield from spoken_segments(
        Paragraph(digest.headlines, Kind.ITEM), style, chapter=_OPENING if begins else ""
    )
    for article in articles:
        yield from spoken_segments(Paragraph(_ended(article.title), Kind.ITEM), style)


def _story(article: Article, number: int, style: Style, digest: DigestStyle) -> Iterator[Segment]:
    """One story; its chapter begins with the words that lead over to it."""
    voice = digest.voices[number % len(digest.voices)] if digest.voices else ""
    over = digest.transitions[(number - 1) % len(digest.transitions)] if number and digest.transitions else ""
    paragraphs = [Paragraph(article.title, Kind.HEADING), *article.body]
    if over:
        paragraphs.insert(0, Paragraph(over))
    for at, paragraph in enumerate(paragraphs):
        chapter = article.title if at == 0 else ""
        for segment in spoken_segments(paragraph, style, chapter=chapter):
            yield replace(segment, voice=segment.voice or voice)


def cut_title(title: str) -> str:
    """A title that apps show whole: the headlines of a long day are more than that."""
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _ended(title: str) -> str:
    """A headline as a sentence, so that it is heard as one."""
    return title if title[-1] in "。！？!?…" else f"{title}。"
