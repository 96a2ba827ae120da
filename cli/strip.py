"""An episode for people: facts, a strip of its sound in which each chapter has a colour, its transcript."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from .format import clock

if TYPE_CHECKING:
    from audio import Chapter
    from episodes import Caption, Episode, Recording, Show

_BLOCKS = "▁▂▃▄▅▆▇█"
_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
_WIDEST = 100


def print_episode(episode: "Episode", captions: "Sequence[Caption]", house: "Show") -> None:
    """Print what is known of an episode, its strip, its chapters in the strip's colours, and its words."""
    console = Console(highlight=False, soft_wrap=True)
    recording = episode.recording
    console.print(Text(episode.title, "bold"))
    for label, value in _facts(episode, house).items():
        if value:
            console.print(Text.assemble((f"{label:<11}", "dim"), value))
    console.print()
    console.print(strip(recording, _heights(recording, house), min(console.width, _WIDEST)))
    for number, chapter in enumerate(recording.chapters):
        console.print(_legend(chapter, _colour(number)))
    for caption in captions:
        console.print(Text.assemble((f"{clock(caption.start_s):>10}", "dim"), "  ", caption.text))


def strip(recording: "Recording", heights: Sequence[float], width: int) -> Text:
    """A strip of so many columns: as high as the sound is loud, in the colour of the chapter.

    Args:
        recording: whose chapters.
        heights: the sound's, 0 to 1, evenly over the episode.
        width: columns.
    """
    drawn = Text()
    for column in range(width):
        height = heights[column * len(heights) // width]
        number = chapter_at(recording.chapters, (column + 0.5) / width * recording.length_s)
        drawn.append(_BLOCKS[min(len(_BLOCKS) - 1, int(height * len(_BLOCKS)))], _colour(number))
    return drawn


def chapter_at(chapters: "Sequence[Chapter]", at_s: float) -> int:
    """The number of the chapter that is heard at this second; 0 if there are none."""
    begun = [number for number, chapter in enumerate(chapters) if chapter.start_s <= at_s]
    return begun[-1] if begun else 0


def _heights(recording: "Recording", house: "Show") -> Sequence[float]:
    """What the episode's picture shows; the full height where there is none, as of older episodes."""
    from audio import WAVEFORM, heights_in

    picture = (house.folder / recording.audio).with_suffix(WAVEFORM)
    return (heights_in(picture.read_text("utf-8")) if picture.is_file() else ()) or (1.0,)


def _facts(episode: "Episode", house: "Show") -> dict[str, str]:
    recording = episode.recording
    return {
        "id": episode.id,
        "published": f"{house.local(episode.published_at):%Y-%m-%d %H:%M}",
        "length": clock(recording.length_s),
        "source": " ".join(part for part in (recording.publisher, recording.url) if part),
        "voice": f"{recording.engine}, {recording.voice}{' (fallback)' if recording.fallback else ''}",
        "file": str(house.folder / recording.audio),
    }


def _legend(chapter: "Chapter", colour: str) -> Text:
    return Text.assemble(("█ ", colour), (f"{clock(chapter.start_s):>8}", "dim"), "  ", chapter.title)


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]
