"""Speech without times: what is believed, and when its sentences are heard."""

import asyncio
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import Pace, Utterance
from audio.espeak import EspeakEngine
from audio.pcm import decode
from audio.sounding import Stretch, stretches
from audio.unmarked import estimated_marks
from tests.tones import silence, tone

PACE = Pace(0.2, 0.02, 0.35, 0.15, 0.2)
NEWS = (
    "海州市新图书馆今天上午开馆。新馆藏书一百二十万册，设有一千八百个座位！开馆首日，五千多名读者到馆。",
    "云川至平安的铁路今天通车，全长一百八十六公里。从前坐汽车要走半天；现在只要一小时。",
    "气象台预计，未来三天北方有大风。请注意安全。",
)


def test_sentence_ends_are_estimated_to_a_tenth_of_a_second() -> None:
    errors = []
    for text in NEWS:
        speech = asyncio.run(EspeakEngine().speak(Utterance(text, "cmn")))
        marks = estimated_marks(text, stretches(*decode(speech.audio)), PACE)
        assert [mark.text for mark in marks] == [mark.text for mark in speech.marks]
        errors += [abs(mine.end_s - true.end_s) for mine, true in zip(marks, speech.marks, strict=True)]
    assert max(errors) < 0.1
    assert median(errors) < 0.05


@given(
    st.text("天气好，。！？ A", min_size=1, max_size=40),
    st.lists(st.floats(0.1, 3), min_size=1, max_size=6),
)
def test_marks_hold_all_of_the_text_in_the_order_of_time(text: str, lengths: list[float]) -> None:
    heard = [Stretch(sum(lengths[:at]) + at, sum(lengths[: at + 1]) + at) for at in range(len(lengths))]
    marks = estimated_marks(text, heard, PACE)
    assert "".join(mark.text for mark in marks) == text
    assert all(mark.estimated and mark.start_s <= mark.end_s for mark in marks)
    assert all(earlier.start_s <= later.start_s for earlier, later in pairwise(marks))
    assert (marks[0].start_s, marks[-1].end_s) == (heard[0].start_s, heard[-1].end_s)


def test_sound_is_cut_at_its_pauses() -> None:
    sound = silence(0.5) + tone(1) + silence(0.03) + tone(1) + silence(0.2) + tone(0.5)
    heard = stretches(sound, 16_000)
    assert [(each.start_s, each.end_s) for each in heard] == [
        pytest.approx((0.5, 2.53)),
        pytest.approx((2.73, 3.23)),
    ]
    assert stretches(b"", 16_000) == []
