"""An engine is chosen by its name, and a voice by its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from audio import (
    EDGE_URL,
    UnknownVoiceError,
    engine_names,
    is_set_up,
    list_voices,
    load_engine,
    make_ready,
    portable_options,
    resolve_voice,
)
from audio.engine_options import check_options, required_options
from scripts import ConfigurationError
from tests.servers.packages import install
from tests.tones import ToneEngine

FACTORY = """
def engine(*, pitch_hz: int = 440, **_: object):
    from tests.tones import ToneEngine
    return ToneEngine()

def failing():
    raise RuntimeError("out of\\norder")

def stump():
    return object()
"""


@pytest.mark.parametrize(
    ("name", "options"),
    [("edge", {}), ("espeak", {}), ("silent", {}), ("openai", {"model": "m", "url": "http://a/v1"})],
)
def test_each_engine_that_is_named_can_be_loaded(name: str, options: dict[str, Any]) -> None:
    assert name in engine_names()
    assert load_engine(name, options).name == name


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("espaek", "did you mean espeak?"),
        ("Edge", "did you mean edge?"),
        ("open-ai", "did you mean openai?"),
        ("", "use one of"),
    ],
)
def test_an_unknown_engine_is_refused_with_the_nearest_one(name: str, hint: str) -> None:
    with pytest.raises(ConfigurationError, match=f"there is no engine “{name}”") as caught:
        load_engine(name)
    assert hint in caught.value.hint


def test_an_engine_lists_its_voices_its_own_choice_first() -> None:
    engine = load_engine("espeak")
    voices = list_voices(engine)
    assert voices[0].name == engine.default_voice
    assert {voice.locale for voice in voices} == {"zh-CN"}


def test_no_name_is_the_engines_own_voice() -> None:
    assert resolve_voice(ToneEngine(), "") == "sine"


def test_a_voice_must_be_one_of_the_engines() -> None:
    assert resolve_voice(ToneEngine(), "sine") == "sine"
    with pytest.raises(UnknownVoiceError):
        resolve_voice(ToneEngine(), "square")


def test_an_engine_may_make_itself_ready() -> None:
    class Slow(ToneEngine):
        loaded = False

        def make_ready(self) -> None:
            self.loaded = True

    slow = Slow()
    make_ready(slow)
    make_ready(ToneEngine())  # which has nothing to load
    assert slow.loaded


def test_an_engine_is_set_up_when_it_knows_what_it_cannot_do_without() -> None:
    assert is_set_up("edge")
    assert not is_set_up("openai")
    assert is_set_up("openai", {"model": "m"})
    assert not is_set_up("sherpa", {})


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ({}, "the engine openai needs to know its model", "under [engine.openai]"),
        ({"model": "m", "modle": "n"}, "unknown key “engine.openai.modle”", "here may stand: model, url"),
        ({"model": "m", "pause": "p"}, "unknown key “engine.openai.pause”", "here may stand"),
        ({"model": 4}, "engine.openai.model is 4", "text in quotes"),
        ({"model": "m", "url": 80}, "engine.openai.url is 80", "text in quotes or a list of texts"),
        ({"model": "m", "url": ["a", 1]}, "engine.openai.url is ['a', 1]", "text in quotes or a list"),
        ({"model": "m", "url": []}, "url in [engine.openai] names no service", "a list of several"),
        (
            {"model": "m", "url": ["http://a/v1", "http://a/v1/"]},
            "url in [engine.openai] names the same service twice",
            "a list of several",
        ),
        ({"model": "m", "url": ["http://a/v1", "b"]}, "'b' is no address of a speech service", "http://"),
        ({"model": "m", "voices": "nova"}, "engine.openai.voices is 'nova'", "a list of texts"),
        ({"model": "m", "voices": [1]}, "engine.openai.voices is [1]", "a list of texts"),
        ({"model": "m", "patience_s": True}, "engine.openai.patience_s is True", "a number"),
    ],
)
def test_options_are_checked_before_an_engine_is_made(
    options: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_engine("openai", options)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_show_may_name_another_edge_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"url": "wss://of-the-show.example/edge/v1"}
    monkeypatch.delenv(EDGE_URL, raising=False)
    assert load_engine("edge").version == "1"
    assert load_engine("edge", options).version == "1@of-the-show.example"
    monkeypatch.setenv(EDGE_URL, "ws://of-the-environment.example/")
    assert load_engine("edge", options).version == "1@of-the-environment.example"


def test_portable_options_make_the_same_engine_without_our_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = {"url": "wss://of-the-show.example/", "proxy": "http://127.0.0.1:1"}
    monkeypatch.setenv(EDGE_URL, "ws://of-the-environment.example/")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    here = load_engine("edge", options)
    portable = portable_options("edge", options)
    openai = portable_options("openai", {"model": "m"})
    assert options["url"] == "wss://of-the-show.example/", "they are others'"
    monkeypatch.delenv(EDGE_URL)
    assert load_engine("edge", portable).version == here.version
    assert portable["proxy"] == options["proxy"]
    assert openai == {"model": "m"}
    assert portable_options("edge") == {}


def test_an_engine_without_options_says_so() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_engine("espeak", {"speed": 3})
    assert caught.value.hint == "it has no options"


def test_every_kind_of_option_is_told_apart() -> None:
    def factory(
        *, text: str, number: int = 0, share: float = 0.5, flag: bool = False, names: Sequence[str] = ()
    ) -> None: ...

    assert required_options(factory) == {"text"}
    check_options("x", factory, {"text": "t", "number": 1, "share": 1, "flag": True, "names": ["n"]})
    for wrong in ({"number": 1.5}, {"number": True}, {"share": "1"}, {"flag": 1}):
        with pytest.raises(ConfigurationError):
            check_options("x", factory, {"text": "t", **wrong})


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module of a package that offers engines; its name is its own, as modules are remembered."""
    module = f"engines_of_{tmp_path.name}".replace("-", "_")
    offered = {
        "stranger": f"{module}:engine",
        "failing": f"{module}:failing",
        "stump": f"{module}:stump",
        "missing": f"{module}:nothing",
        "edge": f"{module}:engine",
    }
    install(tmp_path, module, FACTORY, offered)
    monkeypatch.syspath_prepend(tmp_path)
    return module


@pytest.mark.usefixtures("package")
def test_another_package_offers_an_engine() -> None:
    assert "stranger" in engine_names()
    assert load_engine("stranger", {"pitch_hz": 220}).name == "tone"


@pytest.mark.usefixtures("package")
def test_another_package_does_not_take_a_name_of_ours() -> None:
    assert engine_names().count("edge") == 1
    assert load_engine("edge").name == "edge"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("failing", "RuntimeError: out of order"),
        ("stump", "TypeError: it lacks name, version"),
        ("missing", "AttributeError: "),
    ],
)
def test_a_broken_engine_is_one_clear_line(package: str, name: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_engine(name)
    assert f"the engine “{name}” of the package {package} 1.0 cannot be used ({why}" in caught.value.message
    assert "\n" not in str(caught.value)
    assert load_engine("espeak").name == "espeak"
