"""`bobao fleet`: many shows below a folder, good ones and broken ones of each kind, through the front door."""

import json
import os
import re
import shutil
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from cli.app import run as bobao_here
from episodes import open_show
from episodes.show import locked
from tests.conftest import BRIEF, ROOT, Bobao, ended, snapshot, write_story
from tests.episodes.newsdays import story
from tests.servers.edge import EdgeServer
from tests.servers.newsroom import Newsroom
from tests.servers.packages import install

SILENT = '[voice]\nengine = "silent"\n'
AWAY = '[voice]\nengine = "edge"\nfallback = "none"\n'
FOLDER = '[[source]]\nfolder = "articles"\n'
BUGGY = """
from audio.silent import SilentEngine

class Engine(SilentEngine):
    name = "buggy"

    async def speak(self, utterance):
        raise ZeroDivisionError("by nothing")
"""


def make(folder: Path, settings: str, *stories: int) -> Path:
    """A show with these stories in a folder of its own."""
    (folder / "articles").mkdir(parents=True)
    (folder / "show.toml").write_text(settings, "utf-8")
    for number in stories:
        printed = story(number)
        text = "\n\n".join((printed.title, "来源：海州日报", *printed.paragraphs))
        (folder / "articles" / f"{number}.txt").write_text(text, "utf-8")
    return folder


def good(folder: Path, *stories: int, more: str = "") -> Path:
    return make(folder, f'title = "{folder.name}"\n{FOLDER}{SILENT}{BRIEF}{more}', *stories)


def by_name(answer: Any) -> dict[str, Any]:
    return {Path(each["show"]).name: each for each in answer["shows"]}


def test_broken_shows_of_each_kind_stop_nobody(bobao: Bobao, capsys: pytest.CaptureFixture[str]) -> None:
    shows = bobao.folder / "shows"
    with Newsroom() as server:
        good(shows / "fine", 1, more=f'[notify]\nheartbeat = "{server.url}/calls/beat"\n')
        good(shows / "deep" / "down" / "好", 2)
        good(shows / "asleep", 3, more="[run]\nat = []\n")
        make(shows / "wrong", "title = 3")
        make(shows / "no-source", SILENT)
        make(shows / "away", FOLDER + AWAY + BRIEF, 4)
        make(shows / "buggy", f'{FOLDER}[voice]\nengine = "buggy"\n{BRIEF}', 5)
        (make(shows / "unwritable", FOLDER + SILENT + BRIEF, 6) / ".lock").mkdir()
        (make(shows / "no-catalog", FOLDER + SILENT + BRIEF, 7) / "catalog.sqlite3").write_text("x" * 5000)
        held = good(shows / "held", 8)
        packages = bobao.folder / "packages"
        packages.mkdir()
        install(packages, "bobao_buggy", BUGGY, {"buggy": "bobao_buggy:Engine"})
        with locked(open_show(held)):
            ran = bobao("fleet", shows, "--json", PYTHONPATH=os.pathsep.join((str(ROOT), str(packages))))
        assert [path for path, _ in server.calls] == ["/calls/beat"]
    told = by_name(ran.json)
    assert (ran.code, ran.json["status"], ran.json["not_due"]) == (3, "partial", 1)
    assert {name: each["status"] for name, each in told.items()} == {
        "fine": "built", "好": "built", "held": "locked", "wrong": "failed", "no-source": "failed",
        "away": "failed", "buggy": "failed", "unwritable": "failed", "no-catalog": "failed",
    }  # fmt: skip
    assert [each["title"] for each in told["fine"]["episodes"]] == [story(1).title]
    reasons = {name: each["failed"][0]["error"] for name, each in told.items() if each["failed"]}
    assert "title is 3" in reasons["wrong"]
    assert "names no [[source]]" in reasons["no-source"]
    assert "cannot be reached" in reasons["away"]
    assert reasons["buggy"] == "ZeroDivisionError: by nothing"
    assert "cannot be written to" in reasons["unwritable"]
    assert "not a database" in reasons["no-catalog"]
    complaints = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    assert sorted(line.split()[1].rstrip(":") for line in complaints) == sorted(reasons)
    assert "Traceback" not in ran.err
    assert "ZeroDivisionError" in (shows / "buggy" / "logs" / "run.log").read_text("utf-8")

    before = snapshot(shows)
    assert bobao_here(["fleet", "status", str(shows), "--json"]) == 0
    assert snapshot(shows) == before
    stands = by_name(json.loads(capsys.readouterr().out))
    assert (stands["fine"]["last"]["status"], stands["fine"]["due"], stands["fine"]["reasons"]) == (
        "built",
        False,
        [],
    )
    assert (stands["buggy"]["failures"], stands["buggy"]["due"]) == (1, False)
    assert stands["buggy"]["reasons"] == [reasons["buggy"]]
    assert (stands["asleep"]["last"], stands["asleep"]["next"], stands["asleep"]["due"]) == (
        None,
        None,
        False,
    )
    assert (stands["held"]["last"], stands["held"]["due"]) == (None, True)
    assert "title is 3" in stands["wrong"]["reasons"][0]


