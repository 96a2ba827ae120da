"""Where one sentence ends and the next begins, and how sentences make segments."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

ENDS = "。！？!?…；;"
"""What ends a sentence. A semicolon does too: the clauses beside it stand alone when spoken."""

CLOSERS = "”’」』）)】〕》〉\"'"
OPENERS = dict(zip("“‘「『（(【〔《〈\"", "”’」』）)】〕》〉\"", strict=True))
_BREATHS = "，,、：:；;—"

# Half-width marks also stand in 3.14, U.S., example.com/?page=2, and before the text of “1. …”.
_END = re.compile(
    rf"""(?: [。！？…；] | [!?;](?![A-Za-z0-9]) | (?<![A-Z0-9])\.(?=[ ”"]|$) ) [{ENDS}{re.escape(CLOSERS)}]*""",
    re.VERBOSE,
)


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
        # A straight quotation mark behind the end may open the next sentence instead of closing this one.
        end = next((at for at in range(match.end(), match.start(), -1) if depth[at] == 0), len(text))
        if end < len(text) and not (text[end - 1] in CLOSERS and text[end] in _BREATHS):
            yield end


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
    while len(sentence) > most:
        cut = _best_breath(sentence, most)
        pieces.append(sentence[:cut])
        sentence = sentence[cut:]
    return [*pieces, sentence]


def _best_breath(text: str, most: int) -> int:
    """Where to cut so that at most `most` characters stand before: outside quotes if it can be."""
    depth = _depths(text[: 3 * most])
    places = [
        at
        for at in range(most // 3, most + 1)
        if text[at - 1] in _BREATHS + ENDS and text[at] not in CLOSERS and not _in_latin(text, at)
    ]
    outside = [at for at in places if depth[at] == 0]
    if outside or places:
        return (outside or places)[-1]
    blanks = [at for at in range(most // 3, most + 1) if text[at - 1] == " "]
    if blanks:
        return blanks[-1]
    # An unbroken run is cut between Chinese characters, so that a number or a Latin word stays whole.
    inside = [at for at in range(most // 3, most + 1) if not _in_latin(text, at)]
    return inside[-1] if inside else most


def _in_latin(text: str, at: int) -> bool:
    """Whether a cut here would be within a number, a Latin word or an address."""
    return text[at - 1].isascii() and text[at].isascii() and text[at] != " "


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
