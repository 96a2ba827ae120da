"""Twenty scripts, two engines, with and without music, a voice too soft or too loud: all sound alike.

A storm: `make storm`. What a listener gets is decoded and metered (EBU R128), and held against the speech as the
engine gave it.
"""

import random
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from audio import (
    EDGE_URL,
    JINGLES,
    Clip,
    ClipCache,
    Narrator,
    Sound,
    Soundtrack,
    Tags,
    Timeline,
    lay_out,
    load_engine,
    load_music,
    master,
    synthesize,
)
from audio.ffmpeg import run
from audio.pcm import louder
from audio.timeline import speech_samples
from episodes import Settings, style_of
from scripts import Article, Paragraph, write_script
from scripts.sentences import sentences
from tests.conftest import ROOT
from tests.servers.edge import EdgeServer

pytestmark = [pytest.mark.storm, pytest.mark.timeout(600)]

SOUND = Sound()
HEADROOM_DB = -6
"""All voices are made softer by so much first, so that one can be made louder again without clipping."""


@dataclass(frozen=True)
class Metered:
    loudness_lufs: float
    range_lu: float
    true_peak_dbtp: float


@cache
def pool() -> tuple[str, ...]:
    texts = [
        (ROOT / "examples" / name).read_text("utf-8") for name in ("driverless-metro.txt", "clay-drum.md")
    ]
    lines = [line for text in texts for line in text.splitlines() if line.endswith("。")]
    return tuple(each for line in lines for each in sentences(line))


def article(number: int) -> Article:
    """A story of 6 to 45 sentences in an order of its own."""
    dice = random.Random(number)  # noqa: S311 - always the same
    said = [dice.choice(pool()) for _ in range(dice.randint(6, 45))]
    paragraphs = tuple(Paragraph("".join(said[at : at + 3])) for at in range(0, len(said), 3))
    return Article(f"第{number}篇：{said[0][:18]}", paragraphs)


@pytest.fixture(params=["espeak", "edge"])
def narrator(request: pytest.FixtureRequest, edge: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> Narrator:
    monkeypatch.setenv(EDGE_URL, edge.url)
    engine = load_engine(request.param)
    return Narrator(engine, engine.default_voice)


@pytest.mark.parametrize("number", range(20))
def test_each_is_as_loud_as_it_should_be_and_keeps_its_range(
    narrator: Narrator, number: int, tmp_path: Path, tags: Tags
) -> None:
    script = write_script(article(number), style_of(Settings()), date(2026, 11, 20))
    clips = synthesize(script.segments, narrator, ClipCache(tmp_path / "cache"), tmp_path, lambda _: None)
    intro, outro, bed = (load_music(JINGLES[which]) for which in ("intro", "outro", "bed"))
    music = Soundtrack(intro, outro, bed)
    own = metered(speech=lay_out(clips))
    for timeline in (lay_out(clips), lay_out(uneven(clips, -12)), lay_out(uneven(clips, 6))):
        made = metered(file=master(timeline, SOUND, tags, tmp_path).audio)
        check(made)
        assert made.range_lu == pytest.approx(own.range_lu, abs=0.5)
    check(metered(file=master(lay_out(clips, music), SOUND, tags, tmp_path).audio))


def check(made: Metered) -> None:
    assert made.loudness_lufs == pytest.approx(SOUND.loudness_lufs, abs=0.5)
    assert made.true_peak_dbtp <= -1.0


def uneven(clips: tuple[Clip, ...], other_db: float) -> list[Clip]:
    """Every third clip by another voice, which is so much louder than the first."""
    return [_by_other(clip, other_db) if at % 3 == 1 else _louder(clip, 0) for at, clip in enumerate(clips)]


def _by_other(clip: Clip, other_db: float) -> Clip:
    return replace(_louder(clip, other_db), segment=replace(clip.segment, voice="other"))


def _louder(clip: Clip, by_db: float) -> Clip:
    path = clip.path.with_suffix(f".{by_db}.pcm")
    path.write_bytes(louder(clip.path.read_bytes(), clip.rate_hz, HEADROOM_DB + by_db))
    return replace(clip, path=path)


def metered(file: Path | None = None, speech: Timeline[Clip] | None = None) -> Metered:
    source = ["-i", str(file)] if file else ["-f", "s16le", "-ac", "1", "-i", "pipe:0"]
    if speech:
        source[2:2] = ["-ar", str(speech.rate_hz)]
    meter = ["-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = run(["-hide_banner", "-nostats", *source, *meter], speech_samples(speech) if speech else ())[1]
    summary = said.rpartition("Summary:")[2]
    return Metered(
        *(float(found) for found in re.findall(r"(?:I|LRA|Peak): +(\S+) (?:LUFS|LU|dBFS)\n", summary))
    )
