"""`bobao script` and `bobao spoken`, as a person or a program uses them; and a program that rewrites scripts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Bobao

QUOTING = """# 新馆开馆

海州市新图书馆今天正式开馆，市民可以免费入场。

> 我们等这一天等了三年，大家都非常高兴。

开馆首日共有5600多名读者到馆参观。
"""

SHORTEN = """
import json, sys
script = json.load(sys.stdin)
with open("runs", "a") as runs:
    runs.write("x")
json.dump({"segments": script["segments"][:2] + [{"text": "共3句。"}]}, sys.stdout)
"""


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


def settings(bobao: Bobao, **sections: dict[str, Any]) -> None:
    lines = [
        line
        for name, values in sections.items()
        for line in (f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items()))
    ]
    bobao.make_show("\n".join(lines))


@pytest.fixture
def shortening(bobao: Bobao) -> Bobao:
    """A show with a program that keeps two segments and adds one."""
    settings(bobao, script={"filter": [sys.executable, "shorten.py"]}, voice={"engine": "espeak"})
    (bobao.show / "shorten.py").write_text(SHORTEN, "utf-8")
    return bobao


def test_a_segment_tells_programs_its_pinyin_and_its_changes(bobao: Bobao, story: Path) -> None:
    settings(bobao, voice={"engine": "espeak"})
    script = bobao("script", story, "--json").json
    last = next(part for part in script["segments"] if "5600" in part["text"])
    assert "wu3qian1" in last["pinyin"].replace(" ", "")
    assert last["changes"] == [{"written": "5600", "spoken": "五千六百"}]
    assert script["estimated_s"] > 10


def test_an_engine_that_is_given_the_text_has_no_pinyin(bobao: Bobao, story: Path) -> None:
    assert "pinyin" not in bobao("script", story, "--json").json["segments"][0]


def test_the_length_of_an_episode_is_foreseen(bobao: Bobao, story: Path) -> None:
    settings(bobao, voice={"engine": "espeak"})
    foreseen = bobao("script", story, "--json").json["estimated_s"]
    planned = bobao("build", story, "--dry-run", "--json").json["episodes"][0]["estimated_s"]
    built = bobao("build", story, "--json").json["episodes"][0]["duration_s"]
    assert foreseen == planned == pytest.approx(built, rel=0.1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_the_difference_is_coloured(bobao: Bobao, story: Path) -> None:
    import pty

    reading, writing = pty.openpty()
    environment = {**bobao.environment, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    command = [*bobao.python, "-m", "bobao", "script", str(story), "--diff"]
    with subprocess.Popen(command, stdout=writing, cwd=bobao.folder, env=environment):
        os.close(writing)
        shown = b"".join(iter(lambda: read(reading), b"")).decode()
    os.close(reading)
    assert "\x1b[1;31m5600\x1b[0m" in shown
    assert "\x1b[1;32m五千六百\x1b[0m" in shown


def read(terminal: int) -> bytes:
    """What comes next, or nothing at the end, which Linux tells by an error."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


@pytest.mark.parametrize("inside", ["\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_a_line_feed_ends_a_line(bobao: Bobao, inside: str) -> None:
    ran = bobao("spoken", stdin=f"有{inside}3个\n\n{inside}\r\n1月")
    assert [line.strip() for line in ran.out.splitlines()] == ["有 三个", "", "", "一月"]


def test_a_program_rewrites_the_script(shortening: Bobao, story: Path) -> None:
    segments = shortening("script", story, "--json").json["segments"]
    assert [part["text"] for part in segments[1:]] == ["海州新图书馆开馆", "共3句。"]
    assert segments[-1]["spoken"] == "共三句。"


def test_a_program_is_not_asked_again_while_nothing_changes(shortening: Bobao, story: Path) -> None:
    runs = shortening.show / "runs"
    assert shortening("build", story).code == 0
    assert runs.read_text() == "x"
    assert shortening("build", story, "--json").json["status"] == "nothing-new"
    assert shortening("build", story, "--dry-run").code == 0
    assert runs.read_text() == "x"


def test_a_script_written_by_hand_is_not_rewritten(shortening: Bobao, story: Path) -> None:
    assert shortening("script", story, "-o", "edited.md").code == 0
    assert shortening("script", "edited.md", "--json").code == 0
    assert (shortening.show / "runs").read_text() == "x"


def test_a_program_that_fails_fails_the_build_in_one_line(bobao: Bobao, story: Path) -> None:
    settings(bobao, script={"filter": [sys.executable, "-c", "raise SystemExit('no money left')"]})
    ran = bobao("build", story, "--engine", "espeak")
    assert ran.code == 1
    assert "the filter failed with exit code 1: no money left" in ran.complaint
    assert ran.complaint.count("\n") == 1
    assert bobao.episodes() == []


def test_a_second_voice_reads_quotations(bobao: Bobao) -> None:
    settings(bobao, voice={"engine": "espeak", "quotations": "cmn+f2"})
    path = bobao.folder / "quoting.md"
    path.write_text(QUOTING, "utf-8")
    segments = bobao("script", path, "--json").json["segments"]
    assert [part["text"][:4] for part in segments if part["voice"] == "cmn+f2"] == ["我们等这"]
    assert bobao("build", path).code == 0


def test_a_second_voice_that_is_not_there_is_an_error_before_anything_is_spoken(
    bobao: Bobao, story: Path
) -> None:
    settings(bobao, voice={"engine": "espeak", "quotations": "cmn+f9"})
    ran = bobao("build", story)
    assert (ran.code, bobao.episodes()) == (2, [])
    assert "there is no voice 'cmn+f9'" in ran.complaint


def test_another_engine_does_without_the_second_voice(bobao: Bobao) -> None:
    settings(bobao, voice={"quotations": "zh-CN-XiaoxiaoNeural"})
    path = bobao.folder / "quoting.md"
    path.write_text(QUOTING, "utf-8")
    assert bobao("build", path, "--engine", "espeak").code == 0
    fallen_back = bobao("build", path, "--title", "另一个标题", "--json").json["episodes"][0]
    assert fallen_back["fallback"]
