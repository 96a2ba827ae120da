"""Talking to the process in which sherpa-onnx speaks."""

import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from .errors import EngineError
from .sherpa_worker import ANSWER

_WORKER = Path(__file__).with_name("sherpa_worker.py")
_LOADING_S = 120.0
_LAST_WISH_S = 5.0
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process answers.

    Attributes:
        header: what it says of the model or the sound.
        samples: 16-bit native mono; empty if nothing was asked to be spoken.
        said: what the library said meanwhile.
    """

    header: Mapping[str, int]
    samples: bytes
    said: tuple[str, ...]


class SherpaProcess:
    """A model in a process of its own, which ends with this object.

    Args:
        model: its "kind" and its "files", as `sherpa_worker` takes them.

    Raises:
        EngineError: the model cannot be loaded.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            creationflags=_NO_WINDOW,
        )
        self.end = weakref.finalize(self, _end, self._process)
        self.loaded = self.ask(model, _LOADING_S)

    @property
    def is_running(self) -> bool:
        """Whether it takes requests."""
        return self.end.alive and self._process.poll() is None

    def ask(self, request: Mapping[str, Any], patience_s: float) -> Answer:
        """Send a request, and wait for its answer.

        Raises:
            EngineError: the process ended, or took too long and was ended.
        """
        with _ended_after(self._process, patience_s):
            with suppress(OSError):  # it ended; the last thing it said tells why
                _stdin(self._process).write(json.dumps(request).encode() + b"\n")
                _stdin(self._process).flush()
            said: list[str] = []
            answer = self._answer(said)
        if answer is None:
            self.end()
            told = next((line for line in reversed(said) if line), "it took too long")
            raise EngineError(
                f"sherpa-onnx ended: {told}", "check that the model's files are whole and belong together"
            )
        return answer

    def _answer(self, said: list[str]) -> Answer | None:
        """The next answer, or None if the process ended before its end; what the library says is added."""
        stdout = _stdout(self._process)
        for line in stdout:
            if line.startswith(ANSWER):
                header = json.loads(line[len(ANSWER) :])
                samples = stdout.read(header["bytes"])
                return Answer(header, samples, tuple(said)) if len(samples) == header["bytes"] else None
            said.append(line.decode("utf-8", "replace").strip())
        return None


@contextmanager
def _ended_after(process: "subprocess.Popen[bytes]", patience_s: float) -> Iterator[None]:
    timer = threading.Timer(patience_s, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):  # what was not sent before it died
        _stdin(process).close()
    _stdout(process).close()
    try:
        process.wait(_LAST_WISH_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stdin(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    return cast("IO[bytes]", process.stdin)


def _stdout(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    return cast("IO[bytes]", process.stdout)
