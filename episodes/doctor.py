"""What works on this machine and what does not, each with what to do."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from audio import EDGE_URL, ClipCache, default_folder, ffmpeg_path, ffmpeg_version
from scripts import BobaoError

from .phrase import say_phrase
from .report import Order
from .settings import Settings
from .show import Show, open_show

_EDGE = ("speech.platform.bing.com", 443)
_PATIENCE_S = 4
_PHRASE = "你好，这是播报。"
_LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: what.
        works: whether it does.
        told: what was found; or what is wrong and what to do.
        needed: whether nothing can be built without it.
    """

    subject: str
    works: bool
    told: str
    needed: bool = True


def examine(folder: Path, *, live: bool = False) -> Iterator[Finding]:
    """Look at all that a build depends on.

    Args:
        folder: a show, which need not be there.
        live: also have the real speech service say one phrase.
    """
    yield Finding("python", works=True, told=f"{sys.version.split()[0]} at {sys.executable}")
    yield _tried("ffmpeg", lambda: f"{' '.join(ffmpeg_version().split()[:3])} at {ffmpeg_path()}")
    yield _tried("espeak", lambda: _speaks("espeak"))
    yield _edge_reached()
    if live:
        yield _tried("edge, live", lambda: _speaks("edge"), needed=False)
    yield _show(folder)
    yield _disk(folder)


def _tried(subject: str, attempt: Callable[[], str], *, needed: bool = True) -> Finding:
    try:
        return Finding(subject, works=True, told=attempt(), needed=needed)
    except BobaoError as error:
        return Finding(subject, works=False, told=str(error), needed=needed)


def _speaks(engine: str) -> str:
    """Have an engine say a phrase, past the cache."""
    with TemporaryDirectory(prefix="bobao-") as name:
        folder = Path(name)
        show = Show(folder, Settings())
        phrase = say_phrase(_PHRASE, show, Order(engine=engine), ClipCache(folder), folder)
        return f"speaks ({phrase.audio.stat().st_size:,} bytes of MP3)"


def _edge_reached() -> Finding:
    url = urlsplit(os.environ.get(EDGE_URL, ""))
    host, port = (url.hostname, url.port or 443) if url.hostname else _EDGE
    try:
        socket.create_connection((host, port), _PATIENCE_S).close()
    except OSError as error:
        hint = f"cannot reach {host} ({error}); episodes are spoken by the fallback until the network is back"
        return Finding("edge", works=False, told=hint, needed=False)
    return Finding("edge", works=True, told=f"{host} answers", needed=False)


def _show(folder: Path) -> Finding:
    if not (folder / "show.toml").exists():
        hint = f"none in {folder}; `bobao build` makes one with defaults, `bobao new DIR` one to edit"
        return Finding("show", works=True, told=hint)
    return _tried("show", lambda: f"{open_show(folder).settings.title} in {folder}")


def _disk(folder: Path) -> Finding:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    told = f"{free / 1e9:.1f} GB free at {there}; speech is cached in {default_folder()}"
    if free < _LEAST_FREE_BYTES:
        return Finding("disk", works=False, told=f"{told}; free some space")
    return Finding("disk", works=True, told=told)
