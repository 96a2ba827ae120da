"""A show is brought to where it is hosted, so that its feed there is whole at every moment.

Only what is missing or has changed is sent: media first, the feed last, and only once all that it names has
arrived. Nothing is taken away before the new feed is there, and then only after a time of grace. So a run
that is killed anywhere leaves the feed of before or the new one, and the next run goes on where it stopped.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from lxml import etree

from audio import Storage, StorageError

from .addresses import FEED, INDEX, PAGES
from .catalog import Catalog
from .errors import PublishError
from .files import replace_if_changed, told_if_unwritable
from .media_types import content_type
from .show import Show, locked
from .site import refresh
from .sweeping import GRACE

_FOR_EVER = re.compile(r"-[0-9a-f]{8,12}(\.\w+)+$")
"""Names that tell their content: a file of this name and size is this file."""

_SAVE_EVERY = 50


class Action(StrEnum):
    """What is done with a file at the target."""

    SEND = "send"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at the target.

    Attributes:
        action: what.
        path: of the file, from the target's folder.
        bytes: how large it is; 0 for what is removed.
    """

    action: Action
    path: str
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, or would do.

    Attributes:
        steps: in the order in which they are done.
        unchanged: how many files were there already.
        waiting: paths that will be taken away when their time of grace is over.
    """

    steps: tuple[Step, ...]
    unchanged: int
    waiting: tuple[str, ...]


@dataclass(slots=True)
class _Ledger:
    """What is known of a target from runs before: digests of what was sent, and since when files are gone."""

    path: Path
    sent: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "_Ledger":
        # Without it, files whose names do not tell their content are sent once more.
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads(path.read_text("utf-8"))
            return cls(path, dict(kept["sent"]), dict(kept["gone"]))
        return cls(path)

    def save(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        replace_if_changed(self.path, json.dumps({"sent": self.sent, "gone": self.gone}, indent=0).encode())


@dataclass(frozen=True, slots=True)
class _Local:
    """A file of the show: its size, and the digest of what its name does not tell."""

    path: str
    bytes: int
    digest: str


def publish(
    show: Show,
    url: str,
    now: datetime,
    *,
    dry_run: bool = False,
    began: Callable[[Step], None] = lambda _: None,
) -> Published:
    """Bring a show's public folder to a target.

    Args:
        show: what is published.
        url: where to.
        now: decides whose time of grace is over.
        dry_run: only say what would be done.
        began: told of each step before it is done.

    Raises:
        ConfigurationError: the target cannot be used.
        PublishError: it cannot be reached or written to; what has arrived is kept.
        ShowLocked: a build holds the show.
    """
    with _told():
        return _published(show, url, now, dry_run=dry_run, began=began)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        hint = "see that it can be reached and written to, then publish again"
        raise PublishError(error.message, hint) from error


def _published(
    show: Show, url: str, now: datetime, *, dry_run: bool, began: Callable[[Step], None]
) -> Published:
    target = Storage(url, show.settings.publish.options)
    ledger = _Ledger.load(show.folder / ".published" / f"{sha256(url.encode()).hexdigest()[:12]}.json")
    with TemporaryDirectory() as name:
        if not dry_run:
            with locked(show), told_if_unwritable(show.folder), Catalog(show.catalog) as catalog:
                refresh(show, catalog, now)
        here, kept = _inventory(show, Path(name))
        there = target.files(alone=True)
        sends = [
            Step(Action.SEND, each.path, each.bytes) for each in here if not _is_there(each, there, ledger)
        ]
        removals, waiting = _removals(here, there, ledger, now)
        steps = (*sends, *removals)
        if not dry_run:
            try:
                shipment = _Shipment(show, target, ledger, {each.path: each.digest for each in here}, began)
                shipment.send(sends, kept)
                shipment.remove(removals)
            finally:
                ledger.save()
    return Published(steps, len(here) - len(sends), waiting)


def _inventory(show: Show, keep: Path) -> tuple[list[_Local], Mapping[str, Path]]:
    """All files in the order of sending, with copies of the lists: a build may replace those meanwhile."""
    with locked(show):
        here = [_local(show.public, path) for path in _files(show.public)]
        kept = {}
        for each in here:
            if _rank(each.path) >= _LISTS:
                kept[each.path] = keep / each.path
                kept[each.path].write_bytes((show.public / each.path).read_bytes())
    return sorted(here, key=lambda each: (_rank(each.path), each.path)), kept


def _files(public: Path) -> Iterator[Path]:
    for path in sorted(public.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(public).parts)
        if not hidden and path.is_file() and not path.is_symlink():
            yield path


def _local(public: Path, path: Path) -> _Local:
    name = path.relative_to(public).as_posix()
    digest = ""
    if not _FOR_EVER.search(name):
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    return _Local(name, path.stat().st_size, digest)


_PAGES, _LISTS, _INDEX, _FEED = 1, 2, 3, 4


def _rank(path: str) -> int:
    """What has to be there before what."""
    if path in {FEED, INDEX}:
        return _FEED if path == FEED else _INDEX
    if re.fullmatch(r"(feed|index)-\d+\.(xml|html)", path):
        return _LISTS
    return _PAGES if path.startswith(f"{PAGES}/") else 0


def _is_there(each: _Local, there: Mapping[str, int], ledger: _Ledger) -> bool:
    return there.get(each.path) == each.bytes and ledger.sent.get(each.path, "") == each.digest


def _removals(
    here: list[_Local], there: Mapping[str, int], ledger: _Ledger, now: datetime
) -> tuple[list[Step], tuple[str, ...]]:
    """What we sent once and have no more; files that others put there are left alone."""
    named = {each.path for each in here}
    ours = {path for path in ledger.sent if path not in named and path in there}
    ledger.gone = {path: ledger.gone.get(path, now.isoformat()) for path in sorted(ours)}
    over = [path for path, since in ledger.gone.items() if now - datetime.fromisoformat(since) > GRACE]
    return [Step(Action.REMOVE, path) for path in over], tuple(
        path for path in ledger.gone if path not in over
    )


@dataclass(frozen=True, slots=True)
class _Shipment:
    """What is done at the target, each step noted in the ledger."""

    show: Show
    target: Storage
    ledger: _Ledger
    digests: Mapping[str, str]
    began: Callable[[Step], None]

    def send(self, steps: list[Step], kept: Mapping[str, Path]) -> None:
        lists = [step for step in steps if step.path in kept]
        for number, step in enumerate([each for each in steps if each.path not in kept], start=1):
            self._put(self.show.public / step.path, step)
            if number % _SAVE_EVERY == 0:
                self.ledger.save()
        if lists:
            self._see_that_all_arrived([kept[step.path] for step in lists])
        for step in lists:
            self._put(kept[step.path], step)

    def remove(self, steps: list[Step]) -> None:
        for step in steps:
            self.began(step)
            self.target.remove(step.path)
            self.ledger.sent.pop(step.path, None)
            self.ledger.gone.pop(step.path, None)

    def _put(self, local: Path, step: Step) -> None:
        self.began(step)
        self.ledger.sent.pop(step.path, None)
        self.target.put(local, step.path, _type_there(step.path), _caching(step.path))
        self.ledger.sent[step.path] = self.digests[step.path]

    def _see_that_all_arrived(self, documents: list[Path]) -> None:
        """No feed takes the place of the last one before all that it names is there."""
        there = self.target.files()
        for document in (each for each in documents if each.suffix == ".xml"):
            for url, length in _enclosures(document):
                path = unquote(url.removeprefix(self.show.base_url))
                if there.get(path) != length:
                    told = (
                        f"{path} has not arrived whole at {self.target.url}; the feed there is left as it is"
                    )
                    raise PublishError(told, "publish again")


def _enclosures(document: Path) -> Iterator[tuple[str, int]]:
    """The addresses and lengths that a page of the feed names."""
    with document.open("rb") as file:
        for _, item in etree.iterparse(file, tag="item"):
            for enclosure in item.findall("enclosure"):
                yield enclosure.get("url"), int(enclosure.get("length"))
            item.clear()


def _type_there(path: str) -> str:
    """Browsers show a feed as a page only if it is called plain XML, and apps do not mind."""
    return "application/xml; charset=utf-8" if path.endswith(".xml") else content_type(path)


def _caching(path: str) -> str:
    return "public, max-age=31536000, immutable" if _FOR_EVER.search(path) else "public, max-age=300"
