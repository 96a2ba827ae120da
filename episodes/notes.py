"""An episode's notes: whose story it is, and its chapters by time."""

from .episode import Recording

_FEWEST_CHAPTERS = 3
"""Apple takes timestamps for chapters when there are at least three, the first of them at zero."""


def show_notes(recording: Recording) -> str:
    """The notes as plain text, in the show's language."""
    return "\n".join(part for part in (_credit(recording), _timestamps(recording)) if part) or recording.title


def _credit(recording: Recording) -> str:
    parts = []
    if recording.publisher:
        parts.append(f"来源：{recording.publisher}")
    if recording.author:
        parts.append(f"作者：{recording.author}")
    if story_link(recording):
        parts.append(f"原文：{recording.url}")
    return "\n".join(parts)


def story_link(recording: Recording) -> str:
    """Where the story is to be read; "" if its link, which a stranger wrote, does not lead to the web."""
    return recording.url if recording.url.startswith(("https://", "http://")) else ""


def clock(seconds: float) -> str:
    """A time as players print it, such as 00:03:07."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _timestamps(recording: Recording) -> str:
    if len(recording.chapters) < _FEWEST_CHAPTERS:
        return ""
    return "\n".join(f"{clock(chapter.start_s)} {chapter.title}" for chapter in recording.chapters)
