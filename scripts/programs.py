"""A program of the user's own is run: no shell, bounded in time and in what it may say."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_running: "set[subprocess.Popen[bytes]]" = set()
"""A process's children are its own state, and no other's: those that are run here, by any thread."""

LARGEST_BYTES = 16 << 20
"""What is read of an answer, and one byte more where there is more."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        code: its exit code.
        answer: its standard output, at most `LARGEST_BYTES` and one.
        said: its standard error, at most as much.
    """

    code: int
    answer: bytes
    said: bytes

    @property
    def last_words(self) -> str:
        """The last line that it said of itself."""
        lines = self.said.decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it did not say why")


def run_program(command: Sequence[str], folder: Path, given: bytes, patience_s: float) -> Ended:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        folder: where it is run.
        given: its standard input.
        patience_s: when its whole process group is ended.

    Raises:
        OSError, ValueError: it does not run.
        subprocess.TimeoutExpired: it took too long.
    """
    # Files and not pipes: nobody has to read one while writing another, and a child of the program that
    # outlives it keeps nobody waiting.
    with TemporaryFile() as asked, TemporaryFile() as answered, TemporaryFile() as said:
        asked.write(given)
        asked.seek(0)
        process = subprocess.Popen(
            command, cwd=folder, stdin=asked, stdout=answered, stderr=said, start_new_session=True
        )
        return Ended(_ended(process, patience_s), _read(answered), _read(said))


def end_programs() -> None:
    """End all that still run, for whoever is about to end without waiting for its threads."""
    for process in _running.copy():
        _end_group(process)


def _ended(process: "subprocess.Popen[bytes]", patience_s: float) -> int:
    """Its exit code; whatever ends the waiting ends the process, too."""
    _running.add(process)
    try:
        return process.wait(patience_s)
    finally:
        _running.discard(process)
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


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(LARGEST_BYTES + 1)
