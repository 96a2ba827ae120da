"""What is hosted: feed and page are written from the catalog, and audio that nobody needs is taken away."""

from datetime import datetime, timedelta
from pathlib import Path

from audio import WAVEFORM

from .catalog import Catalog
from .cover import cover_name, make_cover
from .feed import NAME, render_feed
from .files import replace_if_changed
from .pages import INDEX, render_index
from .show import Show

_SWEPT = {".mp3", ".m4a", WAVEFORM}

GRACE = timedelta(days=1)
"""How long audio stays after the feed has stopped naming it: apps may still be downloading it."""


def ensure_cover(show: Show) -> Path:
    """The show's cover, made if it is not there; another picture has another name."""
    path = show.public / cover_name(show)
    if not path.is_file():
        show.public.mkdir(parents=True, exist_ok=True)
        replace_if_changed(path, make_cover(show))
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
    named |= {audio.with_suffix(WAVEFORM) for audio in named}
    ours = (path for path in show.media.glob("*") if path.suffix in _SWEPT)
    for path in sorted(set(ours) - named):
        if now.timestamp() - path.stat().st_mtime > GRACE.total_seconds():
            path.unlink()
