"""`bobao script`: what will be said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .options import Json, ShowFolder, Source
from .sources import read

if TYPE_CHECKING:
    from scripts import Script


def script(
    source: Source,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write it to a file, to edit and build."),
    ] = None,
    json: Json = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print only what is said otherwise than written.")
    ] = False,
    show: ShowFolder = None,
) -> None:
    """Print the script of an article: editable by hand; `bobao build FILE` builds from it."""
    from episodes import find_show, open_or_plan_show, read_story, script_of, style_of
    from scripts import format_script

    house = open_or_plan_show(find_show(show))
    written = script_of(read_story(read(source), house.settings), house, datetime.now(UTC))
    if json:
        return print_json(as_json(written))
    if diff:
        return _print_diff(written)
    style = style_of(house.settings)
    text = format_script(written, style.pauses, style.speak)
    if output is None:
        return print_line(text.rstrip("\n"))
    return _write(output, text)


def as_json(written: "Script") -> dict[str, Any]:
    """A script as `--json` prints it, segments in the order of speaking."""
    from dataclasses import asdict

    published = written.published.isoformat() if written.published else None
    return {**asdict(written), "published": published, "estimated_s": round(written.estimated_s, 1)}


def _print_diff(written: "Script") -> None:
    for segment in written.segments:
        if segment.text != segment.spoken:
            print_line(f"- {segment.text}\n+ {segment.spoken}\n")


def _write(path: Path, text: str) -> None:
    from scripts import ConfigurationError

    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}", "name another file with -o"
        ) from error
