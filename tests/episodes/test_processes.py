"""Workers on this machine: one that is killed is replaced, and none outlives whoever started them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, as_completed
from pathlib import Path

import pytest

from episodes import WorkerError
from episodes.processes import Processes
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")


def kill_self_once(trace: Path) -> int:
    """Die at the first attempt, and at the second say so."""
    if not trace.exists():
        trace.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    with Processes(2) as executor:
        yield executor


def test_tasks_are_done_elsewhere_and_errors_come_back(processes: Processes) -> None:
    assert [future.result() for future in as_completed([processes.submit(pow, 2, 5)])] == [32]
    with pytest.raises(ZeroDivisionError):
        processes.submit(divmod, 1, 0).result()


def test_a_killed_process_takes_nothing_with_it(processes: Processes, tmp_path: Path) -> None:
    others = [processes.submit(pow, 3, number) for number in range(20)]
    killed = processes.submit(kill_self_once, tmp_path / "trace")
    assert killed.result() not in {0, os.getpid()}
    assert [other.result() for other in others] == [3**number for number in range(20)]


@pytest.mark.storm
def test_a_task_that_kills_every_process_is_given_up_alone(processes: Processes) -> None:
    bad = processes.submit(kill_self)
    others = [processes.submit(pow, 2, number) for number in range(20)]
    with pytest.raises(WorkerError, match="were killed"):
        bad.result()
    assert [other.result() for other in others] == [2**number for number in range(20)]


def test_what_is_given_up_ends_at_once() -> None:
    executor = Processes(1)
    assert executor.submit(pow, 1, 1).result() == 1
    running = executor.submit(signal.pause)
    waiting = executor.submit(pow, 2, 2)
    executor.shutdown(wait=True, cancel_futures=True)
    with pytest.raises((CancelledError, WorkerError)):
        waiting.result()
    with pytest.raises((CancelledError, WorkerError)):
        running.result()


WRITER = """
import os, signal
from episodes.processes import Processes

if __name__ == "__main__":
    executor = Processes(1)
    print(executor.submit(os.getpid).result(), flush=True)
    executor.submit(signal.pause)
    signal.pause()
"""


@pytest.mark.storm
def test_no_process_outlives_its_writer(tmp_path: Path) -> None:
    path = tmp_path / "writer.py"
    path.write_text(WRITER, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout
        worker = int(writer.stdout.readline())
        os.kill(worker, 0)
        writer.kill()
        writer.wait()
        # The worker holds the other end of standard output: it is at its end when the worker is.
        assert writer.stdout.read() == b""
