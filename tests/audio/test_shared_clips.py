"""Clips that several machines share: found there by whoever has not made them, and never a reason to fail."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from audio import ClipCache, Mark, Speech, Utterance, open_cache
from audio.shared_clips import SharedClips
from tests.conftest import ROOT, Bobao, write_story
from tests.servers.storage import bucket
from tests.tones import ToneEngine

ASKED = Utterance("今天是晴天。", "sine")
SPEECH = Speech(b"RIFF\n\x00sound", (Mark("今天", 0.0, 0.5),))


def fail(message: str) -> None:
    pytest.fail(message)


def machine(folder: Path, name: str, url: str = "", warnings: list[str] | None = None) -> ClipCache:
    """The cache of a machine of its own."""
    warn = fail if warnings is None else warnings.append
    return ClipCache(folder / name, warn=warn, shared=SharedClips(url or str(folder / "shared"), warn))


def shared_entry(folder: Path) -> Path:
    (only,) = (path for path in (folder / "shared").rglob("*") if path.is_file())
    return only


def test_what_one_machine_made_another_one_finds_and_keeps(tmp_path: Path) -> None:
    first, second = machine(tmp_path, "first"), machine(tmp_path, "second")
    assert first.get(ToneEngine(), ASKED) is None
    first.put(ToneEngine(), ASKED, SPEECH)
    first.settle()
    assert second.get(ToneEngine(), ASKED) == SPEECH
    shared_entry(tmp_path).unlink()
    assert second.get(ToneEngine(), ASKED) == SPEECH


@pytest.mark.parametrize("damage", [b"", b"x", b"\n\n", b"half"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    first, second = machine(tmp_path, "first"), machine(tmp_path, "second")
    first.put(ToneEngine(), ASKED, SPEECH)
    first.settle()
    entry = shared_entry(tmp_path)
    entry.write_bytes(entry.read_bytes()[:40] if damage == b"half" else damage)
    assert second.get(ToneEngine(), ASKED) is None
    second.put(ToneEngine(), ASKED, SPEECH)
    second.settle()
    assert machine(tmp_path, "third").get(ToneEngine(), ASKED) == SPEECH


def test_what_is_forgotten_is_forgotten_everywhere(tmp_path: Path) -> None:
    first = machine(tmp_path, "first")
    first.put(ToneEngine(), ASKED, SPEECH)
    first.forget(ToneEngine(), ASKED)
    assert first.get(ToneEngine(), ASKED) is None
    assert machine(tmp_path, "second").get(ToneEngine(), ASKED) is None


def test_a_place_that_cannot_be_used_is_told_once_and_left_alone(tmp_path: Path) -> None:
    warnings: list[str] = []
    (tmp_path / "taken").touch()
    for url in (str(tmp_path / "taken" / "place"), "nowhere://x", "webdav://127.0.0.1:9/x"):
        cache = machine(tmp_path, url.replace("/", "_"), url, warnings)
        with ThreadPoolExecutor(4) as pool:
            asked = [replace(ASKED, text=str(number)) for number in range(8)]
            list(pool.map(lambda each, cache=cache: cache.put(ToneEngine(), each, SPEECH), asked))
        cache.settle()
        assert {cache.get(ToneEngine(), each) for each in asked} == {SPEECH}
        assert cache.get(ToneEngine(), ASKED) is None
    assert len(warnings) == 3
    assert all("speech is not shared" in each for each in warnings)


def test_a_place_that_never_answers_is_not_waited_for_long(tmp_path: Path) -> None:
    warnings: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/clips"
        cache = ClipCache(tmp_path, warn=fail, shared=SharedClips(url, warnings.append, patience_s=0.3))
        assert cache.get(ToneEngine(), ASKED) is None
        cache.put(ToneEngine(), ASKED, SPEECH)
        cache.settle()
        assert cache.get(ToneEngine(), ASKED) == SPEECH
    assert warnings == [
        f"speech is not shared with other machines: {url} has not answered for 0.3 s; mend that, or BOBAO_CACHE_URL"
    ]


RACER = """
import sys
from pathlib import Path
from audio import Speech, Utterance
from tests.audio.test_shared_clips import machine
from tests.tones import ToneEngine
folder = Path(sys.argv[1])
for turn in range(40):
    cache = machine(folder, f"{sys.argv[2]}-{turn}")
    asked = Utterance(f"{turn % 5}", "sine")
    speech = Speech(asked.text.encode() * 100_000, ())
    found = cache.get(ToneEngine(), asked)
    assert found in (None, speech), "torn"
    cache.put(ToneEngine(), asked, speech)
    cache.settle()
