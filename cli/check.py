"""`bobao check`: would every podcast app take it?"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .options import Json, ShowFolder

if TYPE_CHECKING:
    from episodes import Problem


def check(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="[FEED]",
            help="A feed: a file or a link. Default: the show, all of it.",
            show_default=False,
        ),
    ] = "",
    show: ShowFolder = None,
    json: Json = False,
) -> int:
    """Lint feed, pages, pictures and, given a link, the live server against what podcast apps require."""
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


def _problems(subject: str, show: Path | None) -> "Iterable[Problem]":
    from episodes import check_address, check_feed_file, check_show, find_show, open_show

    if not subject:
        return check_show(open_show(find_show(show)))
    if subject.startswith(("https://", "http://")):
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
