"""Real podcast clients subscribe over loopback, download, and hold the same bytes.

gPodder's `gpo` and newsboat with podboat know an episode by its guid: one that was edited or made again is not offered
as a new one. podget knows it by its address: one that was edited is not, one whose audio changed is.
"""

import os
import pty
import select
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_serve import serving
from tests.conftest import BRIEF, OTHER_STORY, STORY, Bobao

pytestmark = pytest.mark.storm

_PATIENCE_S = 60


@dataclass(frozen=True)
class Subscribed:
    """A show that is served, and where a client lives.

    Attributes:
        bobao: its command line.
        feed: the feed's address.
        home: the client's own folder.
    """

    bobao: Bobao
    feed: str
    home: Path

    def run(self, *command: str | Path, **environment: str) -> str:
        """Run a client to its end; what it prints."""
        done = subprocess.run(
            [str(word) for word in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TERM": "xterm", **environment},
            cwd=self.home,
            timeout=_PATIENCE_S,
            check=False,
        )
        return done.stdout.decode()

    def published(self) -> set[bytes]:
        """The audio that the show publishes now."""
        return {(self.bobao.show / each["audio"]).read_bytes() for each in self.bobao.episodes()}

    def change(self) -> None:
        """Edit one episode, and make the other again with other sound."""
        first, second = self.bobao.episodes()
        assert self.bobao("episodes", "edit", first["id"], "--title", "改过的标题").code == 0
        again = self.bobao(
            "episodes", "rebuild", second["id"], "--engine", "espeak", "--rate", "40", "--json"
        )
        assert again.json["episodes"][0]["change"] == "updated"


def downloaded(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*.mp3")}


@pytest.fixture
def subscribed(bobao: Bobao, tmp_path: Path) -> Iterator[Subscribed]:
    bobao.make_show(BRIEF)
    for number, story in enumerate((STORY, OTHER_STORY)):
        (tmp_path / f"{number}.txt").write_text(story, "utf-8")
        assert bobao("build", tmp_path / f"{number}.txt", "--engine", "espeak").code == 0
    (tmp_path / "home").mkdir()
    with serving(bobao) as (_, port):
        yield Subscribed(bobao, f"http://127.0.0.1:{port}/feed.xml", tmp_path / "home")


def needed(program: str, package: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"no {program} here: it is not tried (apt install {package})")


def test_gpodder(subscribed: Subscribed) -> None:
    needed("gpo", "gpodder")
    places = {
        "GPODDER_HOME": str(subscribed.home / "gpodder"),
        "GPODDER_DOWNLOAD_DIR": str(subscribed.home / "downloads"),
    }

    def gpo(*words: str) -> str:
        return subscribed.run("gpo", *words, **places)

    assert "Successfully added" in gpo("subscribe", subscribed.feed)
    gpo("update")
    assert "2 episodes downloaded" in gpo("download")
    assert downloaded(subscribed.home / "downloads") == subscribed.published()
    subscribed.change()
    assert "\n0 new episodes" in gpo("update")
    with sqlite3.connect(subscribed.home / "gpodder/Database") as database:
        assert database.execute("SELECT count(*) FROM episode").fetchone() == (2,)
        titles = {row[0] for row in database.execute("SELECT title FROM episode")}
    database.close()
    assert "改过的标题" in titles


def test_newsboat_and_podboat(subscribed: Subscribed) -> None:
    needed("podboat", "newsboat")
    home = subscribed.home
    (home / ".newsboat").mkdir()
    (home / "urls").write_text(f"{subscribed.feed}\n", "utf-8")
    (home / "config").write_text(f'download-path "{home}/downloads/"\npodcast-auto-enqueue yes\n', "utf-8")
    queue = home / ".newsboat/queue"

    def reload() -> list[Any]:
        subscribed.run(
            "newsboat", "-x", "reload", "-u", home / "urls", "-c", home / "cache", "-C", home / "config"
        )
        with sqlite3.connect(home / "cache") as database:
            rows = database.execute("SELECT guid, title FROM rss_item WHERE deleted = 0").fetchall()
        database.close()
        return rows

    assert {guid for guid, _ in reload()} == {each["guid"] for each in subscribed.bobao.episodes()}
    podboat(home, queue, downloads=2)
    assert downloaded(home / "downloads") == subscribed.published()
    subscribed.change()
    after = reload()
    assert len(after) == 2
    assert "改过的标题" in {title for _, title in after}


def podboat(home: Path, queue: Path, downloads: int) -> None:
    """Let podboat, which wants a terminal, work until its queue is done; then end it."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update({"HOME": str(home), "TERM": "xterm"})
        os.execvp("podboat", ["podboat", "-a", "-C", str(home / "config"), "-q", str(queue)])  # noqa: S606, S607 - the test's own child
    try:
        while queue.read_text("utf-8").count(" downloaded") < downloads:
            assert select.select([terminal], [], [], _PATIENCE_S)[0], "it says nothing any more"
            os.read(terminal, 4096)
            if len(list((home / "downloads").rglob("*.mp3"))) == downloads:
                os.write(terminal, b"q")
    except OSError:
        pass  # it has ended
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def test_podget(subscribed: Subscribed) -> None:
    needed("podget", "podget")
    settings = subscribed.home / ".podget"
    settings.mkdir()
    (settings / "serverlist").write_text(f"{subscribed.feed} news bobao\n", "utf-8")
    podget = ("podget", "-v", "--dir_session", str(subscribed.home / "session"))
    subscribed.run(*podget)  # the first run, which writes its configuration, loads a single episode
    subscribed.run(*podget)
    folder = subscribed.home / "POD"
    assert downloaded(folder) == subscribed.published()
    before = sorted(folder.rglob("*.mp3"))
    edited = subscribed.bobao.episodes()[0]["id"]
    assert subscribed.bobao("episodes", "edit", edited, "--title", "改过的标题").code == 0
    subscribed.run(*podget)
    assert sorted(folder.rglob("*.mp3")) == before
