"""The options of an engine: the parameters of its factory that are of a kind show.toml can hold."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from types import UnionType
from typing import Any, get_args, get_origin

from scripts import ConfigurationError

_WORDS = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list of texts in brackets",
    dict: "a table",
}


def required_options(factory: Callable[..., object]) -> set[str]:
    """The names of those that have no default."""
    return {name for name, each in _declared(factory).items() if each.default is inspect.Parameter.empty}


def check_options(engine: str, factory: Callable[..., object], options: Mapping[str, Any]) -> None:
    """Make sure that the factory can be called with these options.

    Args:
        engine: its name.
        factory: what makes it.
        options: its table in show.toml.

    Raises:
        ConfigurationError: an option is missing, unknown or of another kind.
    """
    declared = _declared(factory)
    for name in options.keys() - declared.keys():
        allowed = f"here may stand: {', '.join(declared)}" if declared else "it has no options"
        raise ConfigurationError(f"show.toml: unknown key “engine.{engine}.{name}”", allowed)
    for name in sorted(required_options(factory) - options.keys()):
        raise ConfigurationError(
            f"the engine {engine} needs to know its {name}",
            f"add {name} = … under [engine.{engine}] to show.toml",
        )
    for name, value in options.items():
        kinds = _kinds(declared[name].annotation)
        if not any(_is_of(kind, value) for kind in kinds):
            raise ConfigurationError(
                f"show.toml: engine.{engine}.{name} is {value!r}",
                f"it should be {' or '.join(_WORDS[kind] for kind in kinds)}",
            )


def _declared(factory: Callable[..., object]) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(factory, eval_str=True).parameters
    return {name: each for name, each in parameters.items() if _WORDS.keys() >= set(_kinds(each.annotation))}


def _kinds(annotation: Any) -> list[Any]:
    if isinstance(annotation, UnionType):
        return [kind for each in get_args(annotation) for kind in _kinds(each)]
    kind = get_origin(annotation) or annotation
    return [list if kind is Sequence and get_args(annotation) == (str,) else kind]


def _is_of(kind: type, value: Any) -> bool:
    if kind is list:
        return type(value) is list and all(type(each) is str for each in value)
    return type(value) is kind or (kind is float and type(value) is int)
