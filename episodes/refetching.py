"""What was published of a show comes back: its audio from where it is hosted, its texts from the catalog."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import PurePosixPath

from audio import WAVEFORM, Storage

from .addresses import FEED, hosted, is_public
from .catalog import Catalog
from .cover import cover_name
from .episode import Episode
from .show import Show
from .transcripts import paths_of, place_texts

NOWHERE = "none"
"""Said instead of an address where nothing was published, or nothing is left of it."""

_DOWNLOADS = 8
_TOLD_BY_NAME = re.compile(r"-([0-9a-f]{12})\.\w+$")
"""How a name ends that holds the beginning of its content's SHA-256."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that could not be found again.

    Attributes:
        path: from the show's folder.
        episode: whose it is; None for what the owner had put into public/.
    """

    path: str
    episode: Episode | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is there again.

    Attributes:
        files: how many.
        bytes: their size.
        missing: what is not.
    """

    files: int
    bytes: int
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file that was published.

    Attributes:
        path: from the show's folder.
        episode: whose it is.
        bytes: its size; None if that is not known.
        is_told_by_name: whether its name tells its content.
        is_needed: whether it is missed if it is nowhere.
    """

    path: str
    episode: Episode | None
    bytes: int | None = None
    is_told_by_name: bool = False
    is_needed: bool = True


def fetch_published(
    show: Show, catalog: Catalog, owners: Mapping[str, int], named: str, began: Callable[[str], None]
) -> Fetched:
    """Bring back all of a show's public files that are not drawn, several at once.

    Args:
        show: into whose folder.
        catalog: what it has published.
        owners: sizes of files that its owner had put into public/, by their paths from there.
        named: where they are hosted; "" is where show.toml says; see `NOWHERE`.
        began: told of each file.

    Raises:
        ConfigurationError, StorageError: that place cannot be used, or not be reached.
    """
    storage = _host(show, named)
    wanted = [*_of_episodes(show, catalog), *_of_owner(show, owners)]
    _remove_others(show, wanted)

    def fetch(one: _Wanted) -> int | None:
        began(one.path)
        return _fetched(one, show, storage)

    sizes = _at_once(fetch, wanted)
    missing = [
        Missing(one.path, one.episode)
        for one, size in zip(wanted, sizes, strict=True)
        if size is None and one.is_needed
    ]
    there = [size for size in sizes if size is not None]
    return Fetched(len(there), sum(there), tuple(missing))


def _at_once(fetch: Callable[[_Wanted], int | None], wanted: list[_Wanted]) -> list[int | None]:
    with ThreadPoolExecutor(_DOWNLOADS, "fetch") as pool:
        try:
            return list(pool.map(fetch, wanted))
        except BaseException:
            pool.shutdown(cancel_futures=True)  # the next file would be waited for just as long
            raise


def _host(show: Show, named: str) -> Storage | None:
    settings = show.settings
    base_url = settings.base_url if is_public(settings.base_url) else ""
    url = named.removesuffix(f"/{FEED}") or settings.publish.to or base_url
    if url in {"", NOWHERE}:
        return None
    return Storage(url, settings.publish.options if url == settings.publish.to else {})


def _of_episodes(show: Show, catalog: Catalog) -> Iterator[_Wanted]:
    for episode in catalog.episodes():
        recording = episode.recording
        yield _Wanted(recording.audio, episode, recording.bytes)
        picture = str(PurePosixPath(recording.audio).with_suffix(WAVEFORM))
        yield _Wanted(picture, episode, is_needed=False)
        _write_texts(show, catalog, episode)
        yield from (_Wanted(path, episode) for path in paths_of(recording.texts))
        if episode.image:
            yield _Wanted(episode.image, episode, is_told_by_name=True)


def _of_owner(show: Show, owners: Mapping[str, int]) -> Iterator[_Wanted]:
    drawn = "" if show.settings.cover else cover_name(show)
    for path, size in owners.items():
        yield _Wanted(f"public/{path}", None, size, is_needed=path != drawn)


def _write_texts(show: Show, catalog: Catalog, episode: Episode) -> None:
    """Write an episode's texts anew, if the bobao of today writes them as the one that made them did."""
    texts = episode.recording.texts
    if texts and (captions := catalog.captions(episode.id)):
        name = PurePosixPath(texts).name.rpartition("-")[0]
        place_texts(show.media, name, episode.recording, captions)  # under another name, it is removed again


def _remove_others(show: Show, wanted: list[_Wanted]) -> None:
    """Remove what an earlier restore, or another version, has left beside the audio."""
    named = {one.path for one in wanted}
    for path in show.media.iterdir() if show.media.is_dir() else ():
        if path.relative_to(show.folder).as_posix() not in named:
            path.unlink()


def _fetched(one: _Wanted, show: Show, storage: Storage | None) -> int | None:
    """The size of a file that is there, or is now; None if there is none that is right."""
    size = _size(one, show)
    if size is None and storage and storage.fetch(hosted(one.path), show.folder / one.path):
        size = _size(one, show)
    if size is None:
        (show.folder / one.path).unlink(missing_ok=True)
    return size


def _size(one: _Wanted, show: Show) -> int | None:
    path = show.folder / one.path
    if not path.is_file():
        return None
    size = path.stat().st_size
    if one.bytes not in {None, size}:
        return None
    told = _TOLD_BY_NAME.search(path.name) if one.is_told_by_name else None
    if told:
        with path.open("rb") as file:
            if not file_digest(file, "sha256").hexdigest().startswith(told[1]):
                return None
    return size
