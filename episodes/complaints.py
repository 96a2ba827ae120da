"""What pydantic says of a show.toml, in one line that a user of TOML understands."""

import json
import re
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_MOST_SHOWN = 80
_WORDS = {
    "a valid string": "text in quotes",
    "a valid boolean": "true or false",
    "a valid array": "a list in brackets",
    "an object": "a table",
}
"""What pydantic says, in the words of TOML."""


def explained(path: Path, error: ErrorDetails, settings: type[BaseModel]) -> tuple[str, str]:
    """What is wrong with a show.toml, and what to do.

    Args:
        path: the file.
        error: what pydantic says of it.
        settings: what the file may say.
    """
    key = ".".join(map(str, error["loc"]))
    if error["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        allowed = ", ".join(_keys_beside(error["loc"], settings))
        return f"{path}: unknown key “{key}”", f"here may stand: {allowed}"
    return f"{path}: {key} is {_shown(error['input'])}", _allowed(error)


def _shown(found: Any) -> str:
    text = f"“{found}”" if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else line[:_MOST_SHOWN] + "…"


def _allowed(error: ErrorDetails) -> str:
    if error["type"] == "string_pattern_mismatch":
        return "it should be a single line"
    said = re.sub("^(Input|String) should", "it should", error["msg"])
    for theirs, ours in _WORDS.items():
        said = said.replace(theirs, ours)
    return said


def _keys_beside(loc: tuple[int | str, ...], settings: type[BaseModel]) -> list[str]:
    section: Any = settings
    for name in loc[:-1]:
        # A number counts the tables of an array: what they may hold is the array's first argument.
        is_table = isinstance(name, str)
        section = section.model_fields[name].annotation if is_table else get_args(section)[0]
    return list(getattr(section, "model_fields", None) or section.__dataclass_fields__)