def test_tables_and_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fleet(*words: str | Path) -> tuple[int, str, str]:
        code = bobao_here(["fleet", *map(str, words)])
        return code, *capsys.readouterr()

    good(tmp_path / "a")
    show = good(tmp_path / "b" / "新闻")
    make(tmp_path / "c", "title = 3")

    code, out, err = fleet(tmp_path)
    assert code == 3
    rows = [line.split() for line in out.splitlines()]
    assert rows[0] == ["show", "status", "new", "updated", "skipped", "failed", "seconds"]
    assert [row[:6] for row in rows[1:]] == [
        ["a", "nothing-new", "0", "0", "0", "0"],
        ["b/新闻", "nothing-new", "0", "0", "0", "0"],
        ["c", "failed", "0", "0", "0", "1"],
    ]
    assert f"error: c: {tmp_path}/c/show.toml: title is 3" in err

    (tmp_path / "c" / "show.toml").unlink()
    code, out, err = fleet(tmp_path)
    assert (code, err) == (0, "")
    assert re.fullmatch(r"not due    2, the next at \d{4}-\d\d-\d\d 06:30\n", out)
    assert fleet("--all", tmp_path, "--quiet") == (0, "", "")
    with locked(open_show(show)):
        assert fleet(show, "--all", "--quiet")[0] == 4
        code, out, _ = fleet(tmp_path, "--all")
    assert (code, out.splitlines()[2].split()[:2]) == (0, ["b/新闻", "locked"])

    code, out, err = fleet("status", tmp_path)
    assert (code, err) == (0, "")
    today = f"{open_show(show).local(datetime.now(UTC)):%Y-%m-%d}"
    assert re.search(rf"^a +{today} \d\d:\d\d  nothing-new +\d{{4}}-\d\d-\d\d 06:30$", out, re.MULTILINE)

    for words in (
        (),
        (tmp_path / "gone",),
        (tmp_path / "a" / "articles",),
        ("status", tmp_path / "a" / "articles"),
    ):
        code, out, err = fleet(*words)
        assert (code, out, err.count("\n")) == (2, "", 1), words
    make(tmp_path / "d" / "e", "title = 3")
    assert fleet(tmp_path / "d")[0] == 1


