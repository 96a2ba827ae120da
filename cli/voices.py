"""`bobao voices`: who can speak."""

from typing import Annotated

import typer

from .console import print_json, print_line
from .options import Json


def voices(
    locale: Annotated[str, typer.Option("--locale", help="Only voices whose locale begins so.")] = "zh",
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="Only this engine's voices.")] = "",
    json: Json = False,
) -> None:
    """List the voices: engine, name, gender, locale, character."""
    from dataclasses import asdict

    from audio import engine_names, list_voices, load_engine

    names = [engine] if engine else engine_names()
    found = [
        (name, voice)
        for name in names
        for voice in list_voices(load_engine(name))
        if voice.locale.startswith(locale)
    ]
    if json:
        return print_json({"voices": [{"engine": name, **asdict(voice)} for name, voice in found]})
    for name, voice in found:
        print_line(f"{name:8}{voice.name:36}{voice.gender:8}{voice.locale:18}{voice.character}".rstrip())
    return None
