"""Digests: which stories go into an edition, what it is known by, and how a correction gets into it."""

from collections.abc import Sequence
from dataclasses import replace

from audio import estimated_s
from scripts import Article, ConfigurationError, Digest, Paragraph, Script, Style, write_digest

from .desk import Found
from .episode import Reservation
from .identity import Identity, identify
from .memory import Memory
from .sifting import State
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
    name = f"{_show_name(memory, studio)}|{day}|{memory.editions_on(day) + 1}"
    return digest_story(name, found)


def digest_story(name: str, found: Sequence[Found]) -> Story:
    """Several stories as one."""
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


def one_digest(stories: Sequence[Story], memory: Memory, studio: Studio) -> Story:
    """All these stories as one, for `bobao build --digest`: the same stories are the same digest again."""
    articles = tuple(article_of(story) for story in stories)
    keys = tuple(
        identify(article, story.path).names[0] for article, story in zip(articles, stories, strict=True)
    )
    digest = Digest("", keys, articles)
    again = memory.find(Identity(identify(digest, None).names[1:], "", ""))
    if again and (text := memory.story(again.id)):
        before = restored(text).content
        name = before.name if isinstance(before, Digest) else ""
    else:
        day = studio.show.local(studio.now).date().isoformat()
        name = f"{_show_name(memory, studio)}|{day}|{memory.editions_on(day) + 1}"
    return Story(", ".join(story.source for story in stories), None, replace(digest, name=name))


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


def _show_name(memory: Memory, studio: Studio) -> str:
    """What the show's digests are known by: its first title, for ever."""
    if not memory.fact(_NAME):
        memory.note(_NAME, studio.show.settings.title)
    return memory.fact(_NAME)


def _length_s(article: Article, bare: Style, studio: Studio) -> float:
    """About how long a story takes in a digest, and its headline at the beginning."""
    digest = replace(digest_style_of(studio.show.settings), headlines="")
    day = studio.show.local(studio.now).date()
    told = write_digest((article,), bare, digest, day).segments
    headline = told[0]
    return estimated_s((*told, headline), studio.cast.lead)


def _frame_s(style: Style, studio: Studio) -> float:
    """About how long what stands around the stories takes, music included."""
    nothing = Article("。", (Paragraph("。"),))
    day = studio.show.local(studio.now).date()
    told = write_digest((nothing,), style, digest_style_of(studio.show.settings), day).segments
    return estimated_s(told, studio.cast.lead, studio.intro, studio.outro)
