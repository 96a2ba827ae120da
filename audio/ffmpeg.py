"""Where ffmpeg is, and how it is run: as a list of arguments, never through a shell."""

import os
import subprocess
from collections.abc import Callable, Iterable
from functools import cache
from typing import IO, Any, Generic, TypeVar

from .errors import FfmpegError

Read = TypeVar("Read")

_INTERRUPTED = 255

ENVIRONMENT = "BOBAO_FFMPEG"
"""Names another ffmpeg than the one in the imageio-ffmpeg wheel."""


@cache
def ffmpeg_path() -> str:
    """The ffmpeg that is used.

    Raises:
        FfmpegError: there is none for this machine.
    """
    if os.environ.get(ENVIRONMENT):
        return os.environ[ENVIRONMENT]
    from imageio_ffmpeg import get_ffmpeg_exe

    try:
        return str(get_ffmpeg_exe())
    except RuntimeError as error:
        raise FfmpegError(
            "there is no ffmpeg for this machine", f"install it and set {ENVIRONMENT}"
        ) from error


def ffmpeg_version() -> str:
    """The first line that ffmpeg prints of itself.

    Raises:
        FfmpegError: it does not run.
    """
    with _running(["-version"], stdin=subprocess.DEVNULL) as process:
        out, _ = process.communicate()
    if process.returncode or not out.startswith(b"ffmpeg version"):
        raise _does_not_run(f"exit code {process.returncode}")
    return out.decode("utf-8", "replace").splitlines()[0]


def arguments(graph: Any) -> list[str]:
    """What ffmpeg is given for a graph described with ffmpeg-python."""
    return ["-hide_banner", "-nostats", "-nostdin", *graph.get_args()]


def run(args: list[str], feed: Iterable[bytes] = ()) -> tuple[bytes, str]:
    """Run ffmpeg to its end.

    Args:
        args: its arguments, such as `arguments()` gives.
        feed: what it reads on its standard input, piece by piece.

    Returns:
        What it wrote on standard output, and what it said on standard error.

    Raises:
        FfmpegError: it does not run, or ended with an error; the message holds its last line.
    """
    return run_reading(args, feed, lambda out: out.read())


def run_reading(
    args: list[str], feed: Iterable[bytes], read: Callable[[IO[bytes]], Read]
) -> tuple[Read, str]:
    """Run ffmpeg as `run` does, and make something of its standard output while it is written.

    Args:
        args: its arguments.
        feed: what it reads on its standard input, piece by piece.
        read: reads its standard output to the end; called in another thread.
    """
    with _running(args, stdin=subprocess.PIPE) as process:
        collected = _Collected(process, read)
        _write_all(process.stdin, feed)
        out, said = collected.wait()
    if process.returncode == _INTERRUPTED and "received signal 2" in said:
        # Ctrl-C reaches every program of a terminal: this is nothing that is wrong with a story.
        raise KeyboardInterrupt
    if process.returncode:
        lines = [line for line in said.splitlines() if line.strip()]
        raise FfmpegError(f"ffmpeg failed: {lines[-1] if lines else f'exit code {process.returncode}'}")
    return out, said


def _running(args: list[str], stdin: int) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            [ffmpeg_path(), *args], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise _does_not_run(error.strerror or str(error)) from error


def _does_not_run(why: str) -> FfmpegError:
    hint = f"set {ENVIRONMENT} to an ffmpeg that runs, or unset it to use bobao's own"
    return FfmpegError(f"ffmpeg at {ffmpeg_path()} does not run: {why}", hint)


class _Collected(Generic[Read]):
    """Reads both of a process's outputs in threads, so that neither fills up while it is being fed."""

    def __init__(self, process: "subprocess.Popen[bytes]", read: Callable[[IO[bytes]], Read]) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._process = process
        self._pool = ThreadPoolExecutor(2, "ffmpeg")
        self._out = self._pool.submit(lambda: read(_open(process.stdout)))
        self._said = self._pool.submit(lambda: _open(process.stderr).read())

    def wait(self) -> tuple[Read, str]:
        out, said = self._out.result(), self._said.result()
        self._process.wait()
        self._pool.shutdown()
        return out, said.decode("utf-8", "replace")


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("ffmpeg was started without a pipe")
    return stream


def _write_all(stdin: IO[bytes] | None, feed: Iterable[bytes]) -> None:
    if stdin is None:
        return
    try:
        for piece in feed:
            stdin.write(piece)
        stdin.close()
    except BrokenPipeError:
        pass  # ffmpeg ended early; its exit code and its last line say why
