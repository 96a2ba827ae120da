"""Files in public/ that nothing names any more are taken away, once nobody can be reading them."""

import os
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from .addresses import PAGES
from .catalog import Catalog
from .show import Show
from .transcripts import paths_of

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
    media, pages = set[str](), set[str]()
    for known, audio, texts, image in catalog.files():
        media.update(Path(path).name for path in (audio, image, *paths_of(texts)) if path)
        media.update(Path(audio).with_suffix(suffix).name for suffix in (".svg", ".png", ".webp"))
        pages.add(f"{known}.html")
    media.update(Path(path).name for path in assets)
    for folder in (show.media, show.public / "images", show.public / "assets"):
        for path in _unnamed(folder, _OURS, media):
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


def _unnamed(folder: Path, kinds: Collection[str], named: Collection[str]) -> Iterator[Path]:
    if folder.is_dir():
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name not in named)
        yield from (folder / name for name in names if os.path.splitext(name)[1] in kinds and name[0] != ".")  # noqa: PTH122 - of ten thousand names
