"""Retention: episodes beyond what a show keeps leave the feed; their ids are never used again."""

from datetime import datetime, timedelta

from .episode import Episode
from .memory import Memory
from .show import Show
from .sweeping import release
from .upkeep import files_of


def let_go(show: Show, memory: Memory, now: datetime) -> tuple[Episode, ...]:
    """Take out of the feed what is too many or too old; the files go when their time of grace is over.

    Args:
        show: what it keeps; 0 is for ever.
        memory: its catalog.
        now: what ages are counted from.
    """
    keep = show.settings.keep
    if not keep.episodes and not keep.days:
        return ()
    gone = []
    for place, episode in enumerate(memory.episodes()):
        too_many = keep.episodes and place >= keep.episodes
        too_old = keep.days and now - episode.published_at > timedelta(days=keep.days)
        if too_many or too_old:
            gone.append(episode)
    for episode in gone:
        memory.remove(episode.id)
        memory.empty(episode.id)
        for path in files_of(episode):
            release(show.folder / path)
    return tuple(gone)
