"""Which of the offered stories are to be read: decided from what is remembered, without reading any."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from .offers import Offer
from .source_settings import SourceOrder, SourceSettings

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Why(StrEnum):
    """Why a story is not told."""

    TOLD = "told already"
    TWICE = "offered twice in this run"
    EXCLUDED = "its headline holds an excluded word"
    NOT_INCLUDED = "its headline holds none of the included words"
    TOO_OLD = "older than the source's maximum age"
    SAME = "the same text as a story told already"
    ALIKE = "much the same as a story told already"
    NO_STORY = "no story was found there"
    SET_ASIDE = "set aside after it failed too often"
    BEYOND_LIMIT = "beyond the source's limit for a run; next time"
    NO_ROOM = "no room left in this edition; next time"
    NO_TIME = "the run's time was over; next time"
    UNUSABLE = "it cannot be used"


class State(StrEnum):
    """What became of a story that was read."""

    WAITING = "waiting"
    """It is to be told: reserved for an edition, or left over from a full one."""
    TOLD = "told"
    PASSED = "passed"
    """It was read and is not to be told."""
    FAILED = "failed"
    """It is to be tried again."""
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A story that is not told.

    Attributes:
        name: its link, path or title.
        why: the kind of reason.
        about: more of it, such as which story it is like; may be empty.
    """

    name: str
    why: Why
    about: str = ""

    @property
    def reason(self) -> str:
        """The whole reason, in one line."""
        return f"{self.why}: {self.about}" if self.about else str(self.why)


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an offer that was read before.

    Attributes:
        state: what became of it.
        why: why it was passed; None otherwise.
        about: more of the reason; may be empty.
        fresh: it was told so lately that a correction is looked for.
    """

    state: State
    why: Why | None = None
    about: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is to be done with a source's offers.

    Attributes:
        new: to be read until as many are told as the source may; the first first.
        again: told lately: to be read for corrections.
        skipped: the others.
    """

    new: tuple[Offer, ...]
    again: tuple[Offer, ...]
    skipped: tuple[Skipped, ...]


def sift(
    offers: Sequence[Offer], source: SourceSettings, known: Mapping[str, Known], now: datetime
) -> Sifted:
    """Part the offers of a source into those to be read and those to be skipped.

    Args:
        offers: in the source's own order.
        source: its words, age and order.
        known: what is remembered, by the offers' keys.
        now: what ages are counted from.
    """
    new, again, skipped = [], [], []
    for offer in _ordered(
        list({offer.key: offer for offer in reversed(offers)}.values())[::-1], source.order
    ):
        memory = known.get(offer.key)
        if memory and memory.state is State.TOLD and memory.fresh:
            again.append(offer)
        elif reason := _remembered(offer, memory) or _refused(offer, source, now):
            skipped.append(reason)
        else:
            new.append(offer)
    return Sifted(tuple(new), tuple(again), tuple(skipped))


def refused(
    name: str, title: str, published: datetime | None, source: SourceSettings, now: datetime
) -> Skipped | None:
    """Why a source's own rules pass a story over; None if they do not."""
    headline = _folded(title)
    if word := next((word for word in source.exclude if _folded(word) in headline), ""):
        return Skipped(name, Why.EXCLUDED, word)
    if source.include and title and not any(_folded(word) in headline for word in source.include):
        return Skipped(name, Why.NOT_INCLUDED)
    if source.max_age and published and now - published > source.max_age:
        return Skipped(name, Why.TOO_OLD, f"{published:%Y-%m-%d}")
    return None


def _refused(offer: Offer, source: SourceSettings, now: datetime) -> Skipped | None:
    return refused(offer.name, offer.title, offer.published, source, now)


def _remembered(offer: Offer, memory: Known | None) -> Skipped | None:
    if memory is None or memory.state in {State.WAITING, State.FAILED}:
        return None
    kinds = {State.TOLD: Why.TOLD, State.SET_ASIDE: Why.SET_ASIDE}
    return Skipped(offer.name, kinds.get(memory.state, memory.why or Why.UNUSABLE), memory.about)


def _ordered(offers: list[Offer], order: SourceOrder) -> list[Offer]:
    """Offers in the order asked for; those without a time count as the oldest, and keep their own order."""
    if order is SourceOrder.LISTED:
        return offers
    newest = sorted(offers, key=lambda offer: offer.published or _LONG_AGO, reverse=True)
    return newest if order is SourceOrder.NEWEST else newest[::-1]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
