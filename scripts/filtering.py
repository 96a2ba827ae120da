"""A show's own program that rewrites scripts: one in on standard input, one out on standard output."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .errors import FilterError
from .exchange import read_answer, script_object
from .programs import LARGEST_BYTES, run_program
from .script import Script, Style

PATIENCE_S = 300
"""How long a program may take; a language model needs some minutes for a long story."""


def filter_script(
    script: Script, command: Sequence[str], style: Style, folder: Path, patience_s: float = PATIENCE_S
) -> Script:
    """Have a program rewrite a script.

    Args:
        script: what it is given, as `script_object` shapes it.
        command: the program and its arguments; no shell reads them.
        style: how the show speaks what comes back without a spoken form.
        folder: where it is run.
        patience_s: when its whole process group is ended.

    Raises:
        FilterError: it does not run, fails, takes too long, or returns no script.
    """
    given = json.dumps(script_object(script)).encode()
    try:
        ended = run_program(command, folder, given, patience_s)
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        raise FilterError(
            f"the filter {command[0]} does not run: {why}", "name a program under [script] in show.toml"
        ) from error
    except subprocess.TimeoutExpired:
        raise FilterError(
            f"the filter was not ready after {patience_s:g} s", "make it faster, or do without it"
        ) from None
    if ended.code:
        raise FilterError(
            f"the filter failed with exit code {ended.code}: {ended.last_words}",
            "run it on `bobao script SOURCE --json`",
        )
    if len(ended.answer) > LARGEST_BYTES:
        raise FilterError(f"the filter returned more than {LARGEST_BYTES >> 20} MB", "return a script alone")
    return read_answer(ended.answer, script, style)
