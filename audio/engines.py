"""The engines there are, by name."""

import asyncio
import os
from collections.abc import Callable
from difflib import get_close_matches

from scripts import ConfigurationError

from .engine import Engine, Voice
from .voices import choose_voice

EDGE_URL = "BOBAO_EDGE_URL"
"""The environment's ws:// or wss:// address that speaks the Edge protocol, instead of Microsoft's."""


def _edge() -> Engine:
    from .edge import EdgeEngine

    return EdgeEngine(url=os.environ.get(EDGE_URL) or None)


def _espeak() -> Engine:
    from .espeak import EspeakEngine

    return EspeakEngine()


_ENGINES: dict[str, Callable[[], Engine]] = {"edge": _edge, "espeak": _espeak}


def engine_names() -> list[str]:
    """What `--engine` takes."""
    return list(_ENGINES)


def load_engine(name: str) -> Engine:
    """The engine of a name.

    Raises:
        ConfigurationError: there is none.
    """
    if name not in _ENGINES:
        near = get_close_matches(name, _ENGINES, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(_ENGINES)}"
        raise ConfigurationError(f"there is no engine “{name}”", hint)
    return _ENGINES[name]()


def list_voices(engine: Engine) -> tuple[Voice, ...]:
    """Every voice that an engine offers for Mandarin.

    Raises:
        EngineError: the list cannot be had.
    """
    return tuple(asyncio.run(_voices(engine)))


def resolve_voice(engine: Engine, name: str) -> str:
    """The voice that is meant: the one named, or the engine's own choice.

    Raises:
        UnknownVoiceError: the engine has no such voice for Mandarin.
        EngineError: the list of voices cannot be had.
    """
    return choose_voice(name, list_voices(engine)).name if name else engine.default_voice


async def _voices(engine: Engine) -> tuple[Voice, ...]:
    return tuple(await engine.voices())
