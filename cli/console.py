"""Where things are printed: results on standard output, everything else on standard error."""

import json
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console


def print_line(text: str = "") -> None:
    """Print a result as it is, without markup or wrapping."""
    typer.echo(text)


def print_json(value: Any) -> None:
    """Print a result as one JSON object."""
    print_line(json.dumps(value, ensure_ascii=False, indent=2))


def messages() -> "Console":
    """The console for progress and messages."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def messages_line(text: str) -> None:
    """Print a remark beside the result: one line on standard error."""
    typer.echo(text, err=True)


def warn(message: str) -> None:
    """Print a warning: one line."""
    _say("warning", "yellow", message)


def fail(message: str, hint: str) -> None:
    """Print an error as one line with the next step."""
    _say("error", "red", "; ".join(part for part in (message, hint) if part))


def terminal() -> bool:
    """Whether a person is watching standard error."""
    return sys.stderr.isatty()


def _say(label: str, colour: str, message: str) -> None:
    one_line = " ".join(message.split())
    if terminal():
        from rich.markup import escape

        messages().print(f"[bold {colour}]{label}:[/] {escape(one_line)}")
    else:
        typer.echo(f"{label}: {one_line}", err=True)
