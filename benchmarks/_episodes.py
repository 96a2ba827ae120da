"""Speech for an episode of any length, made once and repeated."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from audio import Clip, ClipCache, Narrator, load_engine, synthesize
from scripts import Paragraph, spoken_segments
from scripts import spoken as speak
from scripts.script import Style

ROOT = Path(__file__).parent.parent
CHAPTER_S = 300


def long_clips(length_s: float, folder: Path) -> list[Clip]:
    """Clips of real speech, so many that they last this long; each is a file of its own, as in a build."""
    chosen, at_s, chapter = [], 0.0, 0
    for number, clip in enumerate(cycle(few_clips(folder))):
        if at_s >= length_s:
            return chosen
        path = folder / f"long-{number:06d}.pcm"
        shutil.copyfile(clip.path, path)
        title, chapter = (f"第{chapter}章", chapter + 1) if at_s >= chapter * CHAPTER_S else ("", chapter)
        chosen.append(replace(clip, path=path, segment=replace(clip.segment, chapter=title)))
        at_s += clip.samples / clip.rate_hz + clip.segment.pause_s
    return chosen


def few_clips(folder: Path) -> tuple[Clip, ...]:
    engine = load_engine("espeak")
    cache = ClipCache(folder / "cache")
    return synthesize(list(segments()), Narrator(engine, engine.default_voice), cache, folder, lambda _: None)


def segments() -> Iterator:
    style = Style("播报", "", "", speak)
    for line in (ROOT / "examples" / "driverless-metro.txt").read_text("utf-8").splitlines():
        if line.endswith("。"):
            yield from spoken_segments(Paragraph(line), style)


def small_cover(folder: Path) -> Path:
    from PIL import Image

    path = folder / "cover.jpg"
    Image.new("RGB", (64, 64), "navy").save(path)
    return path
