"""What a player shows of an episode, written the way ffmpeg reads it."""

import re
from dataclasses import dataclass
from pathlib import Path

from .timeline import Chapter


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows of an episode.

    Attributes:
        title: the episode's.
        show: the podcast's; also its artist and album.
        date: ISO 8601, the day it was published.
        comment: where the story is from.
        language: ISO 639-2, such as "zho".
        cover: a JPEG or PNG.
    """

    title: str
    show: str
    date: str
    comment: str
    language: str
    cover: Path


def ffmetadata(tags: Tags, chapters: tuple[Chapter, ...]) -> str:
    """Tags and chapters as ffmpeg reads them (ffmpeg's documentation, “Metadata”)."""
    fields = {
        "title": tags.title,
        "artist": tags.show,
        "album": tags.show,
        "genre": "Podcast",
        "date": tags.date,
        "comment": tags.comment,
        "language": tags.language,
    }
    lines = [";FFMETADATA1", *(f"{name}={_escaped(value)}" for name, value in fields.items() if value)]
    for chapter in chapters:
        start, end = round(chapter.start_s * 1000), round(chapter.end_s * 1000)
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={start}",
            f"END={end}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", value)
