"""Transcripts and chapters as files beside the audio, in the formats that podcast apps read.

WebVTT (W3C), SRT, and the JSON forms of transcripts and chapters of the Podcasting 2.0 namespace.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from audio import Chapter

from .episode import Caption, Recording
from .files import replace_if_changed

CHAPTERS = ".chapters.json"


@dataclass(frozen=True, slots=True)
class Format:
    """A form of transcript.

    Attributes:
        suffix: of the file's name.
        media_type: as the feed names it.
        render: writes it.
    """

    suffix: str
    media_type: str
    render: Callable[[Sequence[Caption]], str]


def render_vtt(captions: Sequence[Caption]) -> str:
    """WebVTT, each cue with its speaker."""
    return "\n\n".join(["WEBVTT", *map(_vtt_cue, captions)]) + "\n"


def render_srt(captions: Sequence[Caption]) -> str:
    """SubRip."""
    cues = (
        f"{number}\n{_clock(each.start_s, ',')} --> {_clock(_end_s(each), ',')}\n{_plain(each.text)}\n"
        for number, each in enumerate(captions, start=1)
    )
    return "\n".join(cues)


def render_json(captions: Sequence[Caption]) -> str:
    """The JSON transcript of the podcast namespace."""
    segments = [
        {
            "speaker": each.speaker,
            "startTime": each.start_s,
            "endTime": _end_s(each),
            "body": each.text,
        }
        for each in captions
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def render_chapters(chapters: Sequence[Chapter]) -> str:
    """JSON chapters, version 1.2."""
    listed = [
        {"startTime": each.start_s, "endTime": each.end_s, "title": each.title or "…"} for each in chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": listed}, ensure_ascii=False, indent=1) + "\n"


FORMATS = (
    Format(".vtt", "text/vtt", render_vtt),
    Format(".srt", "application/x-subrip", render_srt),
    Format(".json", "application/json", render_json),
)


def place_texts(folder: Path, name: str, recording: Recording, captions: Sequence[Caption]) -> Path:
    """Write an episode's transcripts and chapters under a name that tells their content.

    Args:
        folder: where its audio lies.
        name: what their names begin with.
        recording: whose chapters they are.
        captions: the text.

    Returns:
        Their path without the endings.
    """
    files = {each.suffix: each.render(captions) for each in FORMATS}
    files[CHAPTERS] = render_chapters(recording.chapters)
    digest = sha256("\0".join(files.values()).encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, text in files.items():
        replace_if_changed(folder / f"{name}-{digest}{suffix}", text.encode())
    return folder / f"{name}-{digest}"


def paths_of(texts: str) -> Iterator[str]:
    """All files of an episode's texts, whose path is given without the endings; none if it is empty."""
    if texts:
        yield from (texts + suffix for suffix in (*(each.suffix for each in FORMATS), CHAPTERS))


def _vtt_cue(caption: Caption) -> str:
    speaker = re.sub(r"[<>&\s]+", " ", caption.speaker).strip()
    text = _plain(caption.text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    times = f"{_clock(caption.start_s, '.')} --> {_clock(_end_s(caption), '.')}"
    return f"{times}\n<v {speaker}>{text}</v>"


def _plain(text: str) -> str:
    """On one line, without what ends a cue or begins another one."""
    return " ".join(text.replace("-->", "→").split()).replace("\0", "�")


def _end_s(caption: Caption) -> float:
    """A cue has to last."""
    return max(caption.end_s, round(caption.start_s + 0.001, 3))


def _clock(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    hours, minutes, rest = thousandths // 3_600_000, thousandths // 60_000 % 60, thousandths % 60_000
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"
