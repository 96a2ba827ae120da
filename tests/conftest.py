"""What every test may use: the command line as a user runs it, and a short story to build."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.app import run
from tests import properties
from tests.servers.edge import EdgeServer

__all__ = ["properties"]  # which holds for every test, so it is loaded before them

ROOT = Path(__file__).parent.parent
NOBODY = "ws://127.0.0.1:9/edge/v1"
"""A speech service that nobody runs: connections are refused at once, as on a machine without a network."""

PROGRESS = ("Reading ", "Speaking ", "Mastering ", "Publishing ", "Backing up ")

STORY = """海州新图书馆开馆

海州日报记者 林一舟
2026-11-20 09:30
来源：海州日报

11月20日上午，海州市新图书馆正式开馆。新馆总建筑面积3.2万平方米，藏书120万册，设有1800个阅览座位。

馆长周明远说：“我们希望每个走进来的人都能找到自己的位置。”开馆首日，共有5600多名读者到馆。

责任编辑：陈晓
"""

OTHER_STORY = """云川铁路今日通车

云川晚报记者 陈默
来源：云川晚报

云川至平安的铁路今天通车，全长186公里，设计时速250公里，沿线共设9座车站。

首趟列车于上午8时从云川站开出，1小时后到达终点。乘客说，从前坐汽车要走半天。
"""


BRIEF = """
[text]
opening = ""
closing = ""
[notice]
spoken = ""
[music]
intro = "none"
outro = "none"
bed = "none"
"""
"""A show.toml for episodes that are built in half the time."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """CI has all that tests need: there, a test that is skipped is one that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and os.environ.get("BOBAO_TESTS_SKIP_NOTHING"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """What is on standard error but for the progress lines that may come before it."""
        lines = self.err.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(PROGRESS))


class Bobao:
    """Runs `bobao` in a process of its own, in an empty folder, with its own cache and without a network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.show = folder / "bobao-show"
        self.python = [sys.executable]
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOBAO_CACHE_DIR": str(folder / "cache"),
            "BOBAO_EDGE_URL": NOBODY,
        }
        # As a user has it: compiled modules are kept, or every command would compile them again.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def __call__(self, *arguments: str | Path, stdin: str | bytes = b"", **environment: str) -> Ran:
        with self.start(*arguments, **environment) as process:
            return ended(process, stdin.encode() if isinstance(stdin, str) else stdin)

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.python, "-m", "bobao", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env={**self.environment, **environment},
        )

    def make_show(self, settings: str) -> None:
        """A show in its default place that has not been built into."""
        self.show.mkdir()
        (self.show / "show.toml").write_text(settings, "utf-8")

    def episodes(self) -> list[Any]:
        """What the show in its default place has published."""
        listed: list[Any] = self("episodes", "list", "--json").json["episodes"]
        return listed


class BobaoHere(Bobao):
    """Runs `bobao` in this process, which saves its start: for commands that end before anything is spoken.

    With another environment, or without arguments, it is a process all the same.
    """

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        super().__init__(folder)
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self._usual = list(self.python)

    def __call__(self, *arguments: str | Path, stdin: str | bytes = b"", **environment: str) -> Ran:
        if self.python != self._usual or environment or not arguments:
            return super().__call__(*arguments, stdin=stdin, **environment)
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with self._monkeypatch.context() as patch, io.TextIOWrapper(io.BytesIO(data), "utf-8") as source:
            patch.chdir(self.folder)
            patch.setattr(sys, "stdin", source)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            code = run(list(map(str, arguments)))
        return Ran(code, *self._capsys.readouterr())


def ended(process: subprocess.Popen[bytes], stdin: bytes = b"") -> Ran:
    out, err = process.communicate(stdin)
    return Ran(process.returncode, out.decode(), err.decode())


@pytest.fixture
def bobao(tmp_path: Path) -> Bobao:
    return Bobao(tmp_path)


@pytest.fixture
def bobao_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> BobaoHere:
    return BobaoHere(tmp_path, monkeypatch, capsys)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write_story(tmp_path)


def write_story(folder: Path, text: str = STORY) -> Path:
    path = folder / "story.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bobao, Any]:
    """A brief show with one episode and the cache it left; only to be copied."""
    bobao = Bobao(tmp_path_factory.mktemp("template"))
    bobao.make_show(BRIEF)
    ran = bobao("build", write_story(bobao.folder), "--engine", "espeak", "--json")
    assert ran.code == 0, ran.err
    return bobao, ran.json["episodes"][0]


@pytest.fixture
def first(bobao: Bobao, story: Path, template: tuple[Bobao, Any]) -> Any:  # noqa: ARG001 - the story is there
    """A show of the test's own with one episode, as `build --json` told of it, and its cache."""
    made, episode = template
    for name in (made.show.name, "cache"):
        shutil.copytree(made.folder / name, bobao.folder / name)
    return episode


@pytest.fixture(scope="session")
def edge() -> Iterator[EdgeServer]:
    with EdgeServer() as server:
        yield server


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder: when it was written, and what it holds."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
