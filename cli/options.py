"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help="A .txt, .html, .md or script file, a link, or - for standard input."
    ),
]
ShowFolder = Annotated[
    Path | None,
    typer.Option(
        "--show",
        metavar="DIR",
        help="The show's folder. Default: this folder if it holds a show.toml, else ./bobao-show.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="NAME", help="This engine and no other: it is never replaced by a fallback."
    ),
]
Voice = Annotated[str, typer.Option("--voice", metavar="NAME", help="A name from `bobao voices`.")]
Rate = Annotated[
    int | None,
    typer.Option("--rate", min=-50, max=100, metavar="PERCENT", help="Faster or slower, in per cent."),
]
