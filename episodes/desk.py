"""The news desk of a run: sources are asked, their stories read, and what is told already is put aside."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from scripts import (
    Article,
    BobaoError,
    Digest,
    Fingerprint,
    NoArticleError,
    Script,
    SourceError,
    cut_title,
    fingerprint,
    is_link,
    same_site,
    same_story,
)

from .duty import Duty
from .identity import Identity, identify
from .memory import Memo, Memory
from .offers import Offer, Offered, offers_of, read_offer
from .report import Failed, Stage
from .show import Show
from .sifting import Known, Skipped, State, Why, refused, sift
from .source_settings import SourceSettings
from .stories import Story, read_story

_READS = 3
"""At the most so many times a source's limit is read of it: what is read may turn out to be told already."""


@dataclass(frozen=True, slots=True)
class Found:
    """A story that was read.

    Attributes:
        offer: what it was read from.
        story: what it tells.
        content: a hash of its text.
        fingerprint: of its text.
    """

    offer: Offer
    story: Story
    content: str
    fingerprint: Fingerprint

    @property
    def title(self) -> str:
        """The story's title."""
        return _content_of(self.story).title

    def memo(self, state: State, why: Why | None = None, about: str = "") -> Memo:
        """What is noted of it."""
        told = self.fingerprint if state in {State.TOLD, State.WAITING} else None
        return Memo(self.offer.key, state, self.title, why, about, 0, self.content, told)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a run has to tell.

    Attributes:
        new: stories that were never told, in the order in which they are to be.
        corrected: told lately, and changed since.
        skipped: those that are not told, each with its reason.
        failed: sources and stories that could not be read.
        answered: how many sources could be.
    """

    new: tuple[Found, ...]
    corrected: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[Failed, ...]
    answered: int


class Desk:
    """Gathers what a run is to tell.

    Args:
        duty: whose sources are asked, and how many links are read at once.
        memory: of the show.
        now: what ages are counted from.
        is_over: whether the run's time is over.
    """

    def __init__(self, duty: Duty, memory: Memory, now: datetime, is_over: Callable[[], bool]) -> None:
        self._show, self._watcher, self._readers = duty.show, duty.watcher, duty.readers
        self._memory, self._now, self._is_over = memory, now, is_over
        self._seen: set[str] = set()
        self._new: list[Found] = []
        self._corrected: list[Found] = []
        self._skipped: list[Skipped] = []
        self._failed: list[Failed] = []
        self._compared = [(memo.title, memo.fingerprint) for memo in memory.compared(now) if memo.fingerprint]

    def gather(self) -> Gathered:
        """Ask all sources, and read what they have that is new; one that fails does not stop the others."""
        answered = 0
        sources = self._show.settings.source
        with ThreadPoolExecutor(self._readers, "desk") as pool:
            asked = [pool.submit(offers_of, source, self._show, self._now) for source in sources]
            for source, answer in zip(sources, asked, strict=True):
                self._watcher.stage(Stage.READING, source.label)
                try:
                    offered = answer.result()
                except SourceError as error:
                    self._failed.append(Failed(source.label, error))
                    continue
                answered += 1
                self._take(source, offered, pool)
        return Gathered(
            tuple(self._new), tuple(self._corrected), tuple(self._skipped), tuple(self._failed), answered
        )

    def _take(self, source: SourceSettings, offered: Offered, pool: Executor) -> None:
        """Take in one source."""
        twice = [offer for offer in offered.offers if offer.key in self._seen]
        fresh = [offer for offer in offered.offers if offer.key not in self._seen]
        self._seen.update(offer.key for offer in fresh)
        sifted = sift(fresh, source, self._known(fresh), self._now)
        self._skipped += [Skipped(offer.name, Why.TWICE) for offer in twice]
        self._skipped += [Skipped(each.name, Why.UNUSABLE, each.reason) for each in offered.unusable]
        self._skipped += sifted.skipped
        for offer, outcome in self._read(sifted.again, pool):
            self._take_again(offer, outcome)
        self._take_new(source, sifted.new, pool)

    def _known(self, offers: Sequence[Offer]) -> dict[str, Known]:
        since = self._now - timedelta(days=self._show.settings.run.corrections_days)
        return self._memory.known([offer.key for offer in offers], since)

    def _take_new(self, source: SourceSettings, offers: Sequence[Offer], pool: Executor) -> None:
        """Read offers, as many at once as are still wanted, until the source has given what it may."""
        waiting = iter(offers)
        room, reads = source.limit, source.limit * _READS
        while room and reads and not self._is_over():
            batch = list(islice(waiting, min(room, reads, self._readers)))
            if not batch:
                return
            reads -= len(batch)
            room -= sum(self._take_read(source, *each) for each in self._read(batch, pool))
        why = Why.NO_TIME if self._is_over() else Why.BEYOND_LIMIT
        self._skipped += [Skipped(offer.name, why) for offer in waiting]

    def _read(self, offers: Sequence[Offer], pool: Executor) -> Iterator[tuple[Offer, Found | BobaoError]]:
        yield from zip(offers, pool.map(self._found, offers), strict=True)

    def _found(self, offer: Offer) -> Found | BobaoError:
        """Read one offer; done by several threads at once."""
        try:
            story = _of_offer(read_story(read_offer(offer), self._show.settings), offer)
        except BobaoError as error:
            return error
        content = _content_of(story)
        body = identify(content, None).body
        return Found(offer, story, sha256(body.encode()).hexdigest(), fingerprint(body, content.title))

    def _take_read(self, source: SourceSettings, offer: Offer, outcome: Found | BobaoError) -> bool:
        """Judge a story that was read.

        Returns:
            Whether it is to be told.
        """
        if isinstance(outcome, BobaoError):
            self._fail(offer, outcome)
            return False
        content = _content_of(outcome.story)
        passed = refused(offer.name, content.title, content.published or offer.published, source, self._now)
        if passed := passed or self._told_elsewhere(outcome):
            self._skipped.append(passed)
            self._memory.note_offer(outcome.memo(State.PASSED, passed.why, passed.about), self._now)
            return False
        self._new.append(outcome)
        self._compared.append((outcome.title, outcome.fingerprint))
        return True

    def _take_again(self, offer: Offer, outcome: Found | BobaoError) -> None:
        """A story told lately: only if its text or title has changed is there anything to do."""
        memo = self._memory.memo(offer.key)
        if (
            isinstance(outcome, Found)
            and memo
            and (outcome.content, outcome.title) != (memo.content, memo.title)
        ):
            self._corrected.append(outcome)
        else:
            self._skipped.append(Skipped(offer.name, Why.TOLD))

    def _told_elsewhere(self, found: Found) -> Skipped | None:
        """Why a story is known already, though its link is new; None if it is not."""
        name = found.offer.name
        if title := self._memory.told_content(found.content) or self._waiting(found.content):
            return Skipped(name, Why.SAME, f"《{title}》")
        for title, other in self._compared:
            if same_story(found.fingerprint, other):
                return Skipped(name, Why.ALIKE, f"《{title}》")
        identity = identify(found.story.content, found.story.path)
        known = self._memory.find(identity)
        if known and (self._memory.is_gone(known.id) or not self._is_same_place(identity)):
            return Skipped(name, Why.TOLD, f"episode {known.id}")
        return None

    def _waiting(self, content: str) -> str:
        return next((each.title for each in self._new if each.content == content), "")

    def _is_same_place(self, identity: Identity) -> bool:
        """Whether the episode was made of this very link or file: then it is brought up to date."""
        names = tuple(name for name in identity.names if name.startswith("link:"))
        return bool(self._memory.find(replace(identity, names=names)))

    def _fail(self, offer: Offer, error: BobaoError) -> None:
        """Note a failure; where there is no story at all, that is no failure of the run."""
        memo = note_failure(offer, error, self._memory, self._show, self._now)
        if not isinstance(error, NoArticleError):
            self._failed.append(Failed(offer.name, error))
        elif memo.state is State.SET_ASIDE:
            self._memory.note_offer(replace(memo, state=State.PASSED, why=Why.NO_STORY), self._now)
            self._skipped.append(Skipped(offer.name, Why.NO_STORY, memo.about))
        else:
            self._skipped.append(Skipped(offer.name, Why.NO_STORY, memo.about))


def note_failure(offer: Offer, error: BobaoError, memory: Memory, show: Show, now: datetime) -> Memo:
    """Remember that a story failed; after as many times as the show allows it is set aside."""
    known = memory.memo(offer.key)
    attempts = (known.attempts if known else 0) + 1
    state = State.FAILED if attempts < show.settings.run.attempts else State.SET_ASIDE
    memo = Memo(offer.key, state, offer.title, None, error.message[:300], attempts)
    memory.note_offer(memo, now)
    return memo


def _content_of(story: Story) -> Article | Script:
    """What one source tells: never a digest."""
    if isinstance(story.content, Digest):
        raise TypeError(story.content.name)
    return story.content


def _of_offer(story: Story, offer: Offer) -> Story:
    """A story with what only its source knows: publisher, time, and the link by which it was found."""
    content = _content_of(story)
    url = content.url
    if is_link(offer.name) and not same_site(url, offer.name):
        # A page may call itself by any address, also by that of somebody else's story.
        url = offer.name
    content = replace(
        content,
        title=cut_title(content.title),
        url=url,
        publisher=content.publisher or offer.publisher,
        published=content.published or offer.published,
    )
    return replace(story, source=offer.name, content=content)
