"""`bobao script`: what will be said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .options import Json, ShowFolder, Source
from .sources import read

if TYPE_CHECKING:
    from audio import Narrator
    from episodes import Show
    from scripts import Script, Segment


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
    from episodes import open_show_or_defaults, read_story, rewritten, script_of, style_of
    from scripts import format_script

    house = open_show_or_defaults(show)
    story = read_story(read(source, show), house.settings)
    written = rewritten(script_of(story, house, datetime.now(UTC)), story, house)
    if json:
        return print_json(_object(written, house))
    if diff:
        from .difference import print_differences

        return print_differences(written, house.settings.dictionary)
    style = style_of(house.settings)
    text = format_script(written, style.pauses, style.speak)
    if output is None:
        return print_line(text.rstrip("\n"))
    return _write(output, text)


def _object(written: "Script", house: "Show") -> dict[str, Any]:
    """A script as `--json` prints it: as programs exchange it, and what the show will make of it."""
    from audio import foresee
    from episodes import Order, choose_cast, music_of
    from scripts import script_object

    lead = choose_cast(house.settings, Order()).lead
    segments = [_segment_object(segment, lead, house) for segment in written.segments]
    length_s = foresee(written.segments, lead, music_of(house)).length_s
    return {**script_object(written), "segments": segments, "estimated_s": round(length_s, 1)}


def _segment_object(segment: "Segment", lead: "Narrator", house: "Show") -> dict[str, Any]:
    from dataclasses import asdict

    from audio import Utterance
    from scripts import differences

    stretches = differences(segment.text, segment.spoken, house.settings.dictionary)
    changes = [stretch._asdict() for stretch in stretches if stretch.written != stretch.spoken]
    utterance = Utterance(segment.spoken, segment.voice or lead.voice, lead.rate_percent)
    wording = lead.engine.wording(utterance)
    pinyin = {} if wording == segment.spoken else {"pinyin": wording}
    return {**asdict(segment), **pinyin, "changes": changes}


def _write(path: Path, text: str) -> None:
    from scripts import ConfigurationError

    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}", "name another file with -o"
        ) from error
