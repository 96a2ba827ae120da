"""Files in public/ that nothing names any more are taken away, once nobody can be reading them."""

import os
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from .addresses import PAGES
from .catalog import Catalog
from .show import Show

GRACE = timedelta(days=1)
"""How long a file stays after the feed has stopped naming it: apps may still be downloading it."""

_OURS = {
    ".mp3",
    ".m4a",
    ".opus",
    ".ogg",
    ".vtt",
    ".srt",
    ".json",
    ".svg",
    ".png",
    ".webp",
    ".jpg",
    ".css",
    ".js",
}
"""What builds put beside the audio and what pages load; anything else there is the owner's."""


def sweep(
    show: Show, catalog: Catalog, lists: Collection[str], assets: Collection[str], now: datetime
) -> None:
    """Take away what is named no more.

    Args:
        show: whose public folder it is.
        catalog: what is published.
        lists: the names of all pages of feed and index.
        assets: the paths of what pages load, from public/.
        now: files that were released less than `GRACE` before stay; those of pages go at once.
    """
    stems, pages = set(map(_stem, assets)), set[str]()
    for known, *paths in catalog.files():
        stems.update(map(_stem, paths))
        pages.add(known)
    for folder in (show.media, show.public / "images", show.public / "assets"):
        for path in _unnamed(folder, _OURS, stems):
            if now.timestamp() - path.stat().st_mtime > GRACE.total_seconds():
                path.unlink()
    for path in _unnamed(show.public / PAGES, {".html"}, pages):
        path.unlink()
    for path in [*show.public.glob("feed-*.xml"), *show.public.glob("index-*.html")]:
        if path.name not in lists:
            path.unlink()


def release(path: Path) -> None:
    """Let a file's time of grace begin."""
    if path.is_file():
        os.utime(path)


def _stem(path: str) -> str:
    """A file's name without its endings: what belongs to one audio file or one text has it in common."""
    return path.rpartition("/")[2].partition(".")[0]


def _unnamed(folder: Path, kinds: Collection[str], stems: Collection[str]) -> Iterator[Path]:
    # With ten thousand names, strings are enough.
    if folder.is_dir():
        names = [name for name in os.listdir(folder) if _stem(name) not in stems]  # noqa: PTH208
        yield from (folder / name for name in sorted(names) if name[0] != "." and Path(name).suffix in kinds)
