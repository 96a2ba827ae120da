"""What a run must outlive: kill -9 at any moment, a full disk, a read-only show, another run, hostile sources."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.conftest import BRIEF, Bobao, ended
from tests.episodes.newsdays import story
from tests.servers.cron import has_cron
from tests.servers.newsroom import Newsroom

pytestmark = [
    pytest.mark.storm,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither kill -9 nor cron"),
]
needs_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root may mount a small disk"
)

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MOMENTS, MOMENTS_A_SHOW = 100, 4
DIGEST = '[run]\nmake = "digest"\n'


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as server:
        for number in range(3):
            server.print("city", f"{number}.html", story(number, published=NOW - timedelta(hours=number)))
        yield server


def settings(newsroom: Newsroom, *sections: str, more: str = "") -> str:
    sources = "".join(f'[[source]]\nfeed = "{newsroom.feed(section)}"\n' for section in sections or ("city",))
    return f'{sources}[voice]\nengine = "silent"\n[fetch]\nprivate = true\n{BRIEF}{more}'


def shown(bobao: Bobao) -> list[Any]:
    """What the feed holds but for its times; it is whole, and every enclosure of it exists."""
    path = bobao.show / "public" / "feed.xml"
    if not path.exists():
        return []
    parsed = feedparser.parse(path.read_bytes())
    assert not parsed.bozo
    found = []
    for entry in parsed.entries:
        (enclosure,) = entry.enclosures
        audio = bobao.show / "public" / enclosure.href.removeprefix("http://localhost:8000/")
        assert audio.stat().st_size == int(enclosure.length)
        found.append((entry.title, entry.id, audio.name.rpartition("-")[2]))
    return found


def state(bobao: Bobao) -> tuple[list[Any], list[str]]:
    """All that a disturbed show must have in common with one that was not, once a good run has been."""
    pages = sorted(path.name for path in (bobao.show / "public" / "episodes").iterdir())
    assert not (bobao.show / "work").exists()
    assert not list(bobao.show.rglob(".*.new"))
    assert bobao("run", "--json").json["status"] == "nothing-new"
    return shown(bobao), pages


def good_run(bobao: Bobao) -> None:
    ran = bobao("run", "--json")
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("more", ["", DIGEST], ids=["episodes", "digest"])
@pytest.mark.timeout(3000)
def test_kill_9_at_a_hundred_moments(newsroom: Newsroom, tmp_path: Path, more: str) -> None:
    undisturbed = fresh(tmp_path / "undisturbed", newsroom, more)
    began = time.monotonic()
    good_run(undisturbed)
    takes_s = time.monotonic() - began
    expected = state(undisturbed)
    chance = random.Random(8)  # noqa: S311 - the same in every run
    for number in range(MOMENTS // 2 // MOMENTS_A_SHOW + 1):
        bobao = fresh(tmp_path / str(number), newsroom, more)
        for _ in range(MOMENTS_A_SHOW):
            kill_somewhere(bobao, chance, takes_s)
            shown(bobao)
        good_run(bobao)
        assert state(bobao) == expected
        assert left_behind(bobao.folder) == []
        shutil.rmtree(bobao.folder)


def fresh(folder: Path, newsroom: Newsroom, more: str) -> Bobao:
    folder.mkdir()
    bobao = Bobao(folder)
    bobao.make_show(settings(newsroom, more=more))
    return bobao


def kill_somewhere(bobao: Bobao, chance: random.Random, takes_s: float) -> None:
    """End a run for good at any moment of its time, every other time soon after a stage began."""
    with bobao.start("run") as process:
        assert process.stderr
        if chance.random() < 0.5:
            stage = chance.choice((b"Reading", b"Speaking", b"Mastering", b"Publishing"))
            next((line for line in process.stderr if line.startswith(stage)), None)
            wait_s = chance.uniform(0, 0.3)
        else:
            wait_s = chance.uniform(0, takes_s)
        try:
            process.wait(wait_s)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.mark.timeout(600)
def test_two_runs_at_once_ten_times(newsroom: Newsroom, tmp_path: Path) -> None:
    for number in range(10):
        bobao = fresh(tmp_path / str(number), newsroom, "")
        both = [bobao.start("run", "--json") for _ in range(2)]
        ran = [ended(process) for process in both]
        codes = sorted(each.code for each in ran)
        if codes == [0, 0]:
            # One of them had ended before the other began: on a busy machine that happens.
            assert sorted(each.json["status"] for each in ran) == ["built", "nothing-new"]
        else:
            assert codes == [0, 4]
            (left,) = (each for each in ran if each.code)
            assert left.json["status"] == "locked"
            assert re.search(r"\(process \d+, since ", left.err)
        assert len(shown(bobao)) == 3
        assert not (bobao.show / ".held").exists()
        assert left_behind(bobao.folder) == []


def left_behind(folder: Path) -> list[str]:
    """The processes that still work on this folder, and those of ours that nobody has taken leave of."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            _, _, state = (place / "stat").read_text("utf-8").rpartition(")")
            zombie = state.split()[:2] == ["Z", str(os.getpid())]
            if zombie or str(folder) in command or (place / "cwd").readlink().is_relative_to(folder):
                found.append(f"{place.name} {state[:3]} {command}")
    return found


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    mount, umount = shutil.which("mount"), shutil.which("umount")
    assert mount
    assert umount
    folder.mkdir(exist_ok=True)
    done = subprocess.run([mount, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], check=False)
    if done.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield
    finally:
        subprocess.run([umount, folder], check=True)


