"""A text that cannot be spoken in one piece is cut in two, and its halves make one speech again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import Mark, Pace, Speech
from audio.halves import halves, joined
from audio.pcm import Trimmed, decode
from audio.sounding import stretches
from audio.whole import Sound
from tests.tones import RATE_HZ, tone

PACE = Pace(0.2, 0.02, 0.35, 0.15, 0.3)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("今天晴。明天多云。后天有雨，请带伞。", "今天晴。明天多云。|后天有雨，请带伞。"),
        ("他说：“不。”她说：“好，我们走。”", "他说：“不。”|她说：“好，我们走。”"),
        ("新馆今天开放，藏书一百万册，座位一千个", "新馆今天开放，|藏书一百万册，座位一千个"),
        ("比分是3:2，海州队取得了胜利", "比分是3:2，|海州队取得了胜利"),
        ("好。新馆今天上午正式开放", ""),
        ("没有标点的一句话", ""),
        ("……", ""),
    ],
)
def test_is_cut_near_its_middle_after_a_sentence_or_else_a_clause(text: str, cut: str) -> None:
    assert "|".join(halves(text) or ()) == cut


@given(st.text("好A1，。！“”：、 ", max_size=60))
def test_nothing_is_lost_by_cutting(text: str) -> None:
    parts = halves(text)
    assert parts is None or "".join(parts) == text


def test_the_halves_are_heard_one_after_the_other() -> None:
    first, second = (_sound(text, length_s) for text, length_s in (("今天晴。", 1.0), ("明天有雨。", 0.5)))
    speech = joined([first, second], PACE)
    heard = stretches(*decode(speech.audio))
    assert [(each.start_s, each.end_s) for each in heard] == [
        pytest.approx((0, 1), abs=0.02),
        pytest.approx((1.3, 1.8), abs=0.02),
    ]
    assert [(mark.text, mark.start_s, mark.end_s) for mark in speech.marks] == [
        ("今天晴。", 0, 1),
        ("明天有雨。", pytest.approx(1.3), pytest.approx(1.8)),
    ]


def _sound(text: str, length_s: float) -> Sound:
    marks = (Mark(text, 0.0, length_s),)
    return Sound(Speech(b"", marks), Trimmed(tone(length_s), 0.0, 0.0, 0.0), RATE_HZ, marks)
