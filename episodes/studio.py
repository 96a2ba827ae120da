"""All that a build works with, checked before anything is written."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from audio import JINGLES, ClipCache, Music, Soundtrack, ffmpeg_version, load_music, make_ready

from .casting import Cast, choose_cast
from .cover import cover_name
from .crew import Crew, machine_limit
from .report import Order, Watcher
from .show import Show


@dataclass(frozen=True, slots=True)
class Studio:
    """All that a build works with.

    Attributes:
        show: what is built into.
        order: what the user asked for.
        cast: who speaks.
        music: before, after and under the speech.
        cache: speech made earlier.
        now: the publication time of a new episode.
        watcher: told of what is done.
        crew: who makes the episodes; None is this process.
    """

    show: Show
    order: Order
    cast: Cast
    music: Soundtrack
    cache: ClipCache
    now: datetime
    watcher: Watcher
    crew: Crew | None = None


def open_studio(  # noqa: PLR0913 - it gathers all that a build works with
    show: Show,
    order: Order,
    cache: ClipCache,
    now: datetime,
    watcher: Watcher,
    *,
    crew: Crew | None = None,
) -> Studio:
    """Check all that a build needs before it starts: engine, voice, ffmpeg, music, cover.

    Raises:
        ConfigurationError: no such engine or voice; a music file or the cover cannot be used.
        EngineError: the engine asked for cannot be reached.
        FfmpegError: ffmpeg does not run.
    """
    with ThreadPoolExecutor(2, "studio") as pool:
        running, music = pool.submit(ffmpeg_version), pool.submit(music_of, show)
        cast = choose_cast(show.settings, order, machine_limit())
        if not crew:
            make_ready(cast.lead.engine)  # while ffmpeg is waited for
        running.result()
        soundtrack = music.result()
    cover_name(show)
    return Studio(_as_ordered(show, order), order, cast, soundtrack, cache, now, watcher, crew)


def _as_ordered(show: Show, order: Order) -> Show:
    """The show without its other voices, if another engine than its own is to speak."""
    voice = show.settings.voice
    if order.engine in {"", voice.engine}:
        return show
    alone = voice.model_copy(update={"quotations": "", "alternate": ()})
    return replace(show, settings=show.settings.model_copy(update={"voice": alone}))


def music_of(show: Show) -> Soundtrack:
    """The show's music.

    Raises:
        MusicError: a music file cannot be used.
    """
    named = show.settings.music
    intro, outro, bed = (_music(show, which) for which in ("intro", "outro", "bed"))
    return Soundtrack(intro, outro, bed, named.bed_under)


def _music(show: Show, which: str) -> Music | None:
    named = getattr(show.settings.music, which)
    if named == "none":
        return None
    return load_music(JINGLES[which] if named == "default" else show.folder / named)
