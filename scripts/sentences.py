"""Where one sentence ends and the next begins, and how sentences make segments."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import ceil

ENDS = "。！？!?…；;"
"""What ends a sentence. A semicolon does too: the clauses beside it stand alone when spoken."""

CLOSERS = "”’」』）)】〕》〉\"'"
OPENERS = dict(zip('“‘「『（(【〔《〈"', '”’」』）)】〕》〉"', strict=True))
BREATHS = "，,、：:；;—"

# Half-width marks also stand in 3.14, U.S., example.com/?page=2, and before the text of “1. …”.
_END = re.compile(
    rf"""
    (?: [。！？…；] | [!?;](?![A-Za-z0-9]) | (?<![A-Z0-9])\.(?=[ ”"]|$) )
    [{ENDS}{re.escape(CLOSERS)}]*
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?<![A-Za-z])(?:Dr|Mr|Mrs|Ms|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Jr|Sr|St|Mt|Inc|Ltd|Co|Corp|No|Vol|Fig|vs|etc)$"
)
_LONGEST_ABBREVIATION = 4


def sentences(paragraph: str) -> list[str]:
    """Cut a paragraph after each sentence; joined again, the pieces are the paragraph.

    Nothing is cut inside quotation marks or brackets that close in the same paragraph.
    """
    cuts = list(_sentence_ends(paragraph))
    return _pieces(paragraph, cuts)


def segments(paragraph: str, usual: int, most: int) -> list[str]:
    """Group whole sentences into stretches that are good to synthesize.

    Args:
        paragraph: a single line of text.
        usual: a group is closed when the next sentence would take it beyond this many characters.
        most: no piece is longer; a sentence that is, is cut at its best comma.

    Returns:
        Pieces which, joined again, are the paragraph.
    """
    groups: list[str] = []
    for sentence in sentences(paragraph):
        for piece in _fitting(sentence, most):
            if groups and len(groups[-1]) + len(piece) <= usual:
                groups[-1] += piece
            else:
                groups.append(piece)
    return _without_silent_pieces(groups, most)


def _sentence_ends(text: str) -> Iterator[int]:
    depth = _depths(text)
    for match in _END.finditer(text):
        if match[0] == "." and _ends_abbreviation(text, match.start()):
            continue
        # A straight quotation mark behind the end may open the next sentence instead of closing this one.
        end = next((at for at in range(match.end(), match.start(), -1) if depth[at] == 0), len(text))
        if end < len(text) and not (text[end - 1] in CLOSERS and text[end] in BREATHS):
            yield end


def _ends_abbreviation(text: str, end: int) -> bool:
    return _ABBREVIATION.search(text, max(0, end - _LONGEST_ABBREVIATION - 1), end) is not None


def _depths(text: str) -> list[int]:
    """How many quotation marks and brackets are open before each character, and at the end."""
    changes = [0] * (len(text) + 1)
    opened: dict[str, list[int]] = {closer: [] for closer in OPENERS.values()}
    for at, char in enumerate(text):
        if opened.get(char):
            changes[opened[char].pop() + 1] += 1
            changes[at + 1] -= 1
        elif char in OPENERS:
            opened[OPENERS[char]].append(at)
    return list(accumulate(changes))


def _fitting(sentence: str, most: int) -> list[str]:
    """The sentence whole if it fits, else cut at the commas that leave the most even pieces."""
    pieces = []
    start = 0
    while len(sentence) - start > most:
        left = len(sentence) - start
        share = left / ceil(left / most)
        end = start + _best_cut(sentence[start : start + 3 * most], most, share)
        pieces.append(sentence[start:end])
        start = end
    return [*pieces, sentence[start:]]


def _best_cut(text: str, most: int, share: float) -> int:
    """Where to cut so that at most `most` characters, and best about `share`, stand before."""
    depth = _depths(text)
    places = [at for at in range(1, most + 1) if not _in_word(text, at)]
    return min(places or [most], key=lambda at: (_harm(text, at, depth[at], most), abs(at - share)))


def _harm(text: str, at: int, depth: int, most: int) -> int:
    """How much a cut here would be heard.

    From least to most: 0 a comma, 1 a comma of a list, 2 a comma after very few words, 3 one inside of
    quotes or brackets, 4 a blank, 5 between characters, 6 between a number and what it counts, 7 worse.
    """
    early = at < most // 3
    if text[at - 1] in BREATHS + ENDS and text[at] not in CLOSERS:
        if depth == 0:
            return 2 if early else int(text[at - 1] == "、")
        return 6 if early else 3
    if early or text[at] in CLOSERS + BREATHS + ENDS:
        return 7
    if text[at - 1] == " ":
        return 4
    return 6 if _is_latin(text[at - 1]) else 5


def _in_word(text: str, at: int) -> bool:
    """Whether a cut here would be within a number, a Latin word, an address, or a name with a dot."""
    before, after = text[at - 1], text[at]
    return (_is_latin(before) and _is_latin(after)) or "·" in {before, after}


def _is_latin(char: str) -> bool:
    """Whether it is part of a number or a Latin word; ASCII punctuation is, as in 3.14 and Node.js."""
    return (char.isascii() and char != " ") or char.isdigit() or "À" <= char <= "ɏ" or "Ａ" <= char <= "ｚ"


def _without_silent_pieces(groups: list[str], most: int) -> list[str]:
    """Join a piece that says nothing (a stray dash, a closing quote) to its neighbour."""
    joined: list[str] = []
    for group in groups:
        if joined and not any(char.isalnum() for char in group) and len(joined[-1]) + len(group) <= most:
            joined[-1] += group
        else:
            joined.append(group)
    return joined


def _pieces(text: str, cuts: list[int]) -> list[str]:
    edges = [0, *cuts, len(text)]
    return [text[start:end] for start, end in pairwise(edges) if start < end]
