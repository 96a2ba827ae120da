"""What is hosted: feed and page are written from the catalog, and audio that nobody needs is taken away."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from .catalog import Catalog
from .cover import draw_cover
from .feed import NAME, render_feed
from .files import replace_if_changed
from .pages import INDEX, render_index
from .show import Show

GRACE = timedelta(days=1)
"""How long audio stays after the feed has stopped naming it: apps may still be downloading it."""


def ensure_cover(show: Show) -> Path:
    """The show's cover, drawn if it is not there; a new title gives it a new name."""
    name = sha256(show.settings.title.encode()).hexdigest()[:8]
    path = show.public / f"cover-{name}.jpg"
    if not path.is_file():
        show.public.mkdir(parents=True, exist_ok=True)
        replace_if_changed(path, draw_cover(show.settings.title))
    return path


def refresh(show: Show, catalog: Catalog, now: datetime) -> None:
    """Bring what is hosted up to date with the catalog; what has not changed is not written."""
    cover = ensure_cover(show).name
    replace_if_changed(show.public / INDEX, render_index(show, catalog.episodes(), cover))
    replace_if_changed(show.public / NAME, render_feed(show, catalog.episodes(), cover))
    _sweep(show, catalog, now)


def _sweep(show: Show, catalog: Catalog, now: datetime) -> None:
    """Remove audio that no episode names since longer than the time of grace."""
    named = {show.folder / episode.recording.audio for episode in catalog.episodes()}
    for path in sorted(set(show.media.glob("*.mp3")) - named):
        if now.timestamp() - path.stat().st_mtime > GRACE.total_seconds():
            path.unlink()
