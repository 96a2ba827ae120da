"""A Dask scheduler and workers on loopback, each a process of its own as users start it."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .free_port import free_port, wait_until_open


class Dask:
    """Runs a scheduler while its `with` block lasts, and the workers that are asked for.

    Args:
        folder: where logs, and each worker's cache, lie.
        environment: the variables of all of them.
        preload: whether they load bobao, as they should.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], *, preload: bool = True) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._preload = ["--preload", "bobao"] if preload else []
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.scheduler = self.start_scheduler()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"]
        process = self._start("scheduler", where, {})
        wait_until_open(self.port, process)
        return process

    def add_worker(
        self, *, core: int | None = None, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """One more worker, with a cache of its own.

        Args:
            core: the only one that it may use.
            environment: more variables.
        """
        number = len(self.workers)
        own = {"BOBAO_CACHE_DIR": str(self._folder / f"worker-{number}"), **(environment or {})}
        scratch = ["--local-directory", str(self._folder / f"scratch-{number}")]
        options = [self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", *scratch]
        pinned = ["taskset", "-c", str(core)] if core is not None else []
        process = self._start("worker", options, own, pinned)
        self.workers.append(process)
        return process

    def _start(
        self, what: str, options: Sequence[str], environment: Mapping[str, str], before: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{what}-{len(self.workers)}.log").open("ab")
        with log:
            return subprocess.Popen(
                [*before, sys.executable, "-m", "dask", what, *options, *self._preload],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={**self._environment, **environment},
            )
