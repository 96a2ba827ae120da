"""The script as a file that an editor reads and changes.

    ---
    bobao: script
    title: 新地铁今天开通
    publisher: 示例日报
    published: 2026-11-20T09:30:00+08:00
    url: https://example.com/1
    ---

    [chapter 开场]
    欢迎收听播报。

    # 新地铁今天开通

    全长{42.5|四十二点五}公里的新线路今天开通。
    票价{3|三}元起。
    [pause 1.2]

Front matter says whose story it is. Each line is a segment; lines that touch are parted by the pause after
a sentence, a blank line stands for the pause after a paragraph, `#` marks a heading, which begins a chapter
and has a heading's pause. `[pause S]` replaces the pause before it, `[chapter TITLE]` begins a chapter at the
next line, `[voice NAME]` gives the next line to another voice. `{written|spoken}` says how a stretch is
spoken; what stands outside braces is spoken by the show's rules. A backslash takes the meaning from the
character after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from .errors import ScriptError
from .script import MOST_SPOKEN, Pauses, Script, Segment, Speaker

MARK = "bobao: script"
"""The first line of a script file's front matter."""

_FIELDS = ("title", "author", "publisher", "published", "url")
_SPECIAL = re.compile(r"([\\{}|])")
_TOKEN = re.compile(r"\\(.)|\{((?:\\.|[^\\{}|])*)\|((?:\\.|[^\\{}|])*)\}|([{}|])")
_DIRECTIVE = re.compile(r"\[(pause|chapter|voice) +(\S.*)\]")
_BROKEN_DIRECTIVE = re.compile(r"\[(?:pause|chapter|voice)\b")


def is_script(text: str) -> bool:
    """Whether a text is a script file."""
    return text.lstrip("\ufeff").startswith(f"---\n{MARK}\n")


# Writing ---------------------------------------------------------------------------------------------------


def format_script(script: Script, pauses: Pauses, speak: Speaker) -> str:
    """Write a script so that `parse_script` reads back the same, given the same pauses and rules."""
    blocks = list(_blocks(script.segments, pauses, speak))
    return "\n".join([*_front_matter(script), "", *blocks]) + "\n"


def _front_matter(script: Script) -> Iterator[str]:
    yield from ("---", MARK)
    for name in _FIELDS:
        value = getattr(script, name)
        if value:
            yield f"{name}: {value.isoformat() if isinstance(value, datetime) else value}"
    yield "---"


def _blocks(segments: tuple[Segment, ...], pauses: Pauses, speak: Speaker) -> Iterator[str]:
    for segment in segments:
        heading = segment.chapter == segment.text
        if segment.chapter and not heading:
            yield f"[chapter {segment.chapter}]"
        if segment.voice:
            yield f"[voice {segment.voice}]"
        yield ("# " if heading else "") + _marked_up(segment, speak)
        usual = {pauses.heading_s} if heading else {pauses.sentence_s, pauses.paragraph_s}
        if segment.pause_s not in usual:
            yield f"[pause {segment.pause_s:g}]"
        if heading or segment.pause_s != pauses.sentence_s:
            yield ""


def _marked_up(segment: Segment, speak: Speaker) -> str:
    """The text with `{written|spoken}` where they differ; one brace for all if finer ones would lose any."""
    text, spoken = segment.text, segment.spoken
    if text == spoken == speak(text):
        line = _escaped(text)
    else:
        line = "".join(_stretches(text, spoken))
        if _read_line(line, speak) != (text, spoken):
            line = f"{{{_escaped(text)}|{_escaped(spoken)}}}"
    return "\\" + line if line[:1] in {"#", "["} else line


def _stretches(text: str, spoken: str) -> Iterator[str]:
    for tag, a, b, c, d in SequenceMatcher(None, text, spoken, autojunk=False).get_opcodes():
        written = _escaped(text[a:b])
        yield written if tag == "equal" else f"{{{written}|{_escaped(spoken[c:d])}}}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


# Reading ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pending:
    """What directives have said of the next line."""

    chapter: str = ""
    voice: str = ""


