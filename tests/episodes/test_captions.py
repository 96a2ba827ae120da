"""The written text stands at the times it is said, in every form of transcript."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import Clip, Mark, lay_out
from episodes import Caption
from episodes.captions import LONGEST, captions_of, short_name, summary_of
from episodes.transcripts import CHAPTERS, FORMATS, place_texts, render_json, render_srt, render_vtt
from scripts import Segment, Words, spoken
from tests.episodes.samples import CAPTIONS, recording
from tests.properties import steady

HZ = 1000


def clip(
    text: str, said: str = "", length_s: float = 10.0, marks: tuple[Mark, ...] = (), **of: object
) -> Clip:
    segment = Segment(text, said or text, 0.5, **of)  # type: ignore[arg-type] # what a test varies
    return Clip(segment, Path("clip"), round(length_s * HZ), HZ, marks, cached=False)


def captions(*clips: Clip) -> list[Caption]:
    return list(captions_of(lay_out(clips), "播报", sentence_s=0.35))


def test_a_sentence_stands_from_its_mark_to_its_end() -> None:
    marks = (Mark("甲来了。", 0.2, 3.0), Mark("乙走了。", 3.5, 6.0))
    found = captions(clip("甲来了。乙走了。", length_s=6.5, marks=marks))
    assert [(each.text, each.start_s, each.end_s) for each in found] == [
        ("甲来了。", 0.2, 3.5),
        ("乙走了。", 3.5, 6.5),
    ]


def test_numbers_are_shown_as_written_at_the_time_they_are_spoken() -> None:
    text, said = "占地3.6万亩。共186公里。", "占地三点六万亩。共一百八十六公里。"
    marks = (Mark("占地三点六万亩。", 0.0, 4.0), Mark("共一百八十六公里。", 4.0, 8.0))
    found = captions(clip(text, said, 8.0, marks))
    assert [(each.text, each.start_s) for each in found] == [("占地3.6万亩。", 0.0), ("共186公里。", 4.0)]


def test_without_marks_the_time_goes_by_the_length_of_what_is_said() -> None:
    found = captions(clip("甲来了。乙也走了吧。", length_s=10.0))
    assert [each.start_s for each in found] == [0.0, 4.0]


def test_a_long_sentence_is_cut_at_commas_but_not_in_numbers() -> None:
    text = (
        "新馆总建筑面积3.2万平方米，藏书1,200,000册，设有1800个阅览座位，每天开放到晚上十点，周末也不休息。"
    )
    found = [each.text for each in captions(clip(text))]
    assert "".join(found) == text
    assert len(found) > 1
    assert all(len(each) <= LONGEST for each in found)
    assert any("1,200,000册" in each for each in found)


def test_a_paragraph_begins_after_its_pause_and_with_each_chapter() -> None:
    found = captions(
        clip("甲。"),  # its pause of half a second ends a paragraph
        clip("乙。", chapter="第二章"),
    )
    assert [each.begins for each in found] == [True, True]
    close = Clip(Segment("丙。", "丙。", 0.35), Path("clip"), HZ, HZ, (), cached=False)
    assert [each.begins for each in captions(close, close)] == [True, False]


def test_the_speaker_is_the_show_or_the_voice_that_the_script_names() -> None:
    found = captions(clip("甲。"), clip("乙。", voice="zh-CN-XiaoxiaoNeural"))
    assert [each.speaker for each in found] == ["播报", "Xiaoxiao"]


@pytest.mark.parametrize(
    ("voice", "name"),
    [
        ("zh-CN-liaoning-XiaobeiNeural", "Xiaobei"),
        ("cmn+f2", "cmn+f2"),
        ("en-US-AvaMultilingualNeural", "Ava"),
    ],
)
def test_voices_have_names_for_listeners(voice: str, name: str) -> None:
    assert short_name(voice) == name


TEXTS = st.text(st.sampled_from("新闻，。！3.2%“”甲乙 A、0、《》"), min_size=1, max_size=80)


@steady
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=5))
def test_no_character_is_lost_and_time_never_runs_backwards(texts: list[str]) -> None:
    clips = [clip(text, spoken(text, words=Words({})) or text) for text in texts]
    found = captions(*clips)
    assert "".join(each.text for each in found).replace(" ", "") == "".join(texts).replace(" ", "")
    times = [moment for each in found for moment in (each.start_s, each.end_s)]
    assert times == sorted(times)
    assert times[-1] <= lay_out(clips).length_s + 0.001


def test_the_summary_is_how_the_story_begins() -> None:
    segments = [
        Segment("欢迎收听。", "", 0.5, chapter="开场"),
        Segment("新馆开馆", "", 0.5, chapter="新馆开馆"),
        Segment("第一段。", "", 0.5),
        Segment("第二段" + "长" * 200, "", 0.5),
        Segment("再见。", "", 0.5, chapter="结尾"),
    ]
    made = summary_of(segments, "新馆开馆")
    assert made.startswith("第一段。第二段长")
    assert len(made) == 120
    assert made.endswith("…")
    assert "再见" not in made
    assert summary_of(segments, "别的标题") == ""


# The files -------------------------------------------------------------------------------------------------


def test_webvtt_names_the_speaker_of_each_cue() -> None:
    assert render_vtt(CAPTIONS).splitlines()[:6] == [
        "WEBVTT",
        "",
        "00:00:00.500 --> 00:00:04.000",
        "<v 播报>海州新图书馆开馆</v>",
        "",
        "00:00:04.500 --> 00:00:09.250",
    ]


def test_srt_counts_its_cues() -> None:
    assert render_srt(CAPTIONS).splitlines()[:5] == [
        "1",
        "00:00:00,500 --> 00:00:04,000",
        "海州新图书馆开馆",
        "",
        "2",
    ]


def test_json_is_what_the_podcast_namespace_says() -> None:
    assert json.loads(render_json(CAPTIONS))["segments"][2] == {
        "speaker": "Xiaoxiao",
        "startTime": 9.25,
        "endTime": 12.0,
        "body": "设有1800个座位。",
    }


@pytest.mark.parametrize("text", ["a --> b", "<v x>&amp;", "\n\nWEBVTT\n\n1", "</v><b>", "\0"])
def test_hostile_text_stays_in_its_cue(text: str) -> None:
    hostile = [Caption(0, 0, text, f"<{text}>", begins=True), *CAPTIONS]
    vtt, srt = render_vtt(hostile), render_srt(hostile)
    assert vtt.count("-->") == srt.count("-->") == len(hostile)
    assert vtt.count("</v>") == len(hostile)
    assert len(vtt.strip().split("\n\n")) == len(hostile) + 1
    assert "00:00:00.000 --> 00:00:00.001" in vtt


def test_texts_lie_together_under_a_name_that_tells_their_content(tmp_path: Path) -> None:
    place = place_texts(tmp_path, "1", recording(), CAPTIONS)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{place.name}{suffix}" for suffix in (*(each.suffix for each in FORMATS), CHAPTERS)
    }
    assert place_texts(tmp_path, "1", recording(), CAPTIONS) == place
    assert place_texts(tmp_path, "1", recording(), CAPTIONS[:1]) != place
    chapters = json.loads(Path(f"{place}{CHAPTERS}").read_text("utf-8"))
    assert chapters["version"] == "1.2.0"
    assert chapters["chapters"][1] == {"startTime": 9.5, "endTime": 80, "title": "海州新图书馆开馆"}
