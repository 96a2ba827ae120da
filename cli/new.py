"""`bobao new`: scaffold a show."""

from pathlib import Path
from typing import Annotated

import typer

from .console import print_line


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is missing or empty.")],
    title: Annotated[str, typer.Option("--title", help="The podcast's name.")] = "",
) -> None:
    """Make a show: a folder with a show.toml in which every option is explained."""
    from episodes import ShowNotFound, create_show, find_show, open_or_plan_show
    from scripts import LONGEST_TITLE

    if len(title) > LONGEST_TITLE:
        raise typer.BadParameter(f"--title has {len(title)} characters; {LONGEST_TITLE} are the most")
    folder = find_show(folder)
    if (folder / "show.toml").exists():
        raise ShowNotFound(f"there is a show in {folder} already", "edit its show.toml")
    create_show(open_or_plan_show(folder), title)
    print_line(f"A new show: {folder}")
    print_line(f"Read and edit {folder / 'show.toml'}, then: bobao build ARTICLE.txt --show {folder}")
