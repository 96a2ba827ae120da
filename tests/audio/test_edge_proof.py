"""Whether an answer is whole: nothing that is missing goes unnoticed, and no honest answer is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import IncompleteSpeechError, Mark, Speech, Utterance
from audio.edge_proof import longest_s, require_whole
from tests.servers.speech import spoken

VOICE = "zh-CN-YunyangNeural"
TEXT = "九月二日，气象台发布预报。明天白天晴转多云，最高气温三十度！出门请带伞。"


def answer(text: str, rate_percent: int = 0) -> tuple[Utterance, Speech]:
    honest = spoken(text, VOICE, rate_percent)
    marks = tuple(Mark(one.text, one.start_s, one.end_s) for one in honest.sentences)
    return Utterance(text, VOICE, rate_percent), Speech(honest.mp3, marks)


@pytest.mark.parametrize("rate_percent", [-50, 0, 50, 100])
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "好。",
        "Llama 3.1模型今天发布，GPT－4o、AI等token价格下降。",
        "温度是－１２．５℃，占比６２％。",
        "他说：“不。”\n她说：“好……”",
        "OPEC",
    ],
)
def test_passes_honest_speech(text: str, rate_percent: int) -> None:
    require_whole(*answer(text, rate_percent))


@given(st.integers(min_value=1))
def test_refuses_sound_cut_anywhere_before_its_last_word(bytes_cut: int) -> None:
    utterance, speech = answer(TEXT)
    most = int((speech.marks[-1].end_s - 0.25) * 6000)
    with pytest.raises(IncompleteSpeechError):
        require_whole(utterance, replace(speech, audio=speech.audio[: most - bytes_cut % most]))


@given(st.integers(min_value=0, max_value=2))
def test_refuses_marks_that_leave_out_a_sentence(left_out: int) -> None:
    utterance, speech = answer(TEXT)
    marks = speech.marks[:left_out] + speech.marks[left_out + 1 :]
    with pytest.raises(IncompleteSpeechError):
        require_whole(utterance, replace(speech, marks=marks))


@given(st.binary(max_size=20_000))
def test_refuses_bytes_that_are_not_sound(audio: bytes) -> None:
    utterance, speech = answer(TEXT)
    with pytest.raises(IncompleteSpeechError):
        require_whole(utterance, replace(speech, audio=audio))


@given(st.integers(min_value=0, max_value=400), st.binary(min_size=144, max_size=144))
def test_refuses_a_broken_frame(number: int, junk: bytes) -> None:
    utterance, speech = answer(TEXT)
    at = number * 144 % len(speech.audio)
    audio = speech.audio[:at] + b"\x00" + junk[1:] + speech.audio[at + 144 :]
    with pytest.raises(IncompleteSpeechError):
        require_whole(utterance, replace(speech, audio=audio))


def test_refuses_sentences_out_of_order() -> None:
    utterance, speech = answer(TEXT)
    first, second, last = speech.marks
    marks = (replace(first, start_s=second.start_s, end_s=second.end_s), replace(second, start_s=0), last)
    with pytest.raises(IncompleteSpeechError, match="out of order"):
        require_whole(utterance, replace(speech, marks=marks))


def test_skips_a_tag_before_the_sound() -> None:
    utterance, speech = answer(TEXT)
    require_whole(utterance, replace(speech, audio=b"ID3\x04\x00\x00\x00\x00\x00\x04TSSE" + speech.audio))


@pytest.mark.parametrize("rate_percent", [-50, 0, 100])
def test_bounds_what_it_is_worth_waiting_for(rate_percent: int) -> None:
    utterance, speech = answer(TEXT, rate_percent)
    assert len(speech.audio) / 6000 < longest_s(utterance) < 10 * len(speech.audio) / 6000
