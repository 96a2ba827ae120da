"""What is shown to a reader but not said: tickers, photo credits, footnote marks, links, emoji."""

import re
from typing import NamedTuple

from .words import HELD

_OPEN, _CLOSE = "(（[【〔", ")）]】〕"
_BRACKETS = re.escape(_OPEN + _CLOSE)
_PIECE = re.compile(f"[{_BRACKETS}]|[^{_BRACKETS}]+")
_MOST_PIECES = 9  # a credit is short; looking no further keeps the time linear

_LINK = r"(?:https?://|ftp://|www\.)[\w\-./?%&=:#~+@!$,;*']*[\w/]"
_EMOJI = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u25a0-\u25ff\u20e3\u2122\u00ae\u00a9]"
_SILENT = re.compile(f"{_LINK}|{_EMOJI}", re.ASCII)
_EXCHANGE = r"(?i:NASDAQ|NYSE|AMEX|HKEX|SEHK|HK|SH|SZ|SSE|SZSE|BJ|US|TSE|TYO|LON|LSE|SGX|KRX|OTC|SHA|SHE)"
_ASIDE = re.compile(
    rf"""[ ]*(?:
    | {_EXCHANGE} [ ]*[:：.][ ]* [A-Z0-9.]+            # (Nasdaq:META)
    | [A-Z0-9]{{1,6}} \. (?:HK|SH|SZ|BJ|US|SS|O|N)     # (600519.SH)
    | [0368]\d{{5}}                                     # a share of Shanghai, Shenzhen or Beijing
    | (?:股票|证券|股份|港股|美股|[AH]股)?代[码号] [ ]*[:：].*
    | (?:[如见附组配下上左右资料原视题]*图|(?:图[/、])?视频|漫画|音频|微博|完|更多|资料片|略|广告)
      [\d一二三四五六七八九十]*
    | (?:图[片文源据]?|文|摄影?|视频|(?:图片|数据|资料)?来源|编[辑译]|责编|责任编辑|校对|供图|剪辑|制图)
      [ ]*[:：/／|].*
    | (?:本报|本台|本网|新华社|央视|见习|实习)?[ ]*(?:记者|通讯员)[ ].*
    | [^，。！？]{{1,12}}[ ]*[/供][ ]*[图摄]
    | \d{{1,2}}:\d\d                                   # the length of a clip
    )[ ]*""",
    re.VERBOSE | re.ASCII,
)
_FOOTNOTE = re.compile(r"(?:注[ ]*)?\d{1,3}(?:[ ]*[-,，、–][ ]*\d{1,3})*|注", re.ASCII)


class Dropped(NamedTuple):
    """A stretch that is shown but not said.

    Attributes:
        at: where it stood, as an index into what remains.
        written: the stretch.
    """

    at: int
    written: str


def silence(line: str) -> tuple[str, list[Dropped]]:
    """What remains of a line for a listener, and what was taken out."""
    spans = [match.span() for match in _SILENT.finditer(line)]
    spans = _outermost(sorted(spans + _asides(line, spans)))
    return _without(line, spans)


def _asides(line: str, silent: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The brackets to take out, found from the innermost outwards."""
    found: list[tuple[int, int]] = []
    kept: list[tuple[int, str]] = []
    opened: list[int] = []
    for at, piece in _pieces(line, silent):
        kept.append((at, piece))
        if piece in _OPEN:
            opened.append(len(kept) - 1)
        elif piece in _CLOSE and opened:
            first = opened.pop()
            if len(kept) - first <= _MOST_PIECES and _is_aside("".join(text for _, text in kept[first:])):
                found.append((kept[first][0], at + 1))
                del kept[first:]
    return found


def _pieces(line: str, silent: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """The line cut at its brackets, without what is silent already."""
    pieces: list[tuple[int, str]] = []
    start = 0
    for silent_start, silent_end in [*silent, (len(line), len(line))]:
        pieces += [(match.start(), match[0]) for match in _PIECE.finditer(line, start, silent_start)]
        start = silent_end
    return pieces


def _is_aside(bracket: str) -> bool:
    inside = bracket[1:-1]
    if not inside.strip(" "):
        return True
    if HELD in inside or re.search("[。！？]", inside):
        return False
    if bracket[0] == "[":
        return bool(_FOOTNOTE.fullmatch(inside) or _ASIDE.fullmatch(inside))
    return bool(_ASIDE.fullmatch(inside)) and bracket[0] in "(（【"


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    outer: list[tuple[int, int]] = []
    for span in spans:
        if not outer or span[0] > outer[-1][1]:
            outer.append(span)
        else:
            outer[-1] = (outer[-1][0], max(outer[-1][1], span[1]))
    return outer


def _without(line: str, spans: list[tuple[int, int]]) -> tuple[str, list[Dropped]]:
    kept: list[str] = []
    dropped: list[Dropped] = []
    length = start = 0
    for first, end in spans:
        part = line[start:first] + _join(line[first - 1 : first], line[end : end + 1])
        kept.append(part)
        length += len(part)
        dropped.append(Dropped(length, line[first:end]))
        start = end
    return "".join(kept) + line[start:], dropped


def _join(left: str, right: str) -> str:
    """Two Latin words do not grow together when what stood between them goes."""
    return " " if left > " " and right > " " and (left + right).isascii() else ""
