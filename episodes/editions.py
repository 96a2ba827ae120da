"""Digests: which stories go into an edition, what it is known by, and how a correction gets into it."""

from collections.abc import Sequence
from dataclasses import replace

from audio import foresee
from scripts import Article, ConfigurationError, Digest, Paragraph, Script, Style, write_digest

from .desk import Found
from .episode import Reservation
from .files import told_if_unwritable
from .identity import Identity, identify
from .memory import Memory
from .pipeline import build_story
from .report import Built, Report
from .show import create_show, locked
from .sifting import State
from .site import refresh
from .stories import Story, digest_style_of, restored, stored, style_of
from .studio import Studio

_NAME = "digest_show"


def fitting(found: Sequence[Found], studio: Studio) -> tuple[list[Found], list[Found]]:
    """Part stories into those that fit into one edition and the others; one always fits.

    A story that does not fit does not keep a shorter one behind it from being told.
    """
    style, longest_s = style_of(studio.show.settings), studio.show.settings.digest.minutes * 60
    bare = replace(style, opening="", closing="")
    chosen: list[Found] = []
    left: list[Found] = []
    total_s = _frame_s(style, studio)
    for each in found:
        length_s = _length_s(article_of(each.story), bare, studio)
        if chosen and total_s + length_s > longest_s:
            left.append(each)
        else:
            chosen.append(each)
            total_s += length_s
    return chosen, left


def edition_story(found: Sequence[Found], memory: Memory, studio: Studio) -> Story:
    """The next edition of the day, of these stories."""
    day = studio.show.local(studio.now).date().isoformat()
    name = _next_name(day, memory, studio)
    keys = tuple(each.offer.key for each in found)
    return Story(name, None, Digest(name, keys, tuple(article_of(each.story) for each in found)))


def reserve(story: Story, found: Sequence[Found], memory: Memory, studio: Studio) -> Reservation:
    """Reserve an edition with its stories, so that a run that is ended is finished by the next."""
    day = studio.show.local(studio.now).date().isoformat()
    memos = [each.memo(State.WAITING) for each in found]
    return memory.reserve_edition(identify(story.content, None), studio.now, day, stored(story), memos)


def corrected(found: Found, memory: Memory) -> tuple[str, Story] | None:
    """A digest with one story's corrected text in the place of the old one.

    Returns:
        The episode's id and its story; None if no digest tells the story, or what it told is not kept.
    """
    memo = memory.memo(found.offer.key)
    text = memory.story(memo.episode) if memo and memo.episode else ""
    story = restored(text) if text else None
    if memo is None or story is None or not isinstance(story.content, Digest):
        return None
    digest = story.content
    if found.offer.key not in digest.keys:
        return None
    articles = list(digest.articles)
    articles[digest.keys.index(found.offer.key)] = article_of(found.story)
    return memo.episode, replace(story, content=replace(digest, articles=tuple(articles)))


def build_digest(stories: Sequence[Story], studio: Studio) -> Report:
    """Make one episode of several stories, and bring the feed up to date; the same stories are the same one.

    Raises:
        ShowUnwritable: the show cannot be written to.
        ShowLocked: another run holds the show.
        CatalogError: the catalog cannot be used.
        ConfigurationError: one of the stories is a digest itself.
    """
    show = studio.show
    create_show(show)
    with locked(show), told_if_unwritable(show.folder), Memory(show.catalog) as memory:
        story = _one_digest(stories, memory, studio)
        outcome = build_story(story, studio, memory)
        memory.close_editions()
        refresh(show, memory, studio.now)
    return Report((outcome,), ()) if isinstance(outcome, Built) else Report((), (outcome,))


def plan_digest(stories: Sequence[Story]) -> Story:
    """What `build_digest` would make, as a story to be planned; nothing is written."""
    articles = tuple(article_of(story) for story in stories)
    return Story(_sources(stories), None, Digest("", _keys(articles, stories), articles))


def _one_digest(stories: Sequence[Story], memory: Memory, studio: Studio) -> Story:
    """All these stories as one, under the name that they have if they were told together before."""
    planned = plan_digest(stories)
    if not isinstance(planned.content, Digest):
        raise TypeError(planned.source)
    again = memory.find(Identity(identify(planned.content, None).names[1:], "", ""))
    before = again and (memory.story(again.id) or memory.edition(again.id))
    if before and isinstance(told := restored(before).content, Digest):
        return replace(planned, content=replace(planned.content, name=told.name))
    day = studio.show.local(studio.now).date().isoformat()
    named = replace(planned.content, name=_next_name(day, memory, studio))
    story = replace(planned, content=named)
    memory.reserve_edition(identify(named, None), studio.now, day, stored(story), ())
    return story


def _keys(articles: Sequence[Article], stories: Sequence[Story]) -> tuple[str, ...]:
    paths = (story.path for story in stories)
    return tuple(identify(*each).names[0] for each in zip(articles, paths, strict=True))


def _sources(stories: Sequence[Story]) -> str:
    return ", ".join(story.source for story in stories)


def article_of(story: Story) -> Article:
    """A story as an article: a script written by hand is one as far as it is read.

    Raises:
        ConfigurationError: it is a digest itself.
    """
    content = story.content
    if isinstance(content, Article):
        return content
    if isinstance(content, Script):
        body = tuple(Paragraph(segment.text) for segment in content.segments)
        return Article(content.title, body, content.author, content.publisher, content.published, content.url)
    raise ConfigurationError(f"{story.source} is a digest already", "give its stories one by one")


def _next_name(day: str, memory: Memory, studio: Studio) -> str:
    """What the day's next digest is known by: the show's first title, for ever, the day, and a number."""
    if not memory.fact(_NAME):
        memory.note(_NAME, studio.show.settings.title)
    return f"{memory.fact(_NAME)}|{day}|{memory.editions_on(day) + 1}"


def _length_s(article: Article, bare: Style, studio: Studio) -> float:
    """About how long a story takes in a digest, and its headline at the beginning."""
    digest = replace(digest_style_of(studio.show.settings), headlines="")
    day = studio.show.local(studio.now).date()
    told = write_digest((article,), bare, digest, day).segments
    headline = told[0]
    return foresee((*told, headline), studio.cast.lead).length_s


def _frame_s(style: Style, studio: Studio) -> float:
    """About how long what stands around the stories takes, music included."""
    nothing = Article("无", (Paragraph("无"),))
    day = studio.show.local(studio.now).date()
    told = write_digest((nothing,), style, digest_style_of(studio.show.settings), day).segments
    return foresee(told, studio.cast.lead, studio.music).length_s
