"""The gate that every engine's speech passes: what cannot be the whole text is refused, by whomever it is said."""

import pytest

from audio import IncompleteSpeechError, Mark, Pace, Speech, Utterance
from audio.whole import Gate, Measure, longest_s
from tests.tones import silence, tone, wav

PACE = Pace(0.2, 0.02, 0.35, 0.15, 0.2)
TEXT = "今天的新闻到这里就说完了，我们明天再见。"


def said(length_s: float, text: str = TEXT) -> tuple[Utterance, Speech]:
    return Utterance(text, "sine"), Speech(wav(silence(0.3) + tone(length_s) + silence(0.5)), ())


def marked(length_s: float, *marks: Mark) -> tuple[Utterance, Speech]:
    utterance, speech = said(length_s)
    return utterance, Speech(speech.audio, marks)


@pytest.mark.parametrize(("length_s", "how"), [(1.0, "short"), (12.0, "long")])
def test_refuses_what_no_voice_can_say_so(length_s: float, how: str) -> None:
    with pytest.raises(IncompleteSpeechError, match=f"too {how} for the text"):
        Gate(PACE).passed(*said(length_s))


@pytest.mark.parametrize("length_s", [2.5, 6.0])
def test_a_voice_that_is_known_is_held_to_its_own_pace(length_s: float) -> None:
    gate = Gate(PACE)
    for _ in range(4):
        gate.passed(*said(4.0))
    assert Gate(PACE).passed(*said(length_s)).marks
    with pytest.raises(IncompleteSpeechError):
        gate.passed(*said(length_s * 0.9 if length_s < 4 else length_s * 1.3))


def test_short_texts_teach_nothing() -> None:
    gate = Gate(PACE)
    for _ in range(9):
        gate.passed(*said(0.3, "好的。"))
    assert gate.passed(*said(8.0)).marks


def test_a_rate_that_is_taken_no_notice_of_is_no_fault() -> None:
    utterance, speech = said(4.0)
    for rate_percent in (-50, 100):
        assert Gate(PACE).passed(Utterance(utterance.text, "sine", rate_percent), speech).marks


def test_silence_is_refused() -> None:
    with pytest.raises(IncompleteSpeechError, match="is silence"):
        Gate(PACE).passed(Utterance(TEXT, "sine"), Speech(wav(silence(4)), ()))


@pytest.mark.parametrize("audio", [b"", b"RIFF", wav(silence(4) + b"\x01\x00" * 8_000), wav(tone(4.0))[:-2]])
def test_what_is_not_sound_or_cannot_be_heard_is_refused(audio: bytes) -> None:
    whole = Mark(TEXT, 0.0, 4.0)
    for marks in ((), (whole,)):
        with pytest.raises(IncompleteSpeechError):
            Gate(PACE).passed(Utterance(TEXT, "sine"), Speech(audio, marks))


def test_an_engine_that_tells_times_is_believed_to_say_when() -> None:
    sound = Gate(PACE).passed(*marked(4.0, Mark(TEXT, 0.3, 4.3)))
    assert sound.marks == (Mark(TEXT, 0.03, 4.03),)
    assert sound.length_s == pytest.approx(4.11, abs=0.01)


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ((Mark(TEXT[:13], 0.3, 2.5),), "ends before the text does"),
        ((Mark(TEXT[8:], 0.3, 2.5),), "leaves out a part"),
        ((Mark(TEXT[:13], 2.5, 4.3), Mark(TEXT[13:], 0.3, 2.5)), "out of order"),
        ((Mark(TEXT[:13], 0.3, 4.3), Mark(TEXT[13:], 4.3, 8.6)), "falls silent, or is cut off"),
    ],
)
def test_marks_that_tell_of_more_or_less_are_refused(marks: tuple[Mark, ...], reason: str) -> None:
    with pytest.raises(IncompleteSpeechError, match=reason):
        Gate(PACE).passed(*marked(4.0, *marks))


@pytest.mark.parametrize("length_s", [1.0, 12.0])
def test_times_do_not_excuse_a_length_that_no_voice_has(length_s: float) -> None:
    with pytest.raises(IncompleteSpeechError, match="for the text"):
        Gate(PACE).passed(*marked(length_s, Mark(TEXT, 0.3, length_s)))


def test_what_no_pace_knows_may_take_its_time() -> None:
    utterance = Utterance("Привет мир", "sine")
    assert Gate(PACE).passed(utterance, Speech(wav(tone(3.0)), ())).marks


def test_what_came_before_a_voice_was_known_becomes_doubtful() -> None:
    gate = Gate(PACE)
    early = gate.passed(*said(2.2))
    assert gate.still_passes(said(0)[0], early.measure)
    for _ in range(4):
        gate.passed(*said(4.0))
    assert not gate.still_passes(said(0)[0], early.measure)
    assert gate.still_passes(said(0)[0], Measure(voiced_s=4.0))


def test_a_syllable_less_is_believed_only_if_it_comes_again() -> None:
    gate = Gate(PACE)
    for _ in range(3):
        gate.passed(*marked(4.0, Mark(TEXT, 0.3, 4.3)))
    for ends_s in (3.8, 3.7):
        with pytest.raises(IncompleteSpeechError, match="falls silent, or is cut off"):
            gate.passed(*marked(ends_s, Mark(TEXT, 0.3, 4.3)))
    believed = gate.passed(*marked(3.7, Mark(TEXT, 0.3, 4.3)))
    assert gate.still_passes(said(0)[0], believed.measure)
    for _ in range(2):
        with pytest.raises(IncompleteSpeechError, match="falls silent, or is cut off"):
            gate.passed(*marked(3.5, Mark(TEXT, 0.3, 4.3)))


@pytest.mark.parametrize("pause_s", [0.0, 0.9])
def test_a_voice_that_is_known_is_done_when_it_always_is(pause_s: float) -> None:
    """Whether its marks take in the pause after the sentence or not."""
    gate = Gate(PACE)
    early = gate.passed(*marked(3.4, Mark(TEXT, 0.3, 4.3 + pause_s)))
    for _ in range(3):
        gate.passed(*marked(4.0, Mark(TEXT, 0.3, 4.3 + pause_s)))
    assert not gate.still_passes(said(0)[0], early.measure)
    assert gate.passed(*marked(3.95, Mark(TEXT, 0.3, 4.3 + pause_s)))
    with pytest.raises(IncompleteSpeechError, match="falls silent, or is cut off"):
        gate.passed(*marked(3.4, Mark(TEXT, 0.3, 4.3 + pause_s)))


def test_speech_out_of_the_cache_teaches_as_well() -> None:
    gate = Gate(PACE)
    utterance, speech = said(4.0)
    kept = Gate(PACE).passed(utterance, speech).speech
    for _ in range(4):
        gate.known(utterance, kept)
    with pytest.raises(IncompleteSpeechError, match="too short"):
        gate.passed(*said(2.5))


def test_an_answer_is_listened_to_for_longer_than_it_could_pass() -> None:
    most_s = longest_s(PACE, Utterance(TEXT, "sine"))
    assert most_s > 2 * 2.5 * PACE.length_s(TEXT)
    with pytest.raises(IncompleteSpeechError, match="too long"):
        Gate(PACE).passed(*said(most_s / 2 + 0.1))
