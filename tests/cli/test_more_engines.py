"""Engines with settings, and those of other packages, from the command line."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.conftest import BRIEF, ROOT, STORY, Bobao
from tests.servers.free_port import free_port
from tests.servers.openai import KEY, SpeechServer
from tests.servers.packages import install

from .listening import length_s, longest_silence_s

PROGRAM = """
import sys
from tests.tones import tone, wav

text = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(wav(tone(0.2 * sum(map(str.isalnum, text)))))
"""


def settings(bobao: Bobao, text: str) -> None:
    bobao.show.mkdir()
    (bobao.show / "show.toml").write_text(text + BRIEF, "utf-8")


def test_an_engine_of_another_package_speaks_an_episode(bobao: Bobao, story: Path, tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```python\n(.+?)```", (ROOT / "docs" / "engines.md").read_text("utf-8"), re.DOTALL
    )
    packages = tmp_path / "packages"
    packages.mkdir()
    install(packages, "bobao_program", example, {"program": "bobao_program:ProgramEngine"})
    program = packages / "speak.py"
    program.write_text(PROGRAM, "utf-8")
    command = json.dumps([sys.executable, str(program)])
    settings(bobao, f'[voice]\nengine = "program"\n[engine.program]\ncommand = {command}\n')
    path = f"{ROOT}{':' if sys.platform != 'win32' else ';'}{packages}"

    ran = bobao("build", story, "--json", PYTHONPATH=path)

    assert (ran.code, ran.complaint) == (0, "")
    (episode,) = ran.json["episodes"]
    assert (episode["engine"], episode["voice"], episode["fallback"]) == ("program", "program", False)
    assert abs(length_s(bobao.show / episode["audio"]) - episode["duration_s"]) < 0.06
    assert re.search(r"^program +program +zh-CN", bobao("voices", PYTHONPATH=path).out, re.MULTILINE)


def test_a_broken_package_costs_one_line_of_warning(bobao: Bobao, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    install(packages, "bobao_broken", "import nothing_of_this_name", {"broken": "bobao_broken:engine"})
    ran = bobao("voices", PYTHONPATH=str(packages))
    assert ran.code == 0
    assert ran.err.startswith("warning: the engine “broken” of the package bobao_broken 1.0 cannot be used")
    assert ran.err.count("\n") == 1
    assert {line.split()[0] for line in ran.out.splitlines()} == {"edge", "espeak", "silent"}
    asked = bobao("voices", "--engine", "broken", PYTHONPATH=str(packages))
    assert (asked.code, asked.out, asked.err.count("\n")) == (2, "", 1)


def test_a_server_with_openais_interface_speaks_an_episode(bobao: Bobao, story: Path) -> None:
    with SpeechServer(key=KEY, streamed=True) as server:
        settings(
            bobao,
            f'[voice]\nengine = "openai"\n[engine.openai]\nurl = "{server.url}"\nmodel = "m"\nvoices = ["lin"]\n',
        )
        ran = bobao("build", story, "--json", OPENAI_API_KEY=KEY)
    assert (ran.code, ran.complaint) == (0, "")
    (episode,) = ran.json["episodes"]
    assert (episode["engine"], episode["voice"]) == ("openai", "lin")
    assert longest_silence_s(bobao.show / episode["audio"]) < 1.5
    assert all(KEY.encode() not in path.read_bytes() for path in bobao.folder.rglob("*") if path.is_file())


def test_several_servers_speak_an_episode_though_one_is_not_there(bobao: Bobao, story: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/v1"
    with SpeechServer(answer_s=0.1) as one, SpeechServer(answer_s=0.1) as other:
        urls = json.dumps([one.url, nobody, other.url])
        settings(bobao, f'[voice]\nengine = "openai"\n[engine.openai]\nurl = {urls}\nmodel = "m"\n')
        ran = bobao("build", story, "--json")
    assert (ran.code, ran.complaint) == (0, "")
    (episode,) = ran.json["episodes"]
    assert (episode["engine"], episode["fallback"]) == ("openai", False)
    assert len(one.requests) + len(other.requests) == episode["segments"]
    for server in (one, other):
        assert server.requests
        assert server.most_at_once <= 2


def test_a_key_that_is_missing_is_one_line_with_the_next_step(bobao: Bobao, story: Path) -> None:
    with SpeechServer(key=KEY) as server:
        settings(bobao, f'[engine.openai]\nurl = "{server.url}"\nmodel = "m"\n')
        ran = bobao("build", story, "--engine", "openai", OPENAI_API_KEY="")
    assert ran.code == 1
    assert "OPENAI_API_KEY is not set" in ran.complaint
    assert ran.complaint.count("\n") == 1


def test_a_model_of_sherpa_onnx_speaks_an_episode(bobao: Bobao, story: Path, tmp_path: Path) -> None:
    pytest.importorskip("sherpa_onnx", reason="sherpa-onnx is not installed: pip install 'bobao[test]'")
    pytest.importorskip("onnx", reason="onnx is not installed: pip install 'bobao[test]'")
    from tests.servers.sherpa_model import write_model

    known = (
        STORY
        + bobao("script", story).out
        + "〇一二三四五六七八九十百千万点欢迎收听播报今天是年月日星期本节目由人工智能语音合成以上内容来自感谢我们下次再见"
    )
    spoken = bobao("script", story, "--json").json
    known += "".join(segment["spoken"] for segment in spoken["segments"])
    folder = write_model(tmp_path / "model", "".join(filter(str.isalpha, known)))
    settings(bobao, f"[engine.sherpa]\nmodel = {json.dumps(str(folder))}\n")
    ran = bobao("build", story, "--engine", "sherpa", "--voice", "2", "--json")
    assert (ran.code, ran.complaint) == (0, "")
    (episode,) = ran.json["episodes"]
    assert (episode["engine"], episode["voice"]) == ("sherpa", "2")


def test_silence_builds_an_episode(bobao: Bobao, story: Path) -> None:
    (episode,) = bobao("build", story, "--engine", "silent", "--json").json["episodes"]
    assert (episode["engine"], episode["voice"], episode["fallback"]) == ("silent", "hum", False)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("", "the engine openai needs to know its model; add model = "),
        (
            '[engine.openai]\nmodel = "m"\nurls = ["http://a"]\n',
            "unknown key “engine.openai.urls”; here may stand",
        ),
        ("[engine]\nopenai = 3\n", "engine.openai is 3; it should be a table"),
        ('[engine.openai]\nmodel = "m"\n[voice]\nengine = "openai"\nname = "alloi"\n', "did you mean alloy?"),
    ],
)
def test_wrong_settings_are_refused_before_anything_is_spoken(
    bobao: Bobao, story: Path, options: str, told: str
) -> None:
    settings(bobao, options)
    engine = () if "[voice]" in options else ("--engine", "openai")
    ran = bobao("build", story, *engine)
    assert ran.code == 2
    assert told in ran.complaint
    assert ran.complaint.count("\n") == 1
