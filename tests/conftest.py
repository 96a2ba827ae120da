"""What every test may use: the command line as a user runs it, and a short story to build."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.servers.edge import EdgeServer

ROOT = Path(__file__).parent.parent
NOBODY = "ws://127.0.0.1:9/edge/v1"
"""A speech service that nobody runs: connections are refused at once, as on a machine without a network."""

STORY = """海州新图书馆开馆

海州日报记者 林一舟
2026-11-20 09:30
来源：海州日报

11月20日上午，海州市新图书馆正式开馆。新馆总建筑面积3.2万平方米，藏书120万册，设有1800个阅览座位。

馆长周明远说：“我们希望每个走进来的人都能找到自己的位置。”开馆首日，共有5600多名读者到馆。

责任编辑：陈晓
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Bobao:
    """Runs `bobao` in a process of its own, in an empty folder, with its own cache and without a network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOBAO_CACHE_DIR": str(folder / "cache"),
            "BOBAO_EDGE_URL": NOBODY,
        }

    def __call__(self, *arguments: str | Path, stdin: str | bytes = b"", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "bobao", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=self.folder,
            env={**self.environment, **environment},
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def bobao(tmp_path: Path) -> Bobao:
    return Bobao(tmp_path)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


@pytest.fixture(scope="session")
def edge() -> Iterator[EdgeServer]:
    with EdgeServer() as server:
        yield server


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder: when it was written, and what it holds."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
