"""Markdown becomes lines: its marks are read, then taken away."""

import re

from ..article import Kind
from .dates import published_in
from .facts import Facts
from .lines import Line, Reason, squeeze

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"^(?P<key>[A-Za-z_]+)\s*:\s*(?P<value>.*?)\s*$", re.MULTILINE)
# Comments, code, link definitions and footnotes, rules and table lines, underlines of headings.
_UNSPOKEN = re.compile(
    r"<!--.{0,2000}?-->|^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|^ {0,3}\[[^\]\n]{1,200}\]:[^\n]*$"
    r"|^[ \t]*[|:]?[ \t]*-{3,}[ \t:|-]*$|^[ \t]*={3,}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_MARKS = (
    (Kind.HEADING, re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*$")),
    (Kind.QUOTATION, re.compile(r"(?:>\s?)+(?P<text>.*)$")),
    (Kind.ITEM, re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>.*)$")),
    (Kind.HEADING, re.compile(r"(?P<mark>\*\*|__)(?P<text>[^*_。！？]{1,40})(?P=mark)$")),
)
_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\[\]]{0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}+(?:\s+\"[^\"]*\")?\)"
)
_INLINE = (
    (re.compile(r"\[\^[^\[\]]{1,50}\]|<https?://[^<>\s]{1,2000}>|</?[a-z][^<>]{0,2000}>", re.IGNORECASE), ""),
    (re.compile(r"(?<![\\*])(\*{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?!\*)"), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(.{1,300}?)~~|`([^`]{1,300})`"), r"\1\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), r"\1"),
)  # fmt: skip
_PICTURE = re.compile(r"!\[(?P<text>[^\[\]]{0,300})\]\([^()]{0,1000}\)")
_WRAPPED = 30
_SENTENCE_END = re.compile(r"[。！？!?：:；;”」』…][)）]?$")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the block between `---` lines at the top, and the rest of the text."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    fields = {field["key"].lower(): field["value"].strip("\"'") for field in _FIELD.finditer(match["fields"])}
    return fields, text[match.end() :]


def facts_of(fields: dict[str, str]) -> Facts:
    """Return what front matter says under title, author, publisher or source, date or published, url."""
    names = fields.get("author") or fields.get("authors") or ""
    return Facts(
        titles=tuple(filter(None, [fields.get("title", "")])),
        author="、".join(name.strip(" \"'") for name in names.strip("[]").split(",") if name.strip()),
        publisher=fields.get("publisher") or fields.get("source") or "",
        published=published_in(fields.get("published") or fields.get("date") or ""),
        url=fields.get("url") or "",
    )


def markdown_lines(text: str) -> list[Line]:
    """Return the lines of Markdown without front matter; code, comments and link lists are left out."""
    return list(filter(None, map(_line, _unwrapped(_UNSPOKEN.sub("", text)))))


def _unwrapped(text: str) -> list[str]:
    """Return the lines, those joined again that were only broken for the width of a screen."""
    joined = [""]
    for line in map(str.strip, text.splitlines()):
        if line and _is_wrapped(joined[-1]) and not _kind_of(line)[0]:
            joined[-1] += line if _is_wide(joined[-1][-1]) or _is_wide(line[0]) else f" {line}"
        else:
            joined.append(line)
    return joined


def _is_wide(char: str) -> bool:
    return char > "\u2e80"


def _is_wrapped(line: str) -> bool:
    return len(line) >= _WRAPPED and not _SENTENCE_END.search(line) and _kind_of(line)[0] is not Kind.HEADING


def _kind_of(line: str) -> tuple[Kind | None, str]:
    for kind, pattern in _MARKS:
        if match := pattern.match(line):
            return kind, match["text"]
    return None, line


def _line(raw: str) -> Line | None:
    kind, text = _kind_of(raw)
    bare = _PICTURE.sub("", text)
    if not bare.strip() and (picture := _PICTURE.search(text)):
        label = squeeze(picture["text"])
        return Line(label, region=Reason.CAPTION) if label else None
    linked = sum(len(match["text"]) for match in _LINK.finditer(bare))
    plain = _without_marks(bare)
    return Line(plain, kind or Kind.PARAGRAPH, min(1.0, linked / len(plain))) if plain else None


def _without_marks(text: str) -> str:
    text = _LINK.sub(r"\g<text>", text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    cells = text.strip().strip("|").split("|") if text.lstrip().startswith("|") else [text]
    return squeeze("，".join(cell.strip() for cell in cells))
