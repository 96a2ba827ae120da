"""What a player shows of an episode."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .timeline import Chapter

MOST_CHAPTERS = 255
"""An MP3's table of contents and an M4A's list of chapters count them in one byte."""


@dataclass(frozen=True, slots=True)
class SyntheticLabel:
    """What China's labelling rules ask in a synthetic file's metadata (GB 45438-2025, appendix E).

    Attributes:
        producer: the name or code of who made it.
        id: what the producer knows it by.
    """

    producer: str
    id: str

    def json(self) -> str:
        """The value of the key AIGC. Whoever passes the file on fills in the propagator's two fields."""
        fields = {
            "Label": "1",  # it is synthetic; 2 would be maybe, 3 presumably
            "ContentProducer": self.producer,
            "ProduceID": self.id,
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        }
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


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
        publisher: who published the story; may be empty.
        link: where the story is to be read; may be empty.
        transcript: what is said, as written; may be empty.
        label: that the voice is synthetic; None leaves it out.
    """

    title: str
    show: str
    date: str
    comment: str
    language: str
    cover: Path
    publisher: str = ""
    link: str = ""
    transcript: str = ""
    label: SyntheticLabel | None = None


def fitting(chapters: Sequence[Chapter], most: int = MOST_CHAPTERS) -> tuple[Chapter, ...]:
    """As many chapters as a file can hold: while there are more, the shortest joins the one before it."""
    kept = list(chapters)
    while len(kept) > most:
        short = min(range(1, len(kept)), key=lambda number: kept[number].end_s - kept[number].start_s)
        one, other = kept[short - 1], kept[short]
        kept[short - 1 : short + 1] = [Chapter(one.title, one.start_s, other.end_s)]
    return tuple(kept)


def milliseconds(chapter: Chapter) -> tuple[int, int]:
    """When a chapter begins and ends, as files tell it."""
    return round(chapter.start_s * 1000), round(chapter.end_s * 1000)


def chapter_metadata(chapters: Sequence[Chapter]) -> str:
    """Chapters as ffmpeg reads them (ffmpeg's documentation, “Metadata”)."""
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        start_ms, end_ms = milliseconds(chapter)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start_ms}", f"END={end_ms}"]
        lines.append(f"title={_escaped(chapter.title)}")
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", value)
