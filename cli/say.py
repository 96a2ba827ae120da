"""`bobao say`: hear a phrase with the show's voice and words."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from .console import print_line, warn
from .options import Engine, Rate, ShowFolder, Voice

_PLAYERS = (
    ("afplay",),
    ("mpv", "--really-quiet", "--no-video"),
    ("ffplay", "-autoexit", "-nodisp", "-loglevel", "error"),
    ("mpg123", "-q"),
    ("play", "-q"),
)
"""What plays an MP3 on macOS and Linux, the surest first."""


def say(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A phrase, as written.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write an MP3 instead of playing it."),
    ] = None,
    engine: Engine = "",
    voice: Voice = "",
    rate: Rate = None,
    show: ShowFolder = None,
) -> None:
    """Hear a phrase with the show's voice and words."""
    from audio import open_cache
    from episodes import Order, open_show_or_defaults, say_phrase

    player = None if output else _player()
    house = open_show_or_defaults(show)
    order = Order(engine=engine, voice=voice, rate_percent=rate)
    with tempfile.TemporaryDirectory(prefix="bobao-") as folder:
        phrase = say_phrase(text, house, order, open_cache(warn), Path(folder))
        print_line(phrase.spoken)
        if output:
            _keep(phrase.audio, output)
        elif player:
            subprocess.run([*player, str(phrase.audio)], check=False, stdin=subprocess.DEVNULL)
        else:
            typer.launch(str(phrase.audio), wait=True)


def _player() -> list[str] | None:
    """The command that plays a file; None on Windows, which opens it by itself."""
    from scripts import ConfigurationError

    for name, *options in _PLAYERS:
        if path := shutil.which(name):
            return [path, *options]
    if sys.platform == "win32":
        return None
    raise ConfigurationError(
        "no program that plays sound was found", "write a file with -o FILE and open that"
    )


def _keep(audio: Path, output: Path) -> None:
    from scripts import ConfigurationError

    try:
        shutil.copyfile(audio, output)
    except OSError as error:
        raise ConfigurationError(
            f"{output} cannot be written: {error.strerror}", "name another file with -o"
        ) from error
