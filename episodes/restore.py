"""A show is made again, on a machine that has never seen it: of its backup, and of what was published.

It is put together beside its place and renamed into it. What was downloaded before a restore was ended by
force is used by the next one.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from os import utime
from pathlib import Path

from audio import Storage
from scripts import BobaoError, ConfigurationError

from .backup import read_manifest, told_as_backup
from .catalog import Catalog
from .errors import BackupError
from .files import told_if_unwritable
from .manifest import KeptFile, Manifest, block_path
from .refetching import Missing, fetch_published
from .settings import Settings
from .show import Show, locked, open_show
from .site import refresh


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        show: as it is now.
        episodes: how many it has published.
        files: how many of its own files and of those that were published are there again.
        bytes: their size.
        missing: what is not.
        undrawn: why feed and pages could not be drawn; "" if they are.
    """

    show: Show
    episodes: int
    files: int
    bytes: int
    missing: tuple[Missing, ...]
    undrawn: str


def restore(
    url: str,
    folder: Path,
    now: datetime,
    *,
    published: str = "",
    began: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Make a show again.

    Args:
        url: of its backup.
        folder: where; missing or empty.
        now: as for a build.
        published: where its public folder is found; "" is where show.toml says; see `fetch_published`.
        began: told of each file before it is fetched.

    Raises:
        ConfigurationError: there is something in that folder, or a place cannot be used.
        BackupError: there is no whole backup, or a place cannot be reached; the folder is as it was.
    """
    _require_empty(folder)
    with told_as_backup("restore again, or name another place"), told_if_unwritable(folder.parent):
        storage = Storage(url)
        manifest = read_manifest(storage)
        if manifest is None:
            raise BackupError(f"there is no backup at {url}", "name the place that `bobao backup` was given")
        beside = folder.with_name(f".{folder.name}.restoring")
        beside.mkdir(parents=True, exist_ok=True)
        with locked(Show(beside, Settings())):
            _clear(beside)
            _put_own_files(storage, manifest, beside, began)
            show = open_show(beside)
            with Catalog(show.catalog) as catalog:
                fetched = fetch_published(show, catalog, manifest.hosted, published, began)
                undrawn = _draw(show, catalog, now)
                episodes = sum(1 for _ in catalog.files())
        _settle(beside, folder)
    files, size = len(manifest.files), sum(file.bytes for file in manifest.files.values())
    return Restored(
        Show(folder, show.settings),
        episodes,
        files + fetched.files,
        size + fetched.bytes,
        fetched.missing,
        undrawn,
    )


def _require_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise ConfigurationError(f"{folder} is there already", "name a folder that is missing or empty")


def _clear(beside: Path) -> None:
    """Remove what an earlier restore has left, but for the media that it had downloaded."""
    for path in beside.iterdir():
        if path.name in {".lock", ".held", "public"}:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    public = beside / "public"
    for path in public.iterdir() if public.is_dir() else ():
        if path.name != "audio":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _draw(show: Show, catalog: Catalog, now: datetime) -> str:
    """Draw what is made of the catalog; what is wrong with the show is for its owner to mend."""
    try:
        refresh(show, catalog, now)
    except BobaoError as error:
        return str(error)
    return ""


def _settle(beside: Path, folder: Path) -> None:
    if folder.is_dir():
        folder.rmdir()
    beside.rename(folder)


# The owner's files, from the backup ------------------------------------------------------------------------


def _put_own_files(storage: Storage, manifest: Manifest, folder: Path, began: Callable[[str], None]) -> None:
    for path, file in manifest.files.items():
        began(path)
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as out:
            for block in file.blocks:
                out.write(_block(storage, block, path))
        _dress(place, file)


def _block(storage: Storage, name: str, path: str) -> bytes:
    block = storage.read(block_path(name))
    if block is None or sha256(block).hexdigest() != name:
        damage = "missing" if block is None else "damaged"
        raise BackupError(
            f"a part of {path} is {damage} in the backup at {storage.url}",
            "back the show up again, if you can",
        )
    return block


def _dress(place: Path, file: KeptFile) -> None:
    if file.executable:
        place.chmod(place.stat().st_mode | 0o111)
    if file.modified_ns:
        utime(place, ns=(file.modified_ns, file.modified_ns))
