"""Cut a run of Chinese characters into words."""

from collections.abc import Callable, Iterator, Sequence

from .lexicon import LONGEST_WORD, Lexicon

Cost = Callable[[str], float | None]
"""How unwillingly a text is cut into this piece: less is better; None if it may not be a piece."""

# Particles, pronouns, prepositions, numbers: they seldom make a word with a neighbour.
_ALONE = frozenset(
    "的地得了着过们是在和与及或也就都又还很更最太这那其该各每不没未将被把对向从由为以于而但且若因所之"
    "我你他她它您有无到去来说会能可要上下中内外后前再已并让给等则才只曾至自比跟同个多少"
    "一二三四五六七八九十百千万亿零〇两几点年月日号时分秒元次名位第者性"
)


def cut(run: str, lexicon: Lexicon) -> list[str]:
    """The words of a run, as their frequency makes most likely."""
    return _pieces(run, lexicon.rarity)


def parts(word: str, lexicon: Lexicon) -> list[str]:
    """The fewest pieces of a word whose readings are known; of two ways, the one whose end is longer."""
    return [word] if word in lexicon.own else _pieces(word, lexicon.effort)


def grouped(words: list[str]) -> list[str]:
    """The words as they are spoken in one breath: single characters that nothing parts go in pairs."""
    groups: list[str] = []
    pending = ""
    for word in [*words, ""]:
        if len(word) == 1 and word not in _ALONE:
            pending += word
            continue
        groups += [pending[start : start + 2] for start in range(0, len(pending), 2)]
        groups += [word] if word else []
        pending = ""
    return groups


def _pieces(run: str, cost: Cost) -> list[str]:
    """The run cut so that the sum of the costs is least."""
    costs = [0.0] * (len(run) + 1)
    lengths = [1] * len(run)
    for start in reversed(range(len(run))):
        costs[start] = float("inf")
        for length in range(1, min(LONGEST_WORD, len(run) - start) + 1):
            own = cost(run[start : start + length])
            if own is not None and own + costs[start + length] < costs[start] - 1e-6:
                costs[start] = own + costs[start + length]
                lengths[start] = length
    return list(_walk(run, lengths))


def _walk(run: str, lengths: Sequence[int]) -> Iterator[str]:
    start = 0
    while start < len(run):
        yield run[start : start + lengths[start]]
        start += lengths[start]
