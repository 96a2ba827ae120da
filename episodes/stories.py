"""A source becomes a story: an article to write a script of, or a script written by hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from scripts import (
    Article,
    Digest,
    DigestStyle,
    Script,
    Source,
    Style,
    clean,
    digest_notes,
    filter_script,
    is_script,
    parse_script,
    write_digest,
    write_script,
)

from .settings import Settings
from .show import Show


@dataclass(frozen=True, slots=True)
class Story:
    """What a source tells.

    Attributes:
        source: as the user named it.
        path: the file it was read from, if it was one.
        content: an article, or a script that is built as it stands, or several articles told as one.
    """

    source: str
    path: Path | None
    content: Article | Script | Digest


_Stored = TypeAdapter(Story)


def read_story(source: Source, settings: Settings, title: str = "") -> Story:
    """Read a source, clean it, and find its story.

    Args:
        source: what the user points at.
        settings: the show's, for its rules of cleaning, and a script's pauses and words.
        title: stands instead of the story's own.

    Raises:
        SourceError: there is no story in it.
        ScriptError: it is a script file that cannot be read.
    """
    content: Article | Script
    if is_script(source.text):
        style = style_of(settings)
        content = parse_script(source.text, style.pauses, style.speak)
    else:
        content = clean(source, settings.rules).article
    # A link that is no web address would be a trap on the show's page.
    url = content.url if content.url.startswith(("https://", "http://")) else ""
    return Story(source.name, source.path, replace(content, title=title or content.title, url=url))


def stored(story: Story) -> str:
    """A story as text, so that its episode can be made again when its source is gone."""
    return _Stored.dump_json(story).decode()


def restored(text: str) -> Story:
    """The story that `stored` wrote."""
    return _Stored.validate_json(text)


def script_of(story: Story, show: Show, moment: datetime) -> Script:
    """The script of a story by the show's rules, told on the day of `moment` in the show's time zone."""
    if isinstance(story.content, Script):
        return story.content
    if isinstance(story.content, Digest):
        style, day = style_of(show.settings), show.local(moment).date()
        return write_digest(story.content.articles, style, digest_style_of(show.settings), day)
    return write_script(story.content, style_of(show.settings), show.local(moment).date())


def notes_of(story: Story, show: Show, moment: datetime) -> str:
    """What is to stand in the notes of a digest; "" for a single story, whose beginning stands there."""
    if not isinstance(story.content, Digest):
        return ""
    style, day = style_of(show.settings), show.local(moment).date()
    return digest_notes(story.content.articles, style, digest_style_of(show.settings), day)


def rewritten(script: Script, story: Story, show: Show) -> Script:
    """The script as the show's own program rewrites it; as it is if there is none, or an editor wrote it.

    Raises:
        FilterError: the program fails.
    """
    command = show.settings.script.filter
    if not command or isinstance(story.content, Script):
        return script
    return filter_script(script, command, style_of(show.settings), show.folder)


def style_of(settings: Settings) -> Style:
    """How a show tells its stories."""
    return Style(
        show=settings.title,
        opening=_opening(settings),
        closing=settings.text.closing,
        speak=settings.speaker,
        pauses=settings.pauses,
        quotations=settings.voice.quotations,
    )


def _opening(settings: Settings) -> str:
    """The opening, which ends with the notice of a synthetic voice unless it gives that itself."""
    opening, notice = settings.text.opening, settings.notice.spoken
    return opening if notice in opening else opening + notice


def digest_style_of(settings: Settings) -> DigestStyle:
    """How a show tells several stories as one episode."""
    digest = settings.digest
    return DigestStyle(
        digest.title, digest.notes, digest.headlines, digest.transitions, settings.voice.alternate
    )
