"""What a build did, for people."""

import shlex
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from .format import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from episodes import Built, Show

_COLOURS = {"new": "green", "updated": "yellow", "unchanged": "dim"}


def print_summary(built: "Sequence[Built]", house: "Show") -> None:
    """Print each episode: what was done, how long it is, who speaks it, where it lies."""
    console = Console(highlight=False, soft_wrap=True)
    for each in built:
        console.print(_line(each))
        console.print(_details(each, house))
    where = {
        "feed": str(house.public / "feed.xml"),
        "page": str(house.public / "index.html"),
        "listen": f"bobao serve --show {shlex.quote(str(house.folder))}",
    }
    for label, value in where.items():
        console.print(Text.assemble((f"{label:<11}", "bold"), value))


def _line(built: "Built") -> Text:
    return Text.assemble((f"{built.change:<11}", f"bold {_COLOURS[built.change]}"), built.episode.title)


def _details(built: "Built", house: "Show") -> Text:
    recording = built.episode.recording
    spoken = f"{recording.engine}, {recording.voice}{' (fallback)' if recording.fallback else ''}"
    made = f"{built.segments} segments: {built.synthesized} spoken now, {built.cached} from the cache"
    details = {
        "length": clock(recording.length_s),
        "voice": spoken,
        "speech": made if built.change != "unchanged" else "",
        "file": str(house.folder / recording.audio),
    }
    return Text("\n").join(
        Text.assemble(" " * 11, (f"{label:<8}", "dim"), value) for label, value in details.items() if value
    )
