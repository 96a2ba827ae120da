"""Episodes made by several processes of this machine."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.conftest import BRIEF, OTHER_STORY, STORY, Bobao, ended


def two_stories(bobao: Bobao) -> list[Path]:
    bobao.make_show(BRIEF)
    paths = [bobao.folder / f"{number}.txt" for number in range(2)]
    for path, text in zip(paths, (STORY, OTHER_STORY), strict=True):
        path.write_text(text, "utf-8")
    return paths


def test_two_processes_make_two_episodes_and_nothing_heavy_is_imported(bobao: Bobao) -> None:
    paths = two_stories(bobao)
    with bobao.start(
        "build", *paths, "--engine", "espeak", "--jobs", "2", "--json", PYTHONPROFILEIMPORTTIME="1"
    ) as process:
        ran = ended(process)
    assert ran.code == 0, ran.err
    assert "Making 2 episodes with 2 workers" in ran.err
    assert [episode["title"] for episode in ran.json["episodes"]] == ["海州新图书馆开馆", "云川铁路今日通车"]
    assert "episodes.processes" in ran.err
    assert "| distributed" not in ran.err
    assert not (bobao.show / "finished").exists()


def test_jobs_and_a_cluster_are_not_asked_for_together(bobao: Bobao) -> None:
    ran = bobao("build", *two_stories(bobao), "--jobs", "2", "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "give --jobs or --cluster, not both" in ran.complaint


@pytest.mark.storm
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_stopped_it_leaves_no_process_behind_and_the_next_one_finishes(bobao: Bobao, stop: int) -> None:
    paths = two_stories(bobao)
    asked: list[str | Path] = ["build", *paths, "--engine", "espeak", "--jobs", "2", "--json"]
    with bobao.start(*asked) as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith(b"Making"):
                break
        os.kill(process.pid, stop)
        # Its workers share these pipes: they are at their end when all of them are.
        process.communicate(timeout=20)
    assert process.returncode in {130, -signal.SIGKILL}
    ran = bobao(*asked)
    assert ran.code == 0, ran.err
    assert len(bobao.episodes()) == 2