def test_its_help_tells_of_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert bobao_here(["fleet", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(
        word in told for word in ("bobao fleet [OPTIONS] DIR", "fleet status [OPTIONS] [DIR]", "--at-once")
    )


@pytest.mark.storm
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")
@pytest.mark.parametrize("busy", ["waiting for sources", "building"])
def test_ctrl_c_ends_it_in_a_second_and_keeps_what_is_finished(bobao: Bobao, busy: str) -> None:
    stalls = busy != "building"
    shows = bobao.folder / "shows"
    with Newsroom() as server:
        server.sections["city"].stalls = True
        good(shows / "a", 1)
        for number in range(4):
            if stalls:
                feed = f'[[source]]\nfeed = "{server.feed("city")}"\n[fetch]\nprivate = true\n'
                make(shows / f"b{number}", feed + SILENT + BRIEF)
            else:
                good(shows / f"b{number}", *range(6))
        with bobao.start("fleet", shows, "--json", "--at-once", "5") as process:
            assert process.stderr
            waits_for = b"Running b" if stalls else b"Running a"
            assert next(line for line in process.stderr if line.startswith(waits_for))
            until = time.monotonic() + 60
            while not list(shows.glob("a/public/feed.xml")):
                assert time.monotonic() < until
                os.sched_yield()
            process.send_signal(signal.SIGINT)
            begun = time.monotonic()
            ran = ended(process)
    assert time.monotonic() - begun < 3.0  # a second, on a machine that does other things too
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "error: stopped; what was finished is kept"
    assert ran.json["status"] == "stopped"
    assert feedparser.parse((shows / "a" / "public" / "feed.xml").read_bytes()).entries
    if not stalls:
        again = bobao("fleet", shows, "--all", "--json")
        assert (again.code, again.json["status"]) == (0, "built")
        for number in range(4):
            entries = feedparser.parse((shows / f"b{number}" / "public" / "feed.xml").read_bytes()).entries
            assert Counter(each.title for each in entries) == Counter({story(n).title: 1 for n in range(6)})


@pytest.mark.storm
@pytest.mark.timeout(300)
def test_two_fleets_at_once_tell_each_story_once(bobao: Bobao) -> None:
    for number in range(8):
        good(bobao.folder / "shows" / f"{number}", number, number + 1)
    both = [bobao.start("fleet", "shows", "--json", "--at-once", "2") for _ in range(2)]
    ran = [ended(process) for process in both]
    assert {each.code for each in ran} <= {0, 4}
    statuses = Counter(show["status"] for each in ran for show in each.json["shows"])
    # A show may be found due just before the other fleet has done with it: then it has nothing new.
    assert statuses["built"] == 8
    assert set(statuses) <= {"built", "locked", "nothing-new"}
    for number in range(8):
        feed = bobao.folder / "shows" / f"{number}" / "public" / "feed.xml"
        titles = Counter(each.title for each in feedparser.parse(feed.read_bytes()).entries)
        assert titles == Counter([story(number).title, story(number + 1).title])


@pytest.mark.storm
@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["espeak", "edge"])
def test_shows_sound_at_once_as_they_do_one_after_another(
    bobao: Bobao, edge: EdgeServer, engine: str
) -> None:
    def sound(at_once: str) -> set[tuple[str, ...]]:
        for number in range(4):
            brief = BRIEF if number % 2 else ""
            voice = f'[voice]\nengine = "{engine}"\nfallback = "none"\n'
            make(bobao.folder / "shows" / f"{number}", FOLDER + voice + brief, number, number + 1)
        ran = bobao("fleet", "shows", "--json", "--at-once", at_once, BOBAO_EDGE_URL=edge.url)
        assert ran.code == 0, ran.err
        built = [(show["show"], each) for show in ran.json["shows"] for each in show["episodes"]]
        assert len(built) == 8
        shutil.rmtree(bobao.folder / "shows")
        shutil.rmtree(bobao.folder / "cache")
        # The name of a media file ends in a hash of its bytes.
        return {(show, each["guid"], each["audio"].rpartition("-")[2]) for show, each in built}

    assert sound("4") == sound("1")


@pytest.mark.storm
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="only Unix tells how much memory a process took")
@pytest.mark.timeout(900)
def test_forty_shows_of_five_stories_take_less_than_300_mb(bobao: Bobao) -> None:
    shows = bobao.folder / "shows"
    for number in range(40):
        # Every fourth speaks real words, with opening and music, as most shows do.
        settings = f'[voice]\nengine = "espeak"\n{FOLDER}' if number % 4 == 0 else FOLDER + SILENT + BRIEF
        make(shows / f"{number:02d}", settings, *(number * 5 + each for each in range(5)))
    with bobao.start("fleet", shows, "--json", "--at-once", "8") as process:
        assert process.stdout
        assert process.stderr
        out, err = process.stdout.read(), process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, err.decode()
    assert used.ru_maxrss < 300_000, used.ru_maxrss
    for number in range(40):
        entries = feedparser.parse((shows / f"{number:02d}" / "public" / "feed.xml").read_bytes()).entries
        expected = {story(number * 5 + each).title for each in range(5)}
        assert {each.title for each in entries} == expected
        assert out.decode().count(f'"show": "{shows / f"{number:02d}"}"') == 1
    again = bobao("fleet", shows, "--all", "--json")
    assert {each["status"] for each in again.json["shows"]} == {"nothing-new"}


@pytest.mark.storm
def test_all_who_are_to_be_told_of_a_show_are_told(bobao: Bobao) -> None:
    with Newsroom() as server:
        calls = server.url.replace("http", "json") + "/calls"
        for name, voice in (("a", SILENT), ("b", AWAY)):
            notify = f'[notify]\non = "news"\nto = ["{calls}/{name}"]\nheartbeat = "{server.url}/calls/beat/{name}"\n'
            make(bobao.folder / "shows" / name, FOLDER + voice + BRIEF + notify, 1)
        write_story(bobao.folder)
        assert bobao("fleet", "shows", "--quiet").code == 3
        assert Counter(path for path, _ in server.calls) == Counter(["/calls/a", "/calls/beat/a", "/calls/b"])
