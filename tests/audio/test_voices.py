"""Choosing a voice by name."""

import pytest

from audio import UnknownVoiceError, Voice
from audio.edge_voices import SNAPSHOT, mandarin_voices
from audio.voices import choose_voice


@pytest.mark.parametrize("voice", SNAPSHOT)
def test_finds_each_voice_by_its_whole_name(voice: Voice) -> None:
    assert choose_voice(voice.name, SNAPSHOT) is voice


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yunyang", "zh-CN-YunyangNeural"),
        ("Xiaoxiao", "zh-CN-XiaoxiaoNeural"),
        ("zh-CN-Yunxi", "zh-CN-YunxiNeural"),
        ("zh-CN-YunJianNeural", "zh-CN-YunjianNeural"),
        ("zh-CN-XiaobeiNeural", "zh-CN-liaoning-XiaobeiNeural"),
        ("HsiaoChenNeural", "zh-TW-HsiaoChenNeural"),
    ],
)
def test_suggests_what_may_be_meant(typed: str, meant: str) -> None:
    with pytest.raises(UnknownVoiceError, match="there is no voice") as caught:
        choose_voice(typed, SNAPSHOT)
    assert caught.value.hint.startswith(f"did you mean {meant}")


@pytest.mark.parametrize(
    ("name", "language"),
    [("en-US-AriaNeural", "en-US"), ("zh-HK-HiuMaanNeural", "Cantonese"), ("ja-JP-NanamiNeural", "ja-JP")],
)
def test_says_that_a_voice_speaks_another_language(name: str, language: str) -> None:
    with pytest.raises(UnknownVoiceError, match=f"speaks {language}, not Mandarin"):
        choose_voice(name, SNAPSHOT)


@pytest.mark.parametrize("name", ["", "qqqqqq", "\n", "-"])
def test_suggests_nothing_for_what_resembles_nothing(name: str) -> None:
    with pytest.raises(UnknownVoiceError) as caught:
        choose_voice(name, SNAPSHOT)
    assert caught.value.hint == "`bobao voices` lists those there are"


def test_offers_mandarin_only_and_the_default_first() -> None:
    names = ["en-US-AriaNeural", "zh-CN-XiaoyiNeural", "zh-HK-WanLungNeural", "zh-CN-YunyangNeural"]
    entries = [{"ShortName": name, "Locale": name[:5], "Gender": "Male"} for name in names]
    assert [voice.name for voice in mandarin_voices(entries)] == ["zh-CN-YunyangNeural", "zh-CN-XiaoyiNeural"]


def test_reads_what_the_service_says_of_a_voice() -> None:
    tags = {"ContentCategories": ["News"], "VoicePersonalities": [" Professional", "Reliable"]}
    entry = {"ShortName": "zh-CN-YunyangNeural", "Locale": "zh-CN", "Gender": "Male", "VoiceTag": tags}
    (voice,) = mandarin_voices([entry])
    assert (voice.gender, voice.character) == ("male", "news, professional, reliable")
