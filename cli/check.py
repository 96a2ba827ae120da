"""`bobao check`: would every podcast app take it?"""

from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .options import Json, ShowFolder

if TYPE_CHECKING:
    from episodes import Problem

_AUDIO = {".aac", ".flac", ".m4a", ".m4b", ".mp3", ".mp4", ".ogg", ".opus", ".wav"}
_LINK = ("https://", "http://")


def check(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="[FEED_OR_AUDIO]",
            help="A feed (a file or a link), or an audio file. Default: the show, all of it.",
            show_default=False,
        ),
    ] = "",
    show: ShowFolder = None,
    json: Json = False,
) -> int:
    """Lint feed, pages, pictures and, given a link, the live server against what podcast apps require.

    Of an audio file, measure loudness, true peak, silences, length and chapters.
    """
    if _is_audio(subject):
        from .check_audio import check_audio

        return check_audio(Path(subject), show, json=json)
    found = list(_problems(subject, show))
    broken = any(problem.must for problem in found)
    if json:
        status = "broken" if broken else "could-be-better" if found else "good"
        print_json({"status": status, "problems": [_object(problem) for problem in found]})
        return int(broken)
    for problem in found:
        print_line(f"{'error' if problem.must else 'warning'}: {problem.where}: {problem.told}")
        print_line(f"    breaks: {problem.breaks}. To do: {problem.fix}.  [{problem.rule}]")
    print_line(_summary(found))
    return int(broken)


def _is_audio(subject: str) -> bool:
    """Whether a file is named, and it does not begin as a feed does."""
    if not subject or subject.startswith(_LINK):
        return False
    path = Path(subject)
    if path.suffix.lower() in _AUDIO or not path.is_file():
        return path.suffix.lower() in _AUDIO
    with path.open("rb") as file:
        return not file.read(512).removeprefix(BOM_UTF8).lstrip().startswith(b"<")


def _problems(subject: str, show: Path | None) -> "Iterable[Problem]":
    from episodes import check_address, check_feed_file, check_show, find_show, open_show

    if not subject:
        return check_show(open_show(find_show(show)))
    if subject.startswith(_LINK):
        return check_address(subject)
    return check_feed_file(Path(subject))


def _summary(found: "list[Problem]") -> str:
    errors = sum(problem.must for problem in found)
    if not found:
        return "good: nothing that a podcast app would not take"
    return f"{errors} errors, {len(found) - errors} warnings"


def _object(problem: "Problem") -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "level": "error" if problem.must else "warning",
        "where": problem.where,
        "told": problem.told,
        "breaks": problem.breaks,
        "fix": problem.fix,
    }
