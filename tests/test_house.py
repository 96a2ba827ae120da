"""Rules of the house that no other tool holds."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from typing import Any

import pytest
from typer.main import get_command

from cli.app import app
from episodes import Settings
from episodes.settings import TEMPLATE
from tests.conftest import ROOT

FOLDERS = {"cli", "audio", "scripts", "episodes"}
HEAVY = {"aiohttp", "edge_tts", "ffmpeg", "jinja2", "lxml", "pydantic", "pydub", "pypinyin", "rich"}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command, with the words that call it."""
    waiting: list[tuple[str, Any]] = [("bobao", get_command(app))]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        waiting += [(f"{name} {word}", each) for word, each in getattr(command, "commands", {}).items()]


def options(section: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every option of a table and its value, the sections' with their name before."""
    for key, value in section.items():
        if isinstance(value, dict) and value:
            yield from options(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def test_no_dependency_owns_a_name_of_ours() -> None:
    # Their files count, and not what they declare: old packages declare folders that they do not install.
    others = (each for each in distributions() if each.name != "bobao")
    installed = {path.parts[0].removesuffix(".py") for each in others for path in each.files or ()}
    assert installed & FOLDERS == set()
    assert "typer" in installed


@pytest.mark.parametrize("command", [pytest.param(each, id=name) for name, each in commands()])
def test_every_command_and_option_has_help(command: Any) -> None:
    assert command.help
    assert [parameter.name for parameter in command.params if not getattr(parameter, "help", "")] == []


def test_the_template_holds_every_option_at_its_default() -> None:
    text = TEMPLATE.read_text("utf-8")
    written = dict(options(tomllib.loads(text)))
    defaults = dict(options(Settings().model_dump(mode="json")))
    lists = [name for name in defaults.keys() - written.keys() if f"\n# [[{name}]]\n" in text]
    assert written | {name: defaults[name] for name in lists} == defaults


def test_every_option_in_the_template_is_explained() -> None:
    """By a comment above it, or above the first of a group that stands together."""
    for group in TEMPLATE.read_text("utf-8").split("\n\n"):
        lines = [line for line in group.splitlines() if not re.fullmatch(r"\[\w+\]", line)]
        assert lines[0].startswith("# "), group


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from cli.app import run; run(['--help']);"
        f"sys.exit(', '.join({HEAVY!r} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=False)
    assert done.stderr.decode() == ""
    assert done.returncode == 0
