"""Bad input gets one clear line and its exit code, and leaves the show as it was."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NOBODY, STORY, Bobao, Ran, snapshot
from tests.servers.edge import EdgeServer

FAILED, WRONG = 1, 2
ESPEAK = ("--engine", "espeak")
MENU = "<html><body><nav><a href='/a'>首页</a><a href='/b'>新闻</a></nav></body></html>"
DROP_OVERRIDE = (
    "import ctypes, os, sys; assert not ctypes.CDLL(None).prctl(24, 1, 0, 0, 0);"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Runs Python without CAP_DAC_OVERRIDE (1), which PR_CAPBSET_DROP (24) takes away: root, but bound by rights."""

SOURCES = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": ("　\n \n\ufeff".encode(), "is empty"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "is a PDF"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is an image"),
    "noise.txt": (bytes(range(256)) * 8, "is not text"),
    "menu.html": (MENU.encode(), "holds no story"),
    "english.txt": (
        b"The new library opened on Friday. It holds a million books.\n" * 5,
        "is not in Chinese",
    ),
}

SETTINGS: dict[str, tuple[str | bytes, str]] = {
    "an unknown key": ('colour = "red"', "unknown key “colour”; here may stand: title, "),
    "an unknown key in a section": ('[voice]\nengin = "edge"', "unknown key “voice.engin”"),
    "an unknown section": ("[sounds]", "unknown key “sounds”"),
    "a wrong type": ("title = 3", "title is 3"),
    "a wrong type in a section": ('[sound]\nbitrate_kbps = "high"', "sound.bitrate_kbps is “high”"),
    "a value out of range": ("[voice]\nrate = 1000", "voice.rate is 1000"),
    "a place in the sky": ('timezone = "Mars/Olympus"', "time zone"),
    "not TOML": ("title = ", "is not TOML"),
    "not UTF-8": (b'title = "\xb2\xa5"', "is not UTF-8"),
    "no music": ('[music]\nintro = "gone.mp3"', "there is no music file"),
    "music without sound": ('[music]\noutro = "show.toml"', "holds no sound"),
    "a bed that is a picture": ('cover = ""\n[music]\nbed = "show.toml"', "holds no sound"),
    "no cover": ('cover = "gone.png"', "gone.png cannot be read: No such file"),
    "a cover that is none": ('cover = "show.toml"', "is neither JPEG nor PNG"),
    "an unknown engine": ('[voice]\nengine = "parrot"', "there is no engine “parrot”"),
    "an unknown voice": (
        '[voice]\nname = "zh-CN-PolynesiaNeural"',
        "there is no voice 'zh-CN-PolynesiaNeural'",
    ),
}


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


@pytest.fixture
def show(bobao: Bobao) -> Path:
    """A show with all defaults, not built into yet."""
    bobao.make_show("")
    return bobao.show


def assert_refused(ran: Ran, code: int, complaint: str) -> None:
    assert ran.complaint.startswith("error: ")
    assert ran.complaint.count("\n") == 1
    assert ran.complaint.endswith("\n")
    assert complaint in ran.complaint
    assert ran.code == code


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_without_a_story_is_refused(bobao: Bobao, show: Path, name: str) -> None:
    content, complaint = SOURCES[name]
    (bobao.folder / name).write_bytes(content)
    before = snapshot(show)
    assert_refused(bobao("build", name, *ESPEAK), FAILED, f"{name} {complaint}")
    assert snapshot(show) == before


@pytest.mark.parametrize(("name", "complaint"), [("gone.txt", "no such file"), (".", "is a folder")])
def test_a_source_that_cannot_be_read_makes_no_show(bobao: Bobao, name: str, complaint: str) -> None:
    assert_refused(bobao("build", name, *ESPEAK), FAILED, complaint)
    assert not bobao.show.exists()


def test_json_tells_of_a_source_that_failed(bobao: Bobao) -> None:
    ran = bobao("build", "gone.txt", "--json")
    assert_refused(ran, FAILED, "no such file")
    (failed,) = ran.json["failed"]
    assert (ran.json["status"], ran.json["episodes"]) == ("failed", [])
    assert failed["source"] == "gone.txt"
    assert f"error: {failed['error']}\n" == ran.complaint


@pytest.mark.parametrize("wrong", SETTINGS)
def test_a_broken_show_toml_is_refused(bobao: Bobao, show: Path, story: Path, wrong: str) -> None:
    written, complaint = SETTINGS[wrong]
    (show / "show.toml").write_bytes(written if isinstance(written, bytes) else written.encode())
    before = snapshot(show)
    assert_refused(bobao("build", story), WRONG, complaint)
    assert snapshot(show) == before


def test_json_tells_of_a_broken_show_toml(bobao: Bobao, show: Path, story: Path) -> None:
    (show / "show.toml").write_text("title = 3", "utf-8")
    ran = bobao("build", story, "--json")
    assert_refused(ran, WRONG, "title is 3")
    assert ran.json["status"] == "failed"
    assert [failed["source"] for failed in ran.json["failed"]] == [str(story)]


