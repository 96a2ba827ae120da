"""Connections to a service, bounded over several processes, threads and event loops."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audio import ConnectionLimit, Line, MachineLimit, load_engine
from audio.switchboard import Switchboard, lines_of
from scripts import ConfigurationError
from tests.conftest import ROOT
from tests.servers.openai import Fault, SpeechServer, speech
from tests.speaking import Pauses

from .test_traffic import SPEECH, UTTERANCE, Service

TEXTS = [f"{number}号列车准点到站。" for number in "一二三四五六"]
SERVICE = "speech.example.com:443"
MOST = 2


@contextmanager
def crowd(folder: Path, url: str, size: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that are ready to speak; what is left of them ends with the block."""
    command = [sys.executable, "-m", "tests.crowd", str(folder), url]
    processes = [
        subprocess.Popen(
            [*command, f"n{number}", *TEXTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        for number in range(size)
    ]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.fixture(scope="module", autouse=True)
def _speech_is_ready() -> None:
    for text in TEXTS:
        speech(text)


def test_several_processes_together_stay_within_the_limit(tmp_path: Path) -> None:
    with SpeechServer(answer_s=0.05) as server, crowd(tmp_path, server.url, 2) as processes:
        for process in processes:
            begin(process)
        assert [process.wait(60) for process in processes] == [0, 0]
    assert server.most_at_once == MOST, "each by itself may have as many"
    assert len(server.requests) == 2 * len(TEXTS)


def test_the_places_of_a_killed_process_are_free(tmp_path: Path) -> None:
    stalled = {1: Fault.STALL, 2: Fault.STALL}
    with SpeechServer(stalled) as server, crowd(tmp_path, server.url, 2) as (killed, living):
        begin(killed)
        server.wait_until_at_once(MOST)
        begin(living)
        with pytest.raises(subprocess.TimeoutExpired):
            living.wait(0.5)
        assert len(server.requests) == MOST, "nobody else may speak"
        killed.kill()
        assert living.wait(60) == 0
    assert server.most_at_once == MOST
    assert len(server.requests) == MOST + len(TEXTS)


class Counter:
    """Counts who is there, in all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0
        self.times = 0

    async def visit(self) -> None:
        with self._lock:
            self._now += 1
            self.times += 1
            self.most = max(self.most, self._now)
        await asyncio.sleep(0.002)
        with self._lock:
            self._now -= 1


def test_threads_with_loops_of_their_own_count_together(tmp_path: Path) -> None:
    counter = Counter()

    def speaking() -> None:
        asyncio.run(all_at_once(MachineLimit(tmp_path), counter))

    threads = [threading.Thread(target=speaking) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (counter.times, counter.most) == (15, MOST)


async def all_at_once(limit: ConnectionLimit, counter: Counter) -> None:
    async def one() -> None:
        async with limit.connection(SERVICE, MOST):
            await counter.visit()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(5):
            tasks.create_task(one())


def test_who_gives_a_place_back_lets_others_go_first(tmp_path: Path) -> None:
    """As a build with a long story would not, which asks again as soon as it has been answered."""
    limit = MachineLimit(tmp_path)
    turns = 0

    async def greedy() -> None:
        nonlocal turns
        while True:
            async with limit.connection(SERVICE, 1):
                turns += 1
                await asyncio.sleep(0.001)

    async def patient() -> list[int]:
        waited = []
        for _ in range(5):
            before = turns
            async with limit.connection(SERVICE, 1):
                waited.append(turns - before)
        return waited

    async def both() -> list[int]:
        task = asyncio.create_task(greedy())
        await asyncio.sleep(0.01)
        try:
            async with asyncio.timeout(20):
                return await patient()
        finally:
            task.cancel()

    assert max(asyncio.run(both())) <= 20


def test_each_service_is_counted_by_itself(tmp_path: Path) -> None:
    async def nested() -> None:
        limit = MachineLimit(tmp_path)
        async with asyncio.timeout(5), limit.connection("a:80", 1), limit.connection("b:80", 1):
            pass

    asyncio.run(nested())


def test_one_that_is_cancelled_while_it_waits_leaves_nothing_behind(tmp_path: Path) -> None:
    async def cancelling() -> None:
        limit = MachineLimit(tmp_path)
        async with limit.connection(SERVICE, 1):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1), limit.connection(SERVICE, 1):
                    pass
        async with asyncio.timeout(5), limit.connection(SERVICE, 1):
            pass

    asyncio.run(cancelling())


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    async def counting() -> None:
        async with MachineLimit(tmp_path / "file").connection(SERVICE, 1):
            pass

    with pytest.raises(ConfigurationError, match="cannot be written to") as caught:
        asyncio.run(counting())
    assert "\n" not in str(caught.value)


class Refusing:
    """A limit that nobody may ask."""

    def connection(self, address: str, most: int) -> MachineLimit:
        raise AssertionError(f"asked for {most} connections to {address!r}")


def test_what_speaks_on_this_computer_is_not_limited() -> None:
    line = Line("", 1, Service())
    assert asyncio.run(Switchboard([line], Pauses(), Refusing()).speak(UTTERANCE)) is SPEECH  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "address"), [("edge", True), ("espeak", False), ("silent", False)])
def test_what_speaks_through_the_network_has_an_address(name: str, address: bool) -> None:  # noqa: FBT001
    (line,) = lines_of(load_engine(name))
    assert bool(line.address) is address
