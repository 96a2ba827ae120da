"""A show's own program that rewrites scripts: one in on standard input, one out on standard output."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from .errors import FilterError
from .exchange import read_answer, script_object
from .script import Script, Style

PATIENCE_S = 300
"""How long a program may take; a language model needs some minutes for a long story."""

_LARGEST_BYTES = 16 << 20


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
    # Files and not pipes: nobody has to read one while writing another, and a child of the program that
    # outlives it keeps nobody waiting.
    with TemporaryFile() as asked, TemporaryFile() as answered, TemporaryFile() as said:
        asked.write(json.dumps(script_object(script)).encode())
        asked.seek(0)
        process = _started(command, asked, answered, said, folder)
        _require_success(_ended(process, patience_s), _read(said, _LARGEST_BYTES))
        answer = _read(answered, _LARGEST_BYTES + 1)
    if len(answer) > _LARGEST_BYTES:
        raise FilterError(f"the filter returned more than {_LARGEST_BYTES >> 20} MB", "return a script alone")
    return read_answer(answer, script, style)


def _started(
    command: Sequence[str], asked: IO[bytes], answered: IO[bytes], said: IO[bytes], folder: Path
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command, cwd=folder, stdin=asked, stdout=answered, stderr=said, start_new_session=True
        )
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        raise FilterError(
            f"the filter {command[0]} does not run: {why}", "name a program under [script] in show.toml"
        ) from error


def _ended(process: "subprocess.Popen[bytes]", patience_s: float) -> int:
    """Its exit code; whatever ends the waiting ends the process, too."""
    try:
        return process.wait(patience_s)
    except subprocess.TimeoutExpired:
        raise FilterError(
            f"the filter was not ready after {patience_s:g} s", "make it faster, or do without it"
        ) from None
    finally:
        if process.poll() is None:
            _end_group(process)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(tree, check=False, capture_output=True)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _require_success(code: int, said: bytes) -> None:
    if code:
        lines = said.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it did not say why")
        raise FilterError(
            f"the filter failed with exit code {code}: {last}", "run it on `bobao script SOURCE --json`"
        )


def _read(file: IO[bytes], most: int) -> bytes:
    file.seek(0)
    return file.read(most)
