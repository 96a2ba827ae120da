"""The script as programs exchange it: one JSON object."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

from annotated_types import MinLen

from .article import Paragraph
from .errors import FilterError
from .script import MOST_SPOKEN, Script, Seconds, Segment, Style, spoken_segments


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment as another program returns it; what it leaves out is the show's."""

    text: str
    spoken: str | None = None
    pause_s: Seconds | None = None
    voice: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    segments: Annotated[tuple[_Part, ...], MinLen(1)]
    title: str = ""


def script_object(script: Script) -> dict[str, Any]:
    """The script as JSON has it: its facts, and its segments in the order of speaking."""
    published = script.published.isoformat() if script.published else None
    return {**asdict(script), "published": published}


def read_answer(data: bytes, asked: Script, style: Style) -> Script:
    """Read the script that a program returned for the one it was given.

    Only a title and segments are read; whose story it is does not change. A segment without `spoken` is
    cut and spoken by the show's rules, one without `pause_s` is followed by a paragraph's pause.

    Raises:
        FilterError: it is no JSON, or not of this shape, or says nothing.
    """
    answer = _checked(data)
    parts = tuple(segment for part in answer.segments for segment in _segments(part, style))
    if not parts:
        raise FilterError("the filter's script has no line to speak", "return at least one text")
    return replace(asked, title=_one_line(answer.title) or asked.title, segments=parts)


def _checked(data: bytes) -> _Answer:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(_Answer).validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        problem = f"{where}: {first['msg']}" if where else first["msg"]
        raise FilterError(
            f"the filter's answer is no script: {problem}", 'return {"segments": [{"text": "…"}]} as JSON'
        ) from error


def _segments(part: _Part, style: Style) -> Iterator[Segment]:
    cut = _cut(part, style)
    for segment in cut[:-1]:
        yield replace(segment, voice=part.voice)
    for last in cut[-1:]:
        pause_s = last.pause_s if part.pause_s is None else part.pause_s
        yield replace(last, voice=part.voice, pause_s=pause_s)


def _cut(part: _Part, style: Style) -> list[Segment]:
    text, chapter = _one_line(part.text), _one_line(part.chapter)
    if part.spoken is None:
        return list(spoken_segments(Paragraph(text), style, chapter))
    if len(part.spoken) > MOST_SPOKEN:
        raise FilterError(
            f"the filter's “{text[:20]}…” takes {len(part.spoken)} characters to say",
            f"return segments of at most {MOST_SPOKEN}, or leave out “spoken”",
        )
    return [Segment(text, _one_line(part.spoken), style.pauses.paragraph_s, chapter=chapter)] if text else []


def _one_line(text: str) -> str:
    return " ".join(text.split())
