"""Clips, pauses and music are placed to the sample."""

from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import AudioError, Clip, Music, Soundtrack, Timeline, lay_out
from audio.timeline import speech_samples
from tests.properties import brief
from tests.tones import RATE_HZ, silence, tone, tone_clip

MakeClip = Callable[..., Clip]


@pytest.fixture
def clip(tmp_path: Path) -> MakeClip:
    numbers = iter(range(1000))

    def make(length_s: float = 1.0, pause_s: float = 0.5, chapter: str = "", rate_hz: int = RATE_HZ) -> Clip:
        path = tmp_path / f"{next(numbers)}.pcm"
        return tone_clip(path, tone(length_s, rate_hz=rate_hz), pause_s, chapter, rate_hz)

    return make


def music(length_s: float) -> Music:
    return Music(Path("music.flac"), length_s, -18.0)


def starts_s(timeline: Timeline[Clip]) -> list[float]:
    return [placed.start_s for placed in timeline.placed]


def test_each_clip_begins_when_the_pause_after_the_one_before_it_is_over(clip: MakeClip) -> None:
    timeline = lay_out([clip(1.0, 0.35), clip(2.0, 0.7), clip(0.5, 0.9)])
    assert starts_s(timeline) == [0, 1.35, 4.05]
    assert timeline.length_s == 4.55


@brief
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 10_000)), min_size=1, max_size=8))
def test_pauses_are_exact_to_the_sample(clip: MakeClip, parts: list[tuple[int, int]]) -> None:
    clips = [clip(samples / RATE_HZ, pause_ms / 1000) for samples, pause_ms in parts]
    timeline = lay_out(clips)
    for (placed, after), (_, pause_ms) in zip(pairwise(timeline.placed), parts, strict=False):
        assert after.start - placed.start - placed.clip.samples == pause_ms * RATE_HZ // 1000
    assert timeline.placed[0].start == 0
    assert round(timeline.length_s * RATE_HZ) == timeline.placed[-1].start + clips[-1].samples


def test_the_speech_is_written_just_as_it_is_placed(clip: MakeClip) -> None:
    timeline = lay_out([clip(0.3, 0.25), clip(0.2, 9)], Soundtrack(music(2.0)))
    assert b"".join(speech_samples(timeline)) == silence(0.5) + tone(0.3) + silence(0.25) + tone(0.2)


def test_long_speech_is_read_a_piece_at_a_time(tmp_path: Path) -> None:
    samples = array("h", range(30_000)).tobytes() * 20
    pieces = list(speech_samples(lay_out([tone_clip(tmp_path / "long.pcm", samples)])))
    assert b"".join(pieces) == samples
    assert max(map(len, pieces)) <= 1 << 16


# Music -----------------------------------------------------------------------------------------------------


def test_speech_begins_under_the_last_second_and_a_half_of_the_intro(clip: MakeClip) -> None:
    timeline = lay_out([clip()], Soundtrack(music(6.0)))
    assert starts_s(timeline) == [4.5]
    assert [cue.start_s for cue in timeline.cues] == [0]


def test_an_intro_that_is_shorter_than_that_begins_with_the_speech(clip: MakeClip) -> None:
    assert starts_s(lay_out([clip()], Soundtrack(music(1.0)))) == [0]


def test_the_outro_follows_the_last_word_and_ends_the_episode(clip: MakeClip) -> None:
    timeline = lay_out([clip(1.0, pause_s=9)], Soundtrack(outro=music(6.0)))
    assert [cue.start_s for cue in timeline.cues] == [1.4]
    assert timeline.length_s == pytest.approx(7.4)


def test_an_intro_longer_than_the_speech_is_played_to_its_end(clip: MakeClip) -> None:
    assert lay_out([clip(1.0)], Soundtrack(music(30.0))).length_s == 30


# Chapters --------------------------------------------------------------------------------------------------


def test_the_first_chapter_begins_with_the_intro_and_the_last_ends_with_the_outro(clip: MakeClip) -> None:
    clips = [clip(chapter="开场"), clip(), clip(chapter="正文"), clip(chapter="结尾")]
    timeline = lay_out(clips, Soundtrack(music(6.0), music(6.0)))
    assert [(chapter.title, chapter.start_s) for chapter in timeline.chapters] == [
        ("开场", 0),
        ("正文", 7.5),
        ("结尾", 9),
    ]
    assert timeline.chapters[-1].end_s == timeline.length_s


@brief
@given(st.lists(st.sampled_from(["", "一", "二"]), min_size=1, max_size=10), st.booleans())
def test_chapters_leave_no_gap(clip: MakeClip, titles: list[str], around: bool) -> None:  # noqa: FBT001 - drawn
    both = Soundtrack(music(5.0), music(5.0)) if around else Soundtrack()
    timeline = lay_out([clip(0.01, chapter=title) for title in titles], both)
    chapters = timeline.chapters
    assert [chapter.title for chapter in chapters] == [title for title in titles if title]
    assert all(one.end_s == other.start_s for one, other in pairwise(chapters))
    if chapters:
        assert (chapters[0].start_s, chapters[-1].end_s) == (0, timeline.length_s)


# Refusing --------------------------------------------------------------------------------------------------


def test_clips_of_different_rates_are_refused(clip: MakeClip) -> None:
    with pytest.raises(AudioError, match="different engines"):
        lay_out([clip(), clip(rate_hz=24_000)])


def test_no_clips_are_refused() -> None:
    with pytest.raises(AudioError, match="nothing to play"):
        lay_out([])