@pytest.mark.parametrize(
    ("voice", "complaint"),
    [
        ("zh-CN-PolynesiaNeural", "there is no voice 'zh-CN-PolynesiaNeural'"),
        ("en-US-AriaNeural", "speaks en-US, not Mandarin"),
        ("zh-HK-HiuMaanNeural", "speaks Cantonese, not Mandarin"),
    ],
)
@pytest.mark.usefixtures("show")
def test_a_voice_that_cannot_read_is_refused(
    bobao: Bobao, story: Path, edge: EdgeServer, voice: str, complaint: str
) -> None:
    before = snapshot(bobao.folder)
    for service in (edge.url, NOBODY):
        ran = bobao("build", story, "--voice", voice, BOBAO_EDGE_URL=service)
        assert_refused(ran, WRONG, complaint)
    assert snapshot(bobao.folder) == before


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ((*ESPEAK, "--voice", "polly"), "there is no voice 'polly'"),
        (("--engine", "parrot"), "there is no engine “parrot”"),
        ((*ESPEAK, "--rate", "101"), "--rate"),
        ((*ESPEAK, "--colour", "red"), "No such option: --colour"),
    ],
)
def test_what_is_not_there_cannot_be_asked_for(
    bobao: Bobao, show: Path, story: Path, options: tuple[str, ...], complaint: str
) -> None:
    before = snapshot(show)
    assert_refused(bobao("build", story, *options), WRONG, complaint)
    assert snapshot(show) == before


@pytest.mark.usefixtures("show")
def test_an_episode_that_is_not_there_cannot_be_updated(bobao: Bobao, story: Path) -> None:
    assert_refused(bobao("build", story, *ESPEAK, "--update", "12345678"), WRONG, "no episode 12345678")
    assert bobao.episodes() == []


def test_a_title_is_for_one_story(bobao: Bobao, story: Path) -> None:
    assert_refused(bobao("build", story, story, "--title", "标题"), WRONG, "one source")
    assert not bobao.show.exists()


def test_an_ffmpeg_that_does_not_run_is_refused(bobao: Bobao, show: Path, story: Path) -> None:
    before = snapshot(show)
    for ffmpeg in (bobao.folder / "gone", story, sys.executable):
        ran = bobao("build", story, *ESPEAK, BOBAO_FFMPEG=str(ffmpeg))
        assert_refused(ran, FAILED, f"ffmpeg at {ffmpeg} does not run")
    assert snapshot(show) == before


@pytest.mark.parametrize(
    "command",
    [
        ("episodes", "list"),
        ("serve",),
        ("doctor",),
        ("spoken",),
        ("script", "story.txt"),
        ("say", "你好", "-o", "a.mp3"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("story")
def test_a_show_that_is_not_there_is_refused(bobao: Bobao, command: tuple[str, ...]) -> None:
    before = snapshot(bobao.folder)
    assert_refused(bobao(*command, "--show", "gone"), WRONG, f"`bobao new {bobao.folder / 'gone'}`")
    assert snapshot(bobao.folder) == before


@pytest.mark.parametrize("command", [("new", "full"), ("build", "story.txt", "--show", "full")], ids=" ".join)
@pytest.mark.usefixtures("story")
def test_a_folder_of_other_things_is_not_made_a_show(bobao: Bobao, command: tuple[str, ...]) -> None:
    (bobao.folder / "full").mkdir()
    (bobao.folder / "full" / "diary.txt").write_text("…", "utf-8")
    assert_refused(bobao(*command), WRONG, "is not empty and holds no show.toml")
    assert list(snapshot(bobao.folder / "full")) == ["diary.txt"]


def test_a_show_below_a_file_cannot_be_made(bobao: Bobao, story: Path) -> None:
    ran = bobao("build", story, *ESPEAK, "--show", story / "show")
    assert_refused(ran, FAILED, "cannot be written to")
    assert story.read_text("utf-8") == STORY


def test_a_show_whose_public_folder_is_a_file_is_unwritable(bobao: Bobao, show: Path, story: Path) -> None:
    (show / "public").touch()
    assert_refused(bobao("build", story, *ESPEAK), FAILED, f"{show} cannot be written to")
    assert bobao.episodes() == []


@pytest.fixture
def read_only(bobao: Bobao, show: Path) -> Iterator[Path]:
    """A show that may be read and not written to, not even by root."""
    if sys.platform == "win32" or (os.geteuid() == 0 and sys.platform != "linux"):
        pytest.skip("no rights keep this user from writing")
    if os.geteuid() == 0:
        bobao.python = [sys.executable, "-c", DROP_OVERRIDE]
    show.chmod(0o555)
    yield show
    show.chmod(0o755)


def test_a_show_that_may_not_be_written_to_is_unwritable(bobao: Bobao, read_only: Path, story: Path) -> None:
    before = snapshot(read_only)
    assert_refused(bobao("build", story, *ESPEAK), FAILED, f"{read_only} cannot be written to")
    assert snapshot(read_only) == before


def test_a_show_cannot_be_made_where_nothing_may_be_written(
    bobao: Bobao, read_only: Path, story: Path
) -> None:
    inside = read_only / "inside"
    assert_refused(bobao("build", story, *ESPEAK, "--show", inside), FAILED, f"{inside} cannot be written to")
    assert_refused(bobao("new", inside), FAILED, f"{inside} cannot be written to")
    assert not inside.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("sing",), "No such command 'sing'; see `bobao --help`"),
        (("--loud",), "No such option: --loud; see `bobao --help`"),
        (("build",), "Missing argument 'SOURCE...'; see `bobao build --help`"),
        (("episodes",), "Missing command; see `bobao episodes --help`"),
        (("serve", "--port", "http"), "'--port'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_refused(bobao: Bobao, arguments: tuple[str, ...], complaint: str) -> None:
    ran = bobao(*arguments)
    assert_refused(ran, WRONG, complaint)
    assert ran.out == ""
