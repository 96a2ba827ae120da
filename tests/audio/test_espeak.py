import asyncio
import io
import os
import subprocess
import sys
import wave
from hashlib import sha256
from pathlib import Path

import espeakng_loader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio import EngineError, UnknownVoiceError, Utterance
from audio.espeak import EspeakEngine
from audio.espeak_markup import has_speech, passages, sentences

_NEWS = "重庆市长说：“经济增长很快。”记者问，AI会怎样？"
_ROOT = Path(__file__).parents[2]


def _speak(text, voice="cmn", rate_percent=0):
    return asyncio.run(EspeakEngine().speak(Utterance(text, voice, rate_percent)))


def _length_s(speech):
    with wave.open(io.BytesIO(speech.audio)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getnframes() / file.getframerate()


def test_marks_are_the_sentences_in_time():
    speech = _speak(_NEWS)
    assert "".join(mark.text for mark in speech.marks) == _NEWS
    first, second = speech.marks
    assert first.start_s == 0
    assert 0.1 < second.start_s - first.end_s < 0.6
    assert second.end_s == pytest.approx(_length_s(speech), abs=0.02)


def test_speaks_at_the_pace_of_the_news():
    text = "这项计划将在未来五年内投入约三千亿元，用于改善偏远地区的教育和医疗条件。"
    per_second = sum(map(str.isalnum, text)) / _length_s(_speak(text))
    assert 4.0 < per_second < 4.8


@pytest.mark.parametrize(("rate_percent", "factor"), [(-50, 2), (50, 1 / 1.5), (100, 0.5)])
def test_rate(rate_percent, factor):
    ratio = _length_s(_speak(_NEWS, rate_percent=rate_percent)) / _length_s(_speak(_NEWS))
    assert ratio == pytest.approx(factor, rel=0.25)


def test_every_voice_speaks_and_differs():
    voices = asyncio.run(EspeakEngine().voices())
    assert voices[0].name == EspeakEngine.default_voice
    assert len({_speak("你好，AI。", voice.name).audio for voice in voices}) == len(voices)


@pytest.mark.parametrize("voice", ["en-us", "yue", "zh-CN-YunyangNeural", "", "cmn+nobody"])
def test_voices_of_other_languages_are_refused(voice):
    with pytest.raises(UnknownVoiceError):
        _speak("你好", voice)


def test_same_bytes_whatever_was_said_before():
    before = _speak(_NEWS).audio
    _speak("Something else, 完全不同！", "cmn+f3", 80)
    assert _speak(_NEWS).audio == before


def test_same_bytes_in_another_process():
    program = (
        "import asyncio, sys, hashlib; from audio import Utterance; from audio.espeak import EspeakEngine;"
        "speech = asyncio.run(EspeakEngine().speak(Utterance(sys.argv[1], 'cmn')));"
        "print(hashlib.sha256(speech.audio).hexdigest())"
    )
    command = [sys.executable, "-c", program, _NEWS]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    answer = subprocess.run(command, cwd=_ROOT, env=environment, check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == sha256(_speak(_NEWS).audio).hexdigest()


def test_the_event_loop_goes_on_and_turns_are_kept():
    async def several():
        engine = EspeakEngine()
        speaking = [asyncio.create_task(engine.speak(Utterance(_NEWS, "cmn"))) for _ in range(3)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in speaking)
        return await asyncio.gather(*speaking)

    assert len({speech.audio for speech in asyncio.run(several())}) == 1


@pytest.mark.parametrize("text", ["", " \n", "。。。！", "……“”", "😀🎉", "\x00\x07", "—", "<>[[]]"])
def test_nothing_to_say(text):
    with pytest.raises(EngineError, match="nothing to say"):
        _speak(text)


@pytest.mark.parametrize(
    "text",
    [
        '<speak>你好<break time="99999s"/>',
        '"><audio src="/etc/passwd"/>你好',
        "[[h@l'oU]] 你好",
        "你\x00好\x07",
        "😀你好😀",
        "你好" * 900,
        "啊" * 2000,
        "a" * 2000,
        "a." * 900,
        "Привет, こんにちは 안녕 αβγ",
        "……你好",
        "𡘺",
        "\u202e你好\u200b",
    ],
)
def test_hostile_text_is_spoken(text):
    speech = _speak(text)
    assert "".join(mark.text for mark in speech.marks) == text
    assert _length_s(speech) > 0.2


@given(st.text(st.sampled_from("你好重庆abZ，。！？<>[]{}&\"'\\/=01\x00\x07\u200b😀é한")))
@settings(max_examples=60)
def test_any_text_is_whole_or_refused(text):
    if has_speech(text):
        assert "".join(mark.text for mark in _speak(text).marks) == text
    else:
        with pytest.raises(EngineError):
            _speak(text)


def test_long_text_without_a_pause_is_longer_in_proportion():
    short, long = (_length_s(_speak("发展中国家" * count)) for count in (20, 200))
    assert long == pytest.approx(10 * short, rel=0.05)


def test_data_in_a_deep_folder(monkeypatch, tmp_path):
    expected = _speak(_NEWS).audio
    deep = tmp_path.joinpath("深" * 30, "x" * 100, "espeak-ng-data")
    deep.parent.mkdir(parents=True)
    try:
        deep.symlink_to(espeakng_loader.get_data_path(), target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make symbolic links")
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(deep))
    assert _speak(_NEWS).audio == expected


def test_missing_data_is_an_engine_error(monkeypatch, tmp_path):
    monkeypatch.setattr(espeakng_loader, "get_library_path", lambda: str(tmp_path / "none.so"))
    with pytest.raises(EngineError, match="cannot be loaded"):
        _speak("你好")


def test_nothing_is_printed(capfd):
    _speak("美国约翰逊航天中心发言人丹尼尔霍特" * 3 + "Daniel Huot表示，你好。")
    assert capfd.readouterr() == ("", "")


def test_wording_is_pinyin():
    wording = EspeakEngine().wording(Utterance("银行行长，扮演角色。100%的AI！", "cmn"))
    assert wording == "yin2hang2hang2zhang3，ban4yan3 jue2se4。 yi1 ling2 ling2 bai3fen1 hao4 de5 AI！"


def test_sentences_keep_every_character():
    assert sentences("他说：“好。”她问？！……走了") == ["他说：“好。”", "她问？！……", "走了"]


@pytest.mark.parametrize(
    ("spelt", "markup"),
    [
        ("ying1xiong2 qiong2", [" ying1xong2 qong2"]),
        ("zhe4 GPU，hao3", [" zhe4", ' <say-as interpret-as="characters">GPU</say-as>，', " hao3"]),
        ("NASA、OpenAI", [' NASA<break time="70ms"/> OpenAI']),
        ("U.S. AT&T", [" {U.S.} {AT} and {T}"]),
        ("<b>ma1</b>", [" b", " ma1", " b"]),
    ],
)
def test_passages(spelt, markup):
    letters = '<say-as interpret-as="characters">{}</say-as>'
    expected = [part.replace("{U.S.}", letters.format("US")) for part in markup]
    expected = [
        part.replace("{AT}", letters.format("AT")).replace("{T}", letters.format("T")) for part in expected
    ]
    assert [passage.markup for passage in passages(spelt, "")] == expected
