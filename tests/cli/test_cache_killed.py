"""A build is killed while it speaks: what was completed is whole and is not spoken again, and the rest is."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiohttp import web

from tests.conftest import BRIEF, Bobao, write_story
from tests.servers.edge import EdgeServer
from tests.servers.edge_faults import Message

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

PLACES = ("东门", "西门", "南门", "北门", "河岸", "车站", "码头", "公园")
STORY = "八处新站点今天启用\n\n" + "\n\n".join(f"位于{place}的新站点今天上午正式启用了。" for place in PLACES)
BYTES_PER_S = 100_000


class FatalServer(EdgeServer):
    """Counts what it sends, and tells when that is so many messages."""

    def __init__(self) -> None:
        super().__init__(bytes_per_s=BYTES_PER_S)
        self.count_to(0)

    def count_to(self, fatal: int) -> None:
        self._sent, self._fatal, self.reached = 0, fatal, Event()
        self.requests.clear()

    @property
    def sent(self) -> int:
        return self._sent

    async def _send(self, websocket: web.WebSocketResponse, message: Message) -> None:
        self._sent += 1
        if self._sent == self._fatal:
            self.reached.set()
        await super()._send(websocket, message)


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What the story sounds like if nobody disturbs its build.

    Attributes:
        episode: as `build --json` tells of it.
        audio: the file.
        messages: how many the server sent for it.
    """

    episode: Any
    audio: bytes
    messages: int


@pytest.fixture(scope="module")
def server() -> Iterator[FatalServer]:
    with FatalServer() as server:
        yield server


@pytest.fixture(scope="module")
def undisturbed(server: FatalServer, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    bobao = Bobao(tmp_path_factory.mktemp("undisturbed"))
    bobao.make_show(BRIEF)
    episode, audio = build(bobao, server)
    return Undisturbed(episode, audio, server.sent)


def build(bobao: Bobao, server: EdgeServer) -> tuple[Any, bytes]:
    ran = bobao("build", write_story(bobao.folder, STORY), "--json", BOBAO_EDGE_URL=server.url)
    assert ran.code == 0, ran.err
    (episode,) = ran.json["episodes"]
    return episode, (bobao.show / episode["audio"]).read_bytes()


def kill_build(bobao: Bobao, server: FatalServer) -> None:
    bobao.make_show(BRIEF)
    story = write_story(bobao.folder, STORY)
    with bobao.start("build", story, BOBAO_EDGE_URL=server.url) as process:
        assert server.reached.wait(timeout=60)
        process.kill()


def kept(bobao: Bobao) -> list[Path]:
    return sorted((bobao.folder / "cache").rglob("*.clip"))


def assert_whole(entry: Path) -> None:
    digest, _, rest = entry.read_bytes().partition(b"\n")
    assert digest.decode() == sha256(rest).hexdigest()


def moments(count: int, seed: int) -> list[float]:
    """So many random moments of a build's speaking, from 0 to 1."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    return [round(chance.random(), 3) for _ in range(count)]


def check_killed_at(moment: float, bobao: Bobao, server: FatalServer, undisturbed: Undisturbed) -> None:
    server.count_to(1 + int(moment * undisturbed.messages))
    kill_build(bobao, server)
    completed = kept(bobao)
    for entry in completed:
        assert_whole(entry)
    for damaged in completed[:1]:
        damaged.write_bytes(damaged.read_bytes()[:-100])

    server.count_to(0)
    episode, audio = build(bobao, server)
    assert audio == undisturbed.audio
    assert episode["segments"] == undisturbed.episode["segments"]
    assert episode["cached"] == len(completed[1:])
    assert len(server.requests) == episode["synthesized"]
    assert len(kept(bobao)) == episode["segments"]


@pytest.mark.storm
@pytest.mark.parametrize("moment", moments(30, seed=2))
def test_what_a_killed_build_completed_is_kept_at_any_moment(
    moment: float, bobao: Bobao, server: FatalServer, undisturbed: Undisturbed
) -> None:
    check_killed_at(moment, bobao, server, undisturbed)