@needs_root
@pytest.mark.timeout(900)
def test_a_full_disk_is_one_line_and_costs_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    undisturbed = fresh(tmp_path / "undisturbed", newsroom, "")
    good_run(undisturbed)
    expected = state(undisturbed)
    needed = sum(path.stat().st_size for path in undisturbed.show.rglob("*") if path.is_file()) // 1000
    bobao = Bobao(tmp_path / "small")
    bobao.folder.mkdir()
    with small_disk(bobao.show, 4 * needed + 20_000):
        (bobao.show / "show.toml").write_text(settings(newsroom), "utf-8")
        stone = bobao.show / "stone"
        for room in (0, 50, 200, 400, 800, needed // 2, needed, 2 * needed):
            fill(stone, room)
            ran = bobao("run")
            if ran.code:
                assert ran.code in {1, 3}
                assert "free some disk space" in ran.err, ran.err
                assert "Traceback" not in ran.err
            shown(bobao)
            stone.unlink()
        good_run(bobao)
        assert state(bobao) == expected


def fill(stone: Path, room_kb: int) -> None:
    """Fill a disk but for so many kilobytes."""
    free = shutil.disk_usage(stone.parent).free
    with stone.open("wb") as file:
        file.write(bytes(max(0, free - room_kb * 1000)))


@needs_root
def test_a_read_only_show_is_one_line(newsroom: Newsroom, tmp_path: Path) -> None:
    bobao = Bobao(tmp_path)
    with small_disk(bobao.show, 100_000):
        (bobao.show / "show.toml").write_text(settings(newsroom), "utf-8")
        good_run(bobao)
        before = shown(bobao)
        remount = [str(shutil.which("mount")), "-o", "remount,ro", str(bobao.show)]
        subprocess.run(remount, check=True)
        ran = bobao("run")
        assert (ran.code, ran.err.count("\n")) == (1, 1), ran.err
        assert "cannot be written to" in ran.err
        assert shown(bobao) == before


HOSTILE = {
    "endless": "<item><title>海州新闻第{n}条今天发生</title><link>https://news.invalid/{n}</link></item>",
    "old": "<item><title>旧闻</title><link>/old/1.html</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>",
    "future": "<item><title>未来</title><link>/future/1.html</link><pubDate>Thu, 31 Dec 2099 00:00:00 GMT</pubDate></item>",
    "nowhere": "<item><title>无处可读</title></item>",
    "file": "<item><title>口令</title><link>file:///etc/passwd</link></item>",
    "inside": "<item><title>内网</title><link>http://127.0.0.1:9/admin</link></item>",
    "shell": "<item><title>$(touch /tmp/bobao-pwned) `id` ; rm -rf ~</title><link>/city/0.html</link></item>",
    "markup": "<item><title>&lt;img src=x onerror=alert(1)&gt;海州夜市</title><link>/city/1.html</link></item>",
    "large": "<item><title>大</title><link>/city/2.html</link><enclosure url='/large/1' length='1000000000' type='audio/mpeg'/></item>",
}


@pytest.mark.timeout(600)
def test_hostile_sources_are_bounded_and_harmless(newsroom: Newsroom, tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "ha">{entities}]>'
    for name, item in HOSTILE.items():
        count = 100_000 if name == "endless" else 1
        items = "".join(item.replace("{n}", str(number)) for number in range(count))
        head = bomb if name == "nowhere" else ""
        newsroom.sections[name].raw = f"{head}<rss><channel><title>x</title>{items}</channel></rss>".encode()
    newsroom.sections["stalling"].stalls = True
    bobao = Bobao(tmp_path)
    bobao.make_show(settings(newsroom, *HOSTILE, "stalling"))
    ran = bobao("run", "--json")
    assert ran.code == 3, ran.err
    assert "Traceback" not in ran.err
    titles = [episode["title"] for episode in ran.json["episodes"]]
    assert len(titles) == 3
    assert not Path("/tmp/bobao-pwned").exists()  # noqa: S108 - what the hostile title would have made
    page = (bobao.show / "public" / "index.html").read_text("utf-8")
    assert "<img src=x" not in page
    assert newsroom.asked["/large/1"] == 0
    assert len(shown(bobao)) == 3
    failed = " ".join(each["error"] for each in ran.json["failed"])
    assert "no public address" in failed
    reasons = " ".join(each["reason"] for each in ran.json["skipped"])
    assert "no web address" in reasons
    assert "neither a link nor the story" in reasons


@pytest.mark.skipif(not has_cron(), reason="no busybox with cron: apt install busybox-static")
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may run cron")
@pytest.mark.timeout(300)
def test_a_real_cron_runs_the_installed_line(newsroom: Newsroom, tmp_path: Path) -> None:
    bobao = Bobao(tmp_path)
    busybox, spool = str(shutil.which("busybox")), tmp_path / "spool"
    spool.mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "crontab").write_text(f'#!/bin/sh\nexec {busybox} crontab -c {spool} "$@"\n')
    (programs / "crontab").chmod(0o755)
    bobao.make_show(settings(newsroom))
    soon = datetime.now(UTC) + timedelta(seconds=70)
    at = soon.astimezone().astimezone(UTC) + timedelta(hours=8)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}"}
    assert bobao("schedule", "--at", f"{at:%H:%M}", "--install", **environment).code == 0

    # cron's shell appends to the log, and the test reads it to its end: when the job has closed it.
    log = bobao.show / "logs" / "schedule.log"
    log.parent.mkdir()
    os.mkfifo(log)
    with subprocess.Popen([busybox, "crond", "-f", "-c", spool], stderr=subprocess.DEVNULL) as cron:
        try:
            assert log.read_text("utf-8") == ""
        finally:
            cron.terminate()
    assert len(shown(bobao)) == 3
    assert "The run ends: built" in (bobao.show / "logs" / "run.log").read_text("utf-8")
