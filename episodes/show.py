"""A show's folder: where its parts lie, how it is found, how it is made."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .errors import ShowLocked, ShowNotFound, ShowUnwritable, UnknownEpisode
from .settings import LOCAL_URL, TEMPLATE, Settings

DEFAULT_FOLDER = "bobao-show"
_SETTINGS = "show.toml"
_HOLDER = ".held"
_LOOKS, _BETWEEN_LOOKS_S = 10, 0.03


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast: its folder and what its show.toml says.

    Attributes:
        folder: absolute.
        settings: the show.toml, checked.
    """

    folder: Path
    settings: Settings

    @property
    def public(self) -> Path:
        """What is to be hosted."""
        return self.folder / "public"

    @property
    def media(self) -> Path:
        """Where the episodes' audio lies."""
        return self.public / "audio"

    @property
    def catalog(self) -> Path:
        """The database of episodes."""
        return self.folder / "catalog.sqlite3"

    @property
    def work(self) -> Path:
        """Where builds put what is not finished; cleared by the next one."""
        return self.folder / "work"

    @property
    def base_url(self) -> str:
        """Where public/ is reached; ends with a slash."""
        return self.settings.base_url or LOCAL_URL

    def local(self, moment: datetime) -> datetime:
        """A moment in the show's time zone."""
        return moment.astimezone(ZoneInfo(self.settings.timezone))


def find_show(named: Path | None) -> Path:
    """The folder of the show that a command concerns: named, the current one, or ./bobao-show."""
    if named:
        return Path(os.path.abspath(named))  # noqa: PTH100 - a link to a show stays the path the user knows
    here = Path.cwd()
    return here if (here / _SETTINGS).is_file() else here / DEFAULT_FOLDER


def open_show(folder: Path) -> Show:
    """Open a show that is there.

    Raises:
        ShowNotFound: there is none.
        SettingsError: its show.toml is wrong.
    """
    return Show(folder, Settings.load(require_show(folder) / _SETTINGS))


def require_show(folder: Path) -> Path:
    """The folder itself.

    Raises:
        ShowNotFound: there is no show in it.
    """
    if not (folder / _SETTINGS).is_file():
        raise ShowNotFound(f"there is no show in {folder}", f"make one with `bobao new {folder}`")
    return folder


def require_catalog(show: Show) -> None:
    """See that something has been built.

    Raises:
        UnknownEpisode: nothing has.
    """
    if not show.catalog.is_file():
        raise UnknownEpisode(f"there are no episodes in {show.folder}", "make one with `bobao build`")


def open_show_or_defaults(named: Path | None) -> Show:
    """Open the show that a command reads from; where none is named and none is found, one with the defaults.

    Raises:
        ShowNotFound: there is none where one was named.
        SettingsError: its show.toml is wrong.
    """
    folder = find_show(named)
    return open_show(folder) if named else open_or_plan_show(folder)


def open_or_plan_show(folder: Path) -> Show:
    """Open a show, or say what it would be if the folder is missing or empty; nothing is written.

    Raises:
        ShowNotFound: the folder holds something else.
        SettingsError: its show.toml is wrong.
    """
    if (folder / _SETTINGS).is_file():
        return open_show(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise ShowNotFound(f"{folder} is not empty and holds no show.toml", "name another folder with --show")
    if folder.exists() and not folder.is_dir():
        raise ShowNotFound(f"{folder} is not a folder", "name another with --show")
    return Show(folder, Settings())


def create_show(show: Show, title: str = "") -> None:
    """Make a show's folder and its show.toml, unless they are there.

    Raises:
        ShowUnwritable: the folder cannot be made or written to.
    """
    path = show.folder / _SETTINGS
    try:
        show.folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            template = TEMPLATE.read_text("utf-8")
            path.write_text(_titled(template, title), "utf-8")
    except OSError as error:
        raise ShowUnwritable(
            f"{show.folder} cannot be written to: {error.strerror}", "choose another"
        ) from error


def _titled(template: str, title: str) -> str:
    if not title:
        return template
    # JSON's escapes are TOML's too; only the character DEL may stand bare in the one and not in the other.
    quoted = json.dumps(title, ensure_ascii=False).replace("\x7f", r"\u007f")
    return template.replace('title = "播报"', f"title = {quoted}", 1)


@contextmanager
def locked(show: Show) -> Iterator[None]:
    """Hold the show: it has one writer at a time. The lock ends with the process, however that ends.

    Raises:
        ShowLocked: another run holds it.
        ShowUnwritable: the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(show.folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        who = _holder(show.folder)
        raise ShowLocked(f"another run holds {show.folder}{who}", "wait until it has ended") from error
    except OSError as error:
        raise ShowUnwritable(
            f"{show.folder} cannot be written to: {error.strerror}", "mend its rights"
        ) from error
    try:
        with _named_holder(show.folder):
            yield
    finally:
        lock.release()


@contextmanager
def _named_holder(folder: Path) -> Iterator[None]:
    """Leave word of who holds the show; it is only read while the lock is held."""
    path = folder / _HOLDER
    with suppress(OSError):
        path.write_text(f"process {os.getpid()}, since {datetime.now().astimezone():%Y-%m-%d %H:%M}", "utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()


def _holder(folder: Path) -> str:
    """Who holds the show, in brackets; whoever has taken it this very moment is given one to say so."""
    for _ in range(_LOOKS):
        with suppress(OSError):
            if said := (folder / _HOLDER).read_text("utf-8"):
                return f" ({said})"
        time.sleep(_BETWEEN_LOOKS_S)
    return ""
