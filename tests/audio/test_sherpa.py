"""The sherpa engine: sherpa-onnx itself, with a model of a few kilobytes; and folders of all kinds."""

import asyncio
from pathlib import Path

import pytest

from audio import EngineError, IncompleteSpeechError, Speech, UnknownVoiceError, Utterance
from audio.pcm import decode
from audio.sherpa import SherpaEngine
from tests.servers.sherpa_model import CHARACTER_S, METADATA, RATE_HZ, write_model
from tests.speaking import persistently

pytest.importorskip("sherpa_onnx", reason="sherpa-onnx is not installed: pip install 'bobao[test]'")
pytest.importorskip("onnx", reason="onnx is not installed: pip install 'bobao[test]'")

TEXT = "今天天气很好。我们去看大海！"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "my model 模型", TEXT)


def length_s(engine: SherpaEngine, text: str = TEXT, voice: str = "0", rate_percent: int = 0) -> float:
    speech = asyncio.run(engine.speak(Utterance(text, voice, rate_percent)))
    samples, rate_hz = decode(speech.audio)
    assert rate_hz == RATE_HZ
    return len(samples) / 2 / rate_hz


def test_speaks_all_of_the_text(folder: Path) -> None:
    assert length_s(SherpaEngine(str(folder))) == pytest.approx(CHARACTER_S * len(TEXT), abs=0.05)


def test_speaks_faster_when_asked_to(folder: Path) -> None:
    engine = SherpaEngine(str(folder))
    assert length_s(engine, rate_percent=50) == pytest.approx(length_s(engine) / 1.5, abs=0.05)


def test_estimates_when_each_sentence_is_heard(folder: Path) -> None:
    speech = persistently(SherpaEngine(str(folder)), Utterance(TEXT, "0")).speech
    first, second = speech.marks
    assert (first.text, second.text) == ("今天天气很好。", "我们去看大海！")
    assert first.estimated
    assert first.end_s == pytest.approx(second.start_s) == pytest.approx(CHARACTER_S * 7, abs=0.05)


def test_its_voices_are_the_models_speakers(folder: Path) -> None:
    engine = SherpaEngine(str(folder))
    assert [voice.name for voice in asyncio.run(engine.voices())] == ["0", "1", "2"]
    sounds = {asyncio.run(engine.speak(Utterance(TEXT, voice))).audio for voice in "012"}
    assert len(sounds) == 3
    with pytest.raises(UnknownVoiceError):
        length_s(engine, voice="3")


def test_several_at_once_wait_for_their_turn(folder: Path) -> None:
    texts = ["今天。", "天气很好。", "我们去看大海！"]

    async def speak_all(engine: SherpaEngine) -> list[Speech]:
        return await asyncio.gather(*(engine.speak(Utterance(text, "0")) for text in texts))

    alone = [asyncio.run(SherpaEngine(str(folder)).speak(Utterance(text, "0"))) for text in texts]
    assert asyncio.run(speak_all(SherpaEngine(str(folder)))) == alone


@pytest.mark.parametrize(("text", "lost"), [("今天天气坏。", "坏"), ("今天 AI 很好。", "ai")])
def test_a_word_that_the_model_does_not_know_is_not_left_out_silently(
    folder: Path, text: str, lost: str
) -> None:
    with pytest.raises(EngineError, match=f"no sounds for {lost}") as caught:
        length_s(SherpaEngine(str(folder)), text)
    assert "[words]" in caught.value.hint


@pytest.mark.parametrize("text", ["", "……", "。"])
def test_refuses_what_has_no_words(folder: Path, text: str) -> None:
    with pytest.raises(EngineError):
        length_s(SherpaEngine(str(folder)), text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"level": 0.0}, "is silence"),
        ({"character_s": 0.05}, "too short"),
        ({"character_s": 1.0}, "too long"),
    ],
)
def test_believes_no_sound_that_cannot_be_the_text(
    tmp_path: Path, changes: dict[str, float], message: str
) -> None:
    engine = SherpaEngine(str(write_model(tmp_path, TEXT, **changes)))  # type: ignore[arg-type]
    with pytest.raises(IncompleteSpeechError, match=message):
        persistently(engine, Utterance(TEXT, "0"))


def test_a_model_that_ends_the_library_is_one_clear_line(tmp_path: Path) -> None:
    engine = SherpaEngine(str(write_model(tmp_path, TEXT, metadata={**METADATA, "sample_rate": ""})))
    for _ in range(2):
        with pytest.raises(EngineError, match=r"sherpa-onnx ended: .*sample_rate") as caught:
            length_s(engine)
        assert "\n" not in str(caught.value)


def test_a_file_that_is_no_network_is_one_clear_line(folder: Path) -> None:
    (folder / "tone.onnx").write_bytes(b"<!doctype html>")
    with pytest.raises(EngineError, match=r"sherpa-onnx ended: .*Protobuf"):
        length_s(SherpaEngine(str(folder)))


def test_its_process_ends_with_it(folder: Path) -> None:
    engine = SherpaEngine(str(folder))
    length_s(engine)
    process = engine._running()._process
    del engine
    assert process.wait(10) == 0


def test_a_process_that_was_killed_is_one_clear_line_and_then_replaced(folder: Path) -> None:
    engine = SherpaEngine(str(folder))
    length_s(engine)
    process = engine._running()
    process._process.kill()
    with pytest.raises(EngineError, match="sherpa-onnx ended"):
        process.ask({}, 10)
    assert length_s(engine) > 1


def test_a_process_that_takes_too_long_is_ended(folder: Path) -> None:
    process = SherpaEngine(str(folder))._running()
    with pytest.raises(EngineError, match="took too long"):
        process.ask({"text": TEXT * 5000, "speaker": 0, "speed": 0.1}, 0.05)
    assert not process.is_running


def test_another_model_is_another_version(folder: Path, tmp_path: Path) -> None:
    louder = write_model(tmp_path / "louder", TEXT, level=0.4)
    versions = [SherpaEngine(str(each)).version for each in (folder, louder, folder)]
    assert versions[0] == versions[2] != versions[1]
