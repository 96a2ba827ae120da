"""A show is kept in a private place: its catalog, its show.toml, and all that its owner has put beside them.

What is public is not kept twice: `restore` takes it from where it was published. Blocks are sent first, then
the manifest replaces the last one; so a run that is killed anywhere leaves the last whole backup. What that
one needs stays until the next: somebody may be restoring it.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from audio import Storage, StorageError, lies_within
from scripts import ConfigurationError

from .catalog import Catalog
from .errors import BackupError
from .manifest import MANIFEST, KeptFile, Manifest, block_path, blocks_of
from .show import Show, locked

_CATALOG = "catalog.sqlite3"
_RESULTS = {"public", "work", "finished", "logs"}
_HIDDEN = re.compile(r"(^|/)\.")
_DRAWN = re.compile(r"(audio|images|episodes|assets)/.*|(feed|index)(-\d+)?\.(xml|html)")
"""What in public/ is made of the catalog, or named by it."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup did.

    Attributes:
        files: how many it holds.
        sent_bytes: how much was new or changed.
        changed: whether it differs from the last one.
        elsewhere: files that show.toml names and that are not kept, as they lie outside the show's folder.
    """

    files: int
    sent_bytes: int
    changed: bool
    elsewhere: tuple[str, ...]


def back_up(show: Show, url: str, now: datetime, began: Callable[[str], None] = lambda _: None) -> BackedUp:
    """Keep a show in a private place; what is there already is not sent again.

    Args:
        show: what is kept.
        url: a folder, or an address of fsspec's; it should hold nothing else.
        now: noted as the time of the backup.
        began: told of each file before it is read.

    Raises:
        ConfigurationError: that place cannot be used, or is public.
        BackupError: it cannot be reached or written to, or holds another show; the last backup is whole.
        ShowLocked: a build holds the show.
    """
    _require_private(show, url)
    with told_as_backup("try again"), locked(show), TemporaryDirectory() as name:
        storage = Storage(url, show.settings.backup.options)
        with Catalog(show.catalog) as catalog:
            own = _name_of(catalog)
            before = _last(storage, own)
            catalog.snapshot(snapshot := Path(name, "catalog"))
        files = dict(_own_files(show.folder)) | {_CATALOG: snapshot}
        sending = _Sending(storage, began)
        kept = {path: sending.kept(path, local) for path, local in sorted(files.items())}
        made = Manifest(
            show=own, title=show.settings.title, made_at=now, files=kept, hosted=dict(_hosted(show.public))
        )
        changed = not made.says_the_same(before)
        if changed:
            sending.conclude(made)
        sending.sweep(made.blocks | (before.blocks if before else set()))
    return BackedUp(len(kept), sending.sent_bytes, changed, tuple(_elsewhere(show)))


@contextmanager
def told_as_backup(hint: str) -> Iterator[None]:
    """Turn what a storage says into an error of a backup's."""
    try:
        yield
    except StorageError as error:
        raise BackupError(error.message, f"see that it can be reached, then {hint}") from error


def read_manifest(storage: Storage) -> Manifest | None:
    """The manifest of a backup; None if there is none.

    Raises:
        BackupError: it is damaged, or of a newer bobao.
    """
    data = storage.read(MANIFEST)
    return Manifest.parse(data, storage.url) if data is not None else None


class _Sending:
    """What is brought to the place of a backup."""

    def __init__(self, storage: Storage, began: Callable[[str], None]) -> None:
        self.sent_bytes = 0
        self._storage = storage
        self._began = began
        self._there = storage.files(alone=True)

    def kept(self, path: str, local: Path) -> KeptFile:
        """Send what of a file is not there."""
        self._began(path)
        try:
            stat = local.stat()
            blocks = [(name, self._sent(name, block)) for name, block in blocks_of(local)]
        except OSError as error:
            told = f"{local} cannot be read: {error.strerror or error}"
            raise BackupError(told, "mend its rights, or take it out of the show's folder") from error
        size, modified_ns = sum(size for _, size in blocks), stat.st_mtime_ns
        return KeptFile(
            bytes=size,
            modified_ns=0 if path == _CATALOG else modified_ns,  # its snapshot's says nothing
            executable=os.access(local, os.X_OK),
            blocks=tuple(name for name, _ in blocks),
        )

    def conclude(self, made: Manifest) -> None:
        """Replace the manifest once all that it names has arrived."""
        if self.sent_bytes:
            self._there = self._storage.files()
        for block in made.blocks:
            if block_path(block) not in self._there:
                raise BackupError(f"not all has arrived at {self._storage.url}", "back it up again")
        self._storage.write(MANIFEST, made.render())

    def sweep(self, named: set[str]) -> None:
        """Remove the blocks that no manifest needs."""
        wanted = set(map(block_path, named))
        for path in self._there:
            if path.startswith(block_path("")) and path not in wanted:
                self._storage.remove(path)

    def _sent(self, name: str, block: bytes) -> int:
        path = block_path(name)
        if self._there.get(path) != len(block):
            self._storage.write(path, block)
            self._there[path] = len(block)
            self.sent_bytes += len(block)
        return len(block)


def _require_private(show: Show, url: str) -> None:
    """Refuse a place that others can read, or that would be lost with the show."""
    hint = "name a private place elsewhere"
    if lies_within(url, str(show.public)) or (
        show.settings.publish.to and lies_within(url, show.settings.publish.to)
    ):
        raise ConfigurationError(f"{url} is public: a backup there could be read by everybody", hint)
    if lies_within(url, str(show.folder)):
        raise ConfigurationError(f"{url} lies in the show's own folder, and would be lost with it", hint)


def _name_of(catalog: Catalog) -> str:
    if not catalog.fact("show"):
        catalog.note("show", str(uuid4()))
    return catalog.fact("show")


def _last(storage: Storage, own: str) -> Manifest | None:
    before = read_manifest(storage)
    if before and before.show != own:
        raise BackupError(
            f"{storage.url} holds the backup of another show, “{before.title}”",
            "give each show a place of its own",
        )
    return before


def _own_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """All that is neither hidden nor a result, by its path; what links lead to is kept in their place."""
    for place, folders, names in os.walk(folder, followlinks=True):
        here = Path(place)
        above = {here.resolve(), *here.resolve().parents}
        inner = here.relative_to(folder)
        folders[:] = [
            name for name in folders if _is_own(inner / name) and (here / name).resolve() not in above
        ]
        for name in names:
            if _is_own(inner / name) and (here / name).is_file():
                yield (inner / name).as_posix(), here / name


def _is_own(path: Path) -> bool:
    is_result = len(path.parts) == 1 and (path.name in _RESULTS or path.name.startswith(_CATALOG))
    return not (path.name.startswith(".") or path.name == "__pycache__" or is_result)


def _elsewhere(show: Show) -> Iterator[str]:
    music = show.settings.music
    for named in (show.settings.cover, music.intro, music.outro, music.bed):
        path = Path(os.path.abspath(show.folder / Path(named).expanduser()))  # noqa: PTH100 - links stay
        if named and path.is_file() and not path.is_relative_to(show.folder):
            yield named


def _hosted(public: Path) -> Iterator[tuple[str, int]]:
    """What its owner has put into public/, and the cover, which they may have replaced."""
    for path in sorted(public.rglob("*")):
        name = path.relative_to(public).as_posix()
        if not _HIDDEN.search(name) and not _DRAWN.fullmatch(name) and path.is_file():
            yield name, path.stat().st_size
