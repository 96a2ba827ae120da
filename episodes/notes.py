"""An episode's notes: how the story begins, whose it is, and its chapters by time."""

from collections.abc import Iterator
from html import escape

from .addresses import address, page_of
from .episode import Episode
from .show import Show
from .translations import translation

_FEWEST_CHAPTERS = 3
"""Apple takes timestamps for chapters when there are at least three, the first of them at zero."""

_MOST_BYTES = 4000
"""Of a description; Apple reads no more."""


def show_notes(show: Show, episode: Episode) -> str:
    """The notes as plain text, in the show's language."""
    parts = [episode.notes, episode.recording.summary, "\n".join(_credit(show, episode))]
    text = "\n\n".join(part for part in parts if part)
    timestamps = "\n".join(f"{at} {title}" for at, title in _timestamps(episode))
    whole = "\n\n".join(part for part in (text, timestamps) if part) or episode.title
    return _cut(whole, _MOST_BYTES)


def html_notes(show: Show, episode: Episode) -> str:
    """The notes as HTML, for apps that show it: with links to the story and to the episode's page."""
    words, recording = translation(show.settings.language), episode.recording
    paragraphs = [_lines(text) for text in (episode.notes, recording.summary) if text]
    credit = [_lines(line) for line in _credit(show, episode, link=False)]
    if story_link(episode):
        credit.append(f'<a href="{escape(story_link(episode))}">{words["original"]}</a>')
    page = escape(address(show, page_of(episode.id)))
    paragraphs += [
        "<br>".join(credit),
        "<br>".join(f"{at} {escape(title)}" for at, title in _timestamps(episode)),
        f'<a href="{page}">{words["full_transcript"]}</a>',
    ]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


def story_link(episode: Episode) -> str:
    """Where the story is to be read; "" if its link, which a stranger wrote, does not lead to the web."""
    url = episode.recording.url
    return url if url.startswith(("https://", "http://")) else ""


def clock(seconds: float) -> str:
    """A time as players print it, such as 00:03:07."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def short_clock(seconds: float) -> str:
    """A time as pages print it, such as 3:07 or 1:03:07."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _credit(show: Show, episode: Episode, *, link: bool = True) -> Iterator[str]:
    words, recording = translation(show.settings.language), episode.recording
    if recording.publisher:
        yield f"{words['source']}{words['colon']}{recording.publisher}"
    if recording.author:
        yield f"{words['author']}{words['colon']}{recording.author}"
    if link and story_link(episode):
        yield f"{words['original_at']}{words['colon']}{recording.url}"


def _timestamps(episode: Episode) -> list[tuple[str, str]]:
    chapters = episode.recording.chapters
    if len(chapters) < _FEWEST_CHAPTERS:
        return []
    return [(clock(chapter.start_s), chapter.title) for chapter in chapters]


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _cut(text: str, most_bytes: int) -> str:
    """The text, or as much of it as fits."""
    encoded = text.encode()
    if len(encoded) <= most_bytes:
        return text
    return encoded[: most_bytes - 3].decode(errors="ignore") + "…"
