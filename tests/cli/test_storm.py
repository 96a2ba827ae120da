"""Many builds with a service that fails in all its ways: what is published is whole, and what fails says why."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import BRIEF, Bobao, Ran, write_story
from tests.servers.edge import EdgeServer
from tests.servers.edge_faults import Fault, by_chance
from tests.servers.tonal import expected, heard, spoken

from .listening import HZ, decoded

STORY = """海州新图书馆开馆

11月20日上午，海州市新图书馆正式开馆。新馆总建筑面积3.2万平方米，藏书120万册，设有1800个阅览座位。

馆长周明远说：“我们希望每个走进来的人都能找到自己的位置。”开馆首日，共有5600多名读者到馆。

图书馆每天早上8点开门，晚上9点闭馆；周一下午整理图书，不对外开放。

新馆的儿童区有两层，放着三万册图画书，周末还有志愿者来讲故事。
"""
SHARE = 0.2
BUDGET_S = 60
BUILD_S = 15
"""What a build takes besides speaking, on a busy machine."""
WAITING = {Fault.STALL, Fault.DRIP}
"""Faults that take 8 s to be sure of."""


@dataclass(slots=True)
class Tally:
    """How the builds ended."""

    whole: int = 0
    fallen: int = 0
    failed: int = 0


@pytest.fixture(scope="module")
def server() -> Iterator[EdgeServer]:
    with EdgeServer(say=spoken) as server:
        yield server


@cache
def undisturbed(folder: Path) -> tuple[list[int], float]:
    """The tones that an episode must hold, and how long it is if the fallback speaks it."""
    bobao = Bobao(folder)
    bobao.make_show(BRIEF)
    story = write_story(folder, STORY)
    segments = bobao("script", story, "--json").json["segments"]
    (fallen,) = bobao("build", story, "--engine", "espeak", "--json").json["episodes"]
    return expected("".join(segment["spoken"] for segment in segments)), fallen["duration_s"]


def weather(folder: Path, server: EdgeServer, seed: int, faults: list[Fault]) -> tuple[Bobao, Ran]:
    """One build in a storm; every other show forbids the fallback."""
    folder.mkdir()
    bobao = Bobao(folder)
    fallback = random.Random(seed).choice(["none", "espeak"])  # noqa: S311 - the same in every run
    bobao.make_show(f'{BRIEF}[voice]\nbudget_s = {BUDGET_S}\nfallback = "{fallback}"\n')
    server.begin_anew(by_chance(SHARE, seed, faults))
    begun = time.monotonic()
    ran = bobao("build", write_story(folder, STORY), "--json", BOBAO_EDGE_URL=server.url)
    assert time.monotonic() - begun < BUDGET_S + BUILD_S
    return bobao, ran


def judge(bobao: Bobao, ran: Ran, tones: list[int], fallen_s: float, tally: Tally) -> None:
    audio = list(bobao.show.rglob("*.mp3"))
    if ran.code:
        assert (ran.code, audio, ran.json["episodes"]) == (1, [], [])
        assert_reason(ran.complaint.removeprefix("error: "))
        tally.failed += 1
        return
    (episode,) = ran.json["episodes"]
    assert audio == [bobao.show / episode["audio"]]
    if episode["fallback"]:
        assert_reason(ran.complaint.removeprefix("warning: "))
        assert episode["duration_s"] == fallen_s
        tally.fallen += 1
    else:
        assert ran.complaint == ""
        assert heard(decoded(audio[0]), HZ) == tones
        tally.whole += 1


def assert_reason(complaint: str) -> None:
    assert complaint.count("\n") == 1
    assert re.search(
        r"could not be spoken whole: \S|HTTP 40[34]|HTTP (429|503)|cannot be reached|does not answer",
        complaint,
    ), complaint


def check_storm(
    folder: Path, server: EdgeServer, seeds: range, faults: list[Fault], capsys: pytest.CaptureFixture[str]
) -> Tally:
    tones, fallen_s = undisturbed(folder)
    tally = Tally()
    for seed in seeds:
        bobao, ran = weather(folder / str(seed), server, seed, faults)
        judge(bobao, ran, tones, fallen_s, tally)
    with capsys.disabled():
        print(f"\nstorm {seeds.start} to {seeds.stop - 1}: {tally}")  # noqa: T201 - a figure to be told
    return tally


def test_what_is_published_in_a_small_storm_is_whole(
    tmp_path: Path, server: EdgeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = sorted(set(Fault) - WAITING)
    assert check_storm(tmp_path, server, range(3), faults, capsys).whole


@pytest.mark.storm
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("first", range(1000, 1200, 25))
def test_what_is_published_in_a_storm_is_whole(
    tmp_path: Path, server: EdgeServer, first: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_storm(tmp_path, server, range(first, first + 25), sorted(Fault), capsys).whole > 10
