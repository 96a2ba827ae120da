"""Whether two texts tell the same story: fingerprints by MinHash (Broder, 1997), through rensa.

A story that two sites print is seldom the same to the letter: the lead names another reporter, a paragraph
is cut, marks are of another width. Texts that a machine fills in every day (the weather, the exchange) are
the same but for their numbers and names, and tell another story; so numbers and headlines count, too.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

_GRAM = 4
_HASHES, _SEED = 256, 8
_MUCH, _MUCH_UNDER_OTHER_HEADLINE = 0.6, 0.85
"""This share of the shorter text's 4-grams is found in the other. Different stories of the corpus: 0.03."""

_SHORTEST_SHARE = 0.4
"""A brief shorter than this share of a report is not that report, even if all of it stands there, too."""

_ALIKE_HEADLINES = 0.8
_NUMBERS_SHARED = 0.5
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MOST_NUMBERS = 64


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is remembered of a text, to find it again.

    Attributes:
        version: of the hashes; those of another version cannot be compared.
        hashes: the least hash of all 4-grams for each of 256 permutations.
        grams: how many different 4-grams there are.
        numbers: the first different numbers in it, as they read.
        headline: folded as the text is; may be empty.
    """

    version: int
    hashes: tuple[int, ...]
    grams: int
    numbers: frozenset[str]
    headline: str = ""


def fingerprint(text: str, headline: str = "") -> Fingerprint:
    """Take a text's fingerprint; spaces, punctuation, case and width do not count."""
    from rensa import RMinHash

    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = _letters(folded)
    grams = {letters[at : at + _GRAM] for at in range(max(1, len(letters) - _GRAM + 1))}
    hashes = RMinHash(_HASHES, _SEED)
    hashes.update(list(grams))
    numbers = list(dict.fromkeys(_NUMBER.findall(folded)))[:_MOST_NUMBERS]
    return Fingerprint(
        RMinHash.ALGORITHM_VERSION,
        tuple(hashes.digest()),
        len(grams),
        frozenset(numbers),
        _letters(unicodedata.normalize("NFKC", headline).casefold()),
    )


def same_story(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two texts are the same story, but for what editors of two sites do to it."""
    shorter, longer = sorted((one.grams, other.grams))
    if one.version != other.version or shorter < _SHORTEST_SHARE * longer:
        return False
    much = _MUCH if _headlines_agree(one.headline, other.headline) else _MUCH_UNDER_OTHER_HEADLINE
    return _shared(one, other) >= much and _numbers_agree(one.numbers, other.numbers)


def fingerprint_text(value: Fingerprint) -> str:
    """Write a fingerprint for a database."""
    return json.dumps([value.version, value.hashes, value.grams, sorted(value.numbers), value.headline])


def parse_fingerprint(text: str) -> Fingerprint:
    """Read what `fingerprint_text` wrote."""
    version, hashes, grams, numbers, headline = json.loads(text)
    return Fingerprint(version, tuple(hashes), grams, frozenset(numbers), headline)


def _shared(one: Fingerprint, other: Fingerprint) -> float:
    """About which share of the shorter text's 4-grams is in the other."""
    equal = sum(a == b for a, b in zip(one.hashes, other.hashes, strict=True))
    jaccard = equal / len(one.hashes)
    # |A ∩ B| = J · (|A| + |B|) / (1 + J)
    return jaccard * (one.grams + other.grams) / (1 + jaccard) / min(one.grams, other.grams)


def _numbers_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NUMBERS_SHARED * min(len(one), len(other))


def _headlines_agree(one: str, other: str) -> bool:
    if not one or not other or set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE_HEADLINES


def _letters(folded: str) -> str:
    return "".join(char for char in folded if char.isalnum())
