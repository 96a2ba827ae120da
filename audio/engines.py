"""The engines there are, by name: ours, and those of other packages.

Another package offers one by an entry point in the group `bobao.engines`: its name, and what makes an
`audio.Engine` when called with the options of its table [engine.NAME] in show.toml. See docs/engines.md.
"""

import asyncio
import inspect
import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from scripts import BobaoError, ConfigurationError

from .engine import Engine, Voice
from .engine_options import check_options, required_options
from .voices import choose_voice

EDGE_URL = "BOBAO_EDGE_URL"
"""The environment's ws:// or wss:// address that speaks the Edge protocol, instead of Microsoft's."""

_GROUP = "bobao.engines"
_NEEDED = (
    "name",
    "version",
    "default_voice",
    "concurrency",
    "max_chars",
    "pace",
    "voices",
    "wording",
    "speak",
)

Factory = Callable[..., Engine]
"""Makes an engine from options, each by its name."""

Options = Mapping[str, Any]
"""One table [engine.NAME] of show.toml."""

NO_OPTIONS: Options = {}


def edge(proxy: str = "", url: str = "") -> Engine:
    """The edge engine, as the environment and the options want it: the environment's address goes first."""
    from .edge import EdgeEngine

    return EdgeEngine(url=os.environ.get(EDGE_URL) or url or None, proxy=proxy or None)


_OURS = (
    EntryPoint("edge", "audio.engines:edge", _GROUP),
    EntryPoint("espeak", "audio.espeak:EspeakEngine", _GROUP),
    EntryPoint("openai", "audio.openai:OpenAIEngine", _GROUP),
    EntryPoint("sherpa", "audio.sherpa:SherpaEngine", _GROUP),
    EntryPoint("silent", "audio.silent:SilentEngine", _GROUP),
)


def engine_names() -> list[str]:
    """What `--engine` takes: ours first."""
    return list(_entries())


def is_set_up(name: str, options: Options = NO_OPTIONS) -> bool:
    """Whether the options hold all that the engine cannot do without.

    Raises:
        ConfigurationError: there is no such engine, or its package is broken.
    """
    return required_options(_factory(name)) <= options.keys()


def load_engine(name: str, options: Options = NO_OPTIONS) -> Engine:
    """The engine of a name.

    Args:
        name: what `--engine` takes.
        options: its table in show.toml.

    Raises:
        ConfigurationError: there is none, its package is broken, or it has no such options.
    """
    factory = _factory(name)
    check_options(name, factory, options)
    try:
        engine = factory(**options)
    except BobaoError:
        raise
    except Exception as error:  # a stranger's code may raise anything
        raise _broken(name, error) from error
    lacking = [each for each in _NEEDED if not hasattr(engine, each)]
    if lacking:
        raise _broken(name, TypeError(f"it lacks {', '.join(lacking)}"))
    return engine


def portable_options(name: str, options: Options = NO_OPTIONS) -> dict[str, Any]:
    """The options with which a process on another machine, without our environment, makes the same engine.

    No secret is among them: a key is read there from the variable that the options name.

    Args:
        name: what `--engine` takes.
        options: its table in show.toml.
    """
    url = os.environ.get(EDGE_URL, "") if name == "edge" else ""
    return {**options, "url": url} if url else dict(options)


def make_ready(engine: Engine) -> None:
    """Have an engine load what it needs to speak, if it has a method `make_ready` for that."""
    getattr(engine, "make_ready", lambda: None)()


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


def _entries() -> dict[str, EntryPoint]:
    """Every engine by its name; nobody else takes one of ours."""
    return {entry.name: entry for entry in (*_OURS, *_strangers())}


def _strangers() -> list[EntryPoint]:
    ours = {entry.name for entry in _OURS}
    return sorted(entry for entry in entry_points(group=_GROUP) if entry.name not in ours)


def _factory(name: str) -> Factory:
    entries = _entries()
    if name not in entries:
        near = get_close_matches(name, entries, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(entries)}"
        raise ConfigurationError(f"there is no engine “{name}”", hint)
    try:
        factory: Factory = entries[name].load()
        inspect.signature(factory, eval_str=True)
    except Exception as error:  # a stranger's module may raise anything
        raise _broken(name, error) from error
    return factory


def _broken(name: str, error: Exception) -> ConfigurationError:
    distribution = _entries()[name].dist
    package = f" of the package {distribution.name} {distribution.version}" if distribution else ""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return ConfigurationError(
        f"the engine “{name}”{package} cannot be used ({told})", "update or remove that package"
    )
