"""A build that is stopped, at any moment, leaves a whole show, and the next one finishes the work."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

import feedparser
import pytest
from aiohttp import web

from tests.conftest import OTHER_STORY, Bobao, ended
from tests.servers.edge import EdgeServer
from tests.servers.edge_faults import Fault, always

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no signals to send to one process"
)

A_SECOND_S = 3.0
"""On a machine that does other things too."""
ESPEAK = ("--engine", "espeak")


@pytest.fixture
def show(bobao: Bobao, story: Path, first: Any) -> Path:  # noqa: ARG001 - the episode is there
    """A show with one episode, and a second story waiting."""
    story.write_text(OTHER_STORY, "utf-8")
    return bobao.show


class PatientServer(EdgeServer):
    """Drips slower than sound is heard, and tells when it is asked to speak."""

    def __init__(self) -> None:
        super().__init__(always(Fault.DRIP))
        self.asked = Event()

    async def _converse(self, http: web.Request) -> web.StreamResponse:
        self.asked.set()
        return await super()._converse(http)


def kill(process: subprocess.Popen[bytes], at: str) -> None:
    """End a build for good when a line of progress appears."""
    assert process.stderr
    with process:
        next(line for line in process.stderr if line.decode().startswith(at))
        process.kill()


def assert_whole(bobao: Bobao, titles: list[str]) -> None:
    """The catalog, the feed and the files tell of the same episodes."""
    episodes = bobao.episodes()
    assert [episode["title"] for episode in episodes] == titles
    feed = feedparser.parse((bobao.show / "public" / "feed.xml").read_bytes())
    assert [entry.id for entry in feed.entries] == [episode["guid"] for episode in episodes]
    for episode in episodes:
        assert (bobao.show / episode["audio"]).stat().st_size == episode["bytes"]


def test_ctrl_c_is_one_line_and_leaves_the_show_whole(bobao: Bobao, show: Path, story: Path) -> None:
    with PatientServer() as server, bobao.start("build", story, BOBAO_EDGE_URL=server.url) as process:
        assert server.asked.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        ran = ended(process)
    assert time.monotonic() - begun < A_SECOND_S
    assert (ran.code, ran.complaint) == (130, "error: stopped; what was finished is kept\n")
    assert not (show / "work").exists()
    assert_whole(bobao, ["海州新图书馆开馆"])


@pytest.mark.parametrize("stage", ["Speaking with", "Publishing"])
def test_a_killed_build_is_finished_by_the_next(bobao: Bobao, show: Path, story: Path, stage: str) -> None:
    kill(bobao.start("build", story, *ESPEAK), stage)
    assert bobao("build", story, *ESPEAK).code == 0
    assert not (show / "work").exists()
    assert_whole(bobao, ["云川铁路今日通车", "海州新图书馆开馆"])
