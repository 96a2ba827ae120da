"""What is said otherwise than written: coloured for a person, plain for a file."""

import sys
from typing import TYPE_CHECKING

from .console import print_line

if TYPE_CHECKING:
    from scripts import Change, Script, Segment, Words


def print_differences(script: "Script", words: "Words") -> None:
    """Print each segment that is said otherwise than written, both ways.

    Args:
        script: what is said.
        words: the show's own, which explain some of it.
    """
    for segment in script.segments:
        if segment.text != segment.spoken:
            if sys.stdout.isatty():
                _print_coloured(segment, words)
            else:
                print_line(f"- {segment.text}\n+ {segment.spoken}\n")


def _print_coloured(segment: "Segment", words: "Words") -> None:
    from rich.console import Console
    from rich.text import Text

    from scripts import differences

    stretches = differences(segment.text, segment.spoken, words)
    console = Console(highlight=False, soft_wrap=True)
    written = (_painted(stretch, stretch.written, "bold red") for stretch in stretches)
    spoken = (_painted(stretch, stretch.spoken, "bold green") for stretch in stretches)
    console.print(Text.assemble(("- ", "red"), *written))
    console.print(Text.assemble(("+ ", "green"), *spoken), end="\n\n")


def _painted(stretch: "Change", text: str, colour: str) -> tuple[str, str]:
    return text, colour if stretch.written != stretch.spoken else ""
