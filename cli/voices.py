"""`bobao voices`: who can speak."""

from typing import TYPE_CHECKING, Annotated

import typer

from .console import print_json, print_line, warn
from .options import Json, ShowFolder

if TYPE_CHECKING:
    from audio import Voice
    from episodes import Settings


def voices(
    locale: Annotated[
        str,
        typer.Option("--locale", metavar="LOCALE", help="Only voices whose locale begins so, such as zh-TW."),
    ] = "zh",
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="Only this engine's voices.")] = "",
    json: Json = False,
    show: ShowFolder = None,
) -> None:
    """List the voices: engine, name, gender, locale, character. To hear one: bobao say 你好 --voice NAME."""
    from dataclasses import asdict

    from episodes import open_show_or_defaults

    settings = open_show_or_defaults(show).settings
    listed = _voices_of(engine, settings) if engine else _all_voices(settings)
    found = [(name, voice) for name, voice in listed if voice.locale.lower().startswith(locale.lower())]
    if not found:
        known = ", ".join(sorted({voice.locale for _, voice in listed})) or "none"
        warn(f"no voice speaks {locale}; there are voices for: {known}")
    if json:
        return print_json({"voices": [{"engine": name, **asdict(voice)} for name, voice in found]})
    for name, voice in found:
        print_line(f"{name:8}{voice.name:36}{voice.gender:8}{voice.locale:18}{voice.character}".rstrip())
    return None


def _voices_of(engine: str, settings: "Settings") -> "list[tuple[str, Voice]]":
    from audio import list_voices, load_engine

    return [(engine, voice) for voice in list_voices(load_engine(engine, settings.options_of(engine)))]


def _all_voices(settings: "Settings") -> "list[tuple[str, Voice]]":
    """Those of every engine that is set up; one that is broken is left out with a warning."""
    from audio import engine_names, is_set_up
    from scripts import BobaoError

    found = []
    for name in engine_names():
        try:
            if is_set_up(name, settings.options_of(name)):
                found += _voices_of(name, settings)
        except BobaoError as error:
            warn(str(error))
    return found
