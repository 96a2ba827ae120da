"""A show's own program rewrites scripts; whatever it does wrong is one clear error, in time."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scripts import MOST_SPOKEN, FilterError, Pauses, Script, Segment, Style, filter_script, spoken

STYLE = Style("播报", "", "", spoken, Pauses())
SCRIPT = Script(
    "新馆开馆",
    (Segment("新馆开馆", "新馆开馆", 0.9, chapter="新馆开馆"), Segment("共3人。", "共三人。", 0.7)),
    publisher="海州日报",
    published=datetime(2026, 11, 20, tzinfo=UTC),
    url="https://example.com/1",
)
READ = "import json, sys, os, time, subprocess\nscript = json.load(sys.stdin)\n"


def filtered(program: str, folder: Path, patience_s: float = 30) -> Script:
    return filter_script(SCRIPT, [sys.executable, "-c", READ + program], STYLE, folder, patience_s)


def answered(answer: object, folder: Path) -> Script:
    return filtered(f"print({json.dumps(answer, ensure_ascii=True)!r})", folder)


def refusal(program: str, folder: Path, patience_s: float = 30) -> str:
    with pytest.raises(FilterError) as caught:
        filtered(program, folder, patience_s)
    assert caught.value.hint
    return caught.value.message


def test_a_program_that_changes_nothing_changes_nothing(tmp_path: Path) -> None:
    assert filtered("json.dump(script, sys.stdout)", tmp_path) == SCRIPT


def test_it_is_given_the_whole_script(tmp_path: Path) -> None:
    filtered("json.dump(script, open('given.json', 'w')); json.dump(script, sys.stdout)", tmp_path)
    given = json.loads((tmp_path / "given.json").read_text())
    assert (given["title"], given["publisher"]) == ("新馆开馆", "海州日报")
    assert given["published"] == "2026-11-20T00:00:00+00:00"
    assert given["segments"][1] == {
        "text": "共3人。",
        "spoken": "共三人。",
        "pause_s": 0.7,
        "voice": "",
        "chapter": "",
    }


def test_what_it_leaves_out_is_the_shows(tmp_path: Path) -> None:
    script = answered({"segments": [{"text": " 共\n4人。 "}]}, tmp_path)
    assert script.segments == (Segment("共 4人。", "共 四人。", 0.7),)
    assert (script.title, script.url) == (SCRIPT.title, SCRIPT.url)


def test_it_says_how_long_a_pause_is_and_who_speaks(tmp_path: Path) -> None:
    part = {"text": "甲", "spoken": "乙", "pause_s": 2, "voice": "云希", "chapter": "丙"}
    script = answered({"title": "短讯", "segments": [part]}, tmp_path)
    assert script.segments == (Segment("甲", "乙", 2, "云希", "丙"),)
    assert script.title == "短讯"


def test_a_long_text_is_cut_into_segments(tmp_path: Path) -> None:
    script = answered({"segments": [{"text": "这是一句话。" * 100, "pause_s": 3, "voice": "云希"}]}, tmp_path)
    assert [part.pause_s for part in script.segments] == [0.35] * (len(script.segments) - 1) + [3]
    assert {part.voice for part in script.segments} == {"云希"}
    assert "".join(part.text for part in script.segments) == "这是一句话。" * 100


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("sys.exit('no money left')", "the filter failed with exit code 1: no money left"),
        ("sys.exit(7)", "the filter failed with exit code 7: it did not say why"),
        ("", "the filter's answer is no script: Invalid JSON"),
        ("print('好')", "the filter's answer is no script: Invalid JSON"),
        ("print([])", "the filter's answer is no script: Input should be an object"),
        ("print({})", "the filter's answer is no script: segments: Field required"),
        ("print('{\"segments\": []}')", "the filter's answer is no script: segments: "),
        ('print(\'{"segments": [{"text": 3}]}\')', "the filter's answer is no script: segments.0.text: "),
        ('print(\'{"segments": [{"text": " "}]}\')', "the filter's script has no line to speak"),
        ("os.write(1, b' ' * (17 << 20))", "the filter returned more than 16 MB"),
    ],
)
def test_what_it_does_wrong_is_said(tmp_path: Path, program: str, message: str) -> None:
    assert refusal(program, tmp_path).startswith(message)


def test_a_spoken_form_that_no_engine_would_take_is_refused(tmp_path: Path) -> None:
    program = f"print(json.dumps({{'segments': [{{'text': '甲', 'spoken': '长' * {MOST_SPOKEN + 1}}}]}}))"
    assert refusal(program, tmp_path) == "the filter's “甲…” takes 601 characters to say"


@pytest.mark.parametrize("command", ["no-such-program", "", "nul\0"])
def test_a_program_that_is_not_there_is_named(tmp_path: Path, command: str) -> None:
    with pytest.raises(FilterError, match="does not run"):
        filter_script(SCRIPT, [command], STYLE, tmp_path)


def test_it_may_ignore_what_it_is_given(tmp_path: Path) -> None:
    command = [sys.executable, "-c", 'print(\'{"segments": [{"text": "好"}]}\')']
    assert filter_script(SCRIPT, command, STYLE, tmp_path).segments == (Segment("好", "好", 0.7),)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes of this kind")
def test_its_children_end_with_it_when_it_takes_too_long(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = "[sys.executable, '-c', 'import os, time; os.open(\"pipe\", os.O_WRONLY); time.sleep(600)']"
    start = time.monotonic()
    assert refusal(f"subprocess.Popen({child}).wait()", tmp_path, 2.0) == "the filter was not ready after 2 s"
    assert time.monotonic() - start < 20
    os.set_blocking(held, True)
    assert os.read(held, 1) == b"", "the pipe ends when nobody holds it any more"
    os.close(held)