"""


@pytest.mark.storm
def test_processes_that_race_for_one_clip_find_it_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RACER, str(tmp_path)]
    racers = [
        subprocess.Popen([*command, str(number)], cwd=ROOT, stderr=subprocess.PIPE) for number in range(3)
    ]
    for racer in racers:
        _, told = racer.communicate()
        assert racer.returncode == 0, told.decode()
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.storm
def test_two_builds_on_two_machines_speak_once(bobao: Bobao, template: tuple[Bobao, object]) -> None:
    made, _ = template
    settings = (made.show / "show.toml").read_text("utf-8")
    story, shared = write_story(bobao.folder), str(bobao.folder / "shared")
    counted = []
    for name in ("one", "two"):
        (bobao.folder / name).mkdir()
        (bobao.folder / name / "show.toml").write_text(settings, "utf-8")
        cache = str(bobao.folder / f"cache-{name}")
        ran = bobao(
            "build", story, "--engine", "espeak", "--json", "--show", name,
            BOBAO_CACHE_DIR=cache, BOBAO_CACHE_URL=shared,
        )  # fmt: skip
        assert (ran.code, ran.complaint) == (0, "")
        counted.append((ran.json["episodes"][0]["synthesized"], ran.json["episodes"][0]["cached"]))
    (spoken, nothing), (nothing_now, found) = counted
    assert (nothing, nothing_now, found) == (0, 0, spoken)
    info = bobao("cache", "info", "--json", BOBAO_CACHE_URL=shared).json["shared"]
    assert info == {"url": shared, "trouble": ""}
    cleared = bobao("cache", "clear", BOBAO_CACHE_URL=shared)
    assert "was left alone" in cleared.out
    assert len(list(Path(shared).rglob("*.clip"))) == spoken


@pytest.mark.storm
def test_a_build_whose_shared_cache_is_away_only_warns(bobao: Bobao, story: Path) -> None:
    bobao.make_show("[music]\nintro = 'none'\noutro = 'none'\nbed = 'none'\n")
    url = "webdav://127.0.0.1:9/x"
    ran = bobao("build", story, "--engine", "espeak", BOBAO_CACHE_URL=url)
    assert ran.code == 0
    assert ran.complaint.count("\n") == 1
    assert "warning: speech is not shared" in ran.complaint
    told = bobao("cache", BOBAO_CACHE_URL=url)
    assert (told.code, url in told.out, "warning" in told.err) == (0, True, True)


def test_the_environment_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOBAO_CACHE_URL", str(tmp_path / "shared"))
    for name in ("first", "second"):
        monkeypatch.setenv("BOBAO_CACHE_DIR", str(tmp_path / name))
        cache = open_cache(fail)
        assert (cache.get(ToneEngine(), ASKED) == SPEECH) is (name == "second")
        cache.put(ToneEngine(), ASKED, SPEECH)
        cache.keep_bounded()
    assert shared_entry(tmp_path).is_file()


def test_without_it_fsspec_is_not_loaded() -> None:
    script = (
        "import sys, audio; audio.open_cache(print); audio.Storage('x');"
        " sys.exit('fsspec' in sys.modules or 'audio.storage_remote' in sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "BOBAO_CACHE_URL"}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)


ON_S3 = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.audio.test_shared_clips import ASKED, SPEECH, machine
from tests.tones import ToneEngine
folder, url = Path(sys.argv[1]), sys.argv[2]
first, second = machine(folder, "first", url), machine(folder, "second", url)
asked = [replace(ASKED, text=str(number)) for number in range(40)]
for each in asked:
    first.put(ToneEngine(), each, SPEECH)
first.settle()
assert {second.get(ToneEngine(), each) for each in asked} == {SPEECH}
"""


@pytest.mark.storm
def test_clips_are_shared_on_s3(tmp_path: Path) -> None:
    with bucket() as place:
        command = [sys.executable, "-c", ON_S3, str(tmp_path), place.url]
        environment = {**os.environ, **place.environment}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
