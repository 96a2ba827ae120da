"""Cut a run of Chinese characters into words."""

from .lexicon import LONGEST_WORD, Lexicon

# Particles, pronouns, prepositions, numbers: they seldom make a word with a neighbour.
_ALONE = frozenset(
    "的地得了着过们是在和与及或也就都又还很更最太这那其该各每不没未将被把对向从由为以于而但且若因所之"
    "我你他她它您有无到去来说会能可要上下中内外后前再已并让给等则才只曾至自比跟同个多少"
    "一二三四五六七八九十百千万亿零〇两几点年月日号时分秒元次名位第者性"
)


def cut(run: str, lexicon: Lexicon) -> list[str]:
    """The fewest known words that make up the run; where two cuts are as good, the later words are longer.

    The dictionary holds only words with a reading to choose, so other words come out as single characters.
    """
    lengths = _best_lengths(run, lexicon)
    words = []
    start = 0
    while start < len(run):
        words.append(run[start : start + lengths[start]])
        start += lengths[start]
    return words


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


def _best_lengths(run: str, lexicon: Lexicon) -> list[int]:
    """For each position, the length of the word that begins the best cut of what follows."""
    costs = [0.0] * (len(run) + 1)
    lengths = [1] * len(run)
    for start in reversed(range(len(run))):
        costs[start] = float("inf")
        for length in range(1, min(LONGEST_WORD, len(run) - start) + 1):
            cost = lexicon.cost(run[start : start + length])
            if cost is not None and cost + costs[start + length] < costs[start] - 1e-6:
                costs[start] = cost + costs[start + length]
                lengths[start] = length
    return lengths
