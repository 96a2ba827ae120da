"""All that a build works with, checked before anything is written."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from audio import JINGLES, ClipCache, Music, ffmpeg_version, load_music

from .casting import Cast, choose_cast
from .report import Order, Watcher
from .show import Show


@dataclass(frozen=True, slots=True)
class Studio:
    """All that a build works with.

    Attributes:
        show: what is built into.
        order: what the user asked for.
        cast: who speaks.
        intro: music before; None for none.
        outro: music after; None for none.
        cache: speech made earlier.
        now: the publication time of a new episode.
        watcher: told of what is done.
    """

    show: Show
    order: Order
    cast: Cast
    intro: Music | None
    outro: Music | None
    cache: ClipCache
    now: datetime
    watcher: Watcher


def open_studio(show: Show, order: Order, cache: ClipCache, now: datetime, watcher: Watcher) -> Studio:
    """Check all that a build needs before it starts: engine, voice, ffmpeg, music.

    Raises:
        ConfigurationError: no such engine or voice; a music file cannot be used.
        EngineError: the engine asked for cannot be reached.
        FfmpegError: ffmpeg does not run.
    """
    with ThreadPoolExecutor(2, "studio") as pool:
        running, music = pool.submit(ffmpeg_version), pool.submit(music_of, show)
        cast = choose_cast(show.settings, order)
        running.result()
        intro, outro = music.result()
    return Studio(_as_ordered(show, order), order, cast, intro, outro, cache, now, watcher)


def _as_ordered(show: Show, order: Order) -> Show:
    """The show without its second voice, if another engine than its own is to speak."""
    voice = show.settings.voice
    if order.engine in {"", voice.engine}:
        return show
    alone = voice.model_copy(update={"quotations": ""})
    return replace(show, settings=show.settings.model_copy(update={"voice": alone}))


def music_of(show: Show) -> tuple[Music | None, Music | None]:
    """The show's intro and outro; None for none.

    Raises:
        MusicError: a music file cannot be used.
    """
    return _music(show, "intro"), _music(show, "outro")


def _music(show: Show, which: str) -> Music | None:
    named = getattr(show.settings.music, which)
    if named == "none":
        return None
    return load_music(JINGLES[which] if named == "default" else show.folder / named)