def parse_script(text: str, pauses: Pauses, speak: Speaker) -> Script:
    """Read a script file.

    Raises:
        ScriptError: the line that is wrong, and what is allowed.
    """
    head, body, first = _split_front_matter(text)
    parsed = tuple(_segments(body, first, pauses, speak))
    if not parsed:
        raise ScriptError("the script has no line to speak", "write at least one line below the front matter")
    return Script(head.pop("title"), parsed, published=_published(head.pop("published", "")), **head)


def _split_front_matter(text: str) -> tuple[dict[str, str], list[str], int]:
    # Not splitlines(), which would also cut at the rarer line ends that a paragraph may hold.
    lines = text.lstrip("\ufeff").removesuffix("\n").split("\n")
    try:
        end = lines.index("---", 1)
    except ValueError:
        raise ScriptError("the script's front matter does not end", "close it with a line of ---") from None
    head = {}
    for number, line in enumerate(lines[2:end], 3):
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in _FIELDS:
            raise ScriptError(
                f"line {number} of the script: “{line}” is not known", f"use {', '.join(_FIELDS)}"
            )
        head[name.strip()] = value.strip()
    if not head.get("title"):
        raise ScriptError("the script has no title", "add a line “title: …” to its front matter")
    return head, lines[end + 1 :], end + 2


def _published(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        raise ScriptError(
            f"published: “{value}” is no date", "write it like 2026-11-20T09:30:00+08:00"
        ) from None


def _segments(lines: list[str], first: int, pauses: Pauses, speak: Speaker) -> Iterator[Segment]:
    """Each segment is held back, as what follows it decides its pause."""
    held: Segment | None = None
    settled = True
    pending = _Pending()
    for number, line in enumerate(map(str.strip, lines), first):
        directive = _DIRECTIVE.fullmatch(line)
        if directive and directive[1] == "pause":
            held, settled = _with_pause(held, directive[2], number), True
        elif directive:
            pending = replace(pending, **{directive[1]: directive[2].strip()})
        elif _BROKEN_DIRECTIVE.match(line):
            raise ScriptError(
                f"line {number} of the script: “{line}” is not whole", "write it like [pause 1.2], on its own"
            )
        elif line:
            if held:
                yield held
            held, settled = _segment(line, pending, pauses, speak), line.startswith("# ")
            _require_short(held, number)
            pending = _Pending()
        elif held and not settled:
            held, settled = replace(held, pause_s=pauses.paragraph_s), True
    if pending != _Pending():
        raise ScriptError("the script ends before the line that its last [chapter] or [voice] is for")
    if held:
        yield held


def _segment(line: str, pending: _Pending, pauses: Pauses, speak: Speaker) -> Segment:
    heading = re.match(r"# +", line)
    text, spoken = _read_line(line[heading.end() :] if heading else line, speak)
    chapter = pending.chapter or (text if heading else "")
    return Segment(text, spoken, pauses.heading_s if heading else pauses.sentence_s, pending.voice, chapter)


def _require_short(segment: Segment, number: int) -> None:
    if len(segment.spoken) > MOST_SPOKEN:
        raise ScriptError(
            f"line {number} of the script takes {len(segment.spoken)} characters to say",
            f"cut it into lines of at most {MOST_SPOKEN}, between sentences",
        )


def _with_pause(segment: Segment | None, value: str, number: int) -> Segment:
    try:
        pause_s = float(value)
    except ValueError:
        pause_s = -1
    if segment is None or not 0 <= pause_s <= 10:  # noqa: PLR2004 - the same bounds as script.Seconds
        raise ScriptError(
            f"line {number} of the script: “[pause {value}]” cannot be", "give 0 to 10 seconds, after a line"
        )
    return replace(segment, pause_s=pause_s)


def _read_line(line: str, speak: Speaker) -> tuple[str, str]:
    """The line as (written, spoken); the rules speak each stretch between braces."""
    written, spoken, plain = "", "", ""
    at = 0
    for token in _TOKEN.finditer(line):
        plain += line[at : token.start()]
        at = token.end()
        escaped, left, right, _stray = token.groups()
        if left is None:
            plain += escaped if escaped is not None else token[0]
            continue
        written += plain + _unescaped(left)
        spoken += speak(plain) + _unescaped(right)
        plain = ""
    plain += line[at:]
    return written + plain, spoken + speak(plain)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
