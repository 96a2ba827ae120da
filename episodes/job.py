"""What a schedule runs: which program, on which show, at what time, in which environment."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from .show import Show

LOG = PurePosixPath("logs/schedule.log")
"""What a scheduled run prints, from the show's folder; what it does is in `logs/run.log`."""

_PROXIES = ("http_proxy", "https_proxy", "wss_proxy", "no_proxy")
_CARRIED = frozenset((*_PROXIES, *map(str.upper, _PROXIES), "SSL_CERT_FILE", "XDG_CACHE_HOME"))
_FOLDERS = ("/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/bin")


@dataclass(frozen=True, slots=True)
class Job:
    """A show's run at a time of day, or at several.

    Attributes:
        folder: of the show; absolute.
        title: of the show.
        at: when, in `zone`; one or more, in their order.
        zone: the show's.
        program: the absolute path of `bobao`, or of Python and its arguments.
        environment: variables it is run with; PATH is the first.
        log: where what it prints is kept, from the show's folder.
    """

    folder: Path
    title: str
    at: tuple[time, ...]
    zone: ZoneInfo
    program: tuple[str, ...]
    environment: Mapping[str, str]
    log: PurePosixPath = LOG


def job_of(show: Show, at: tuple[time, ...], environment: Mapping[str, str]) -> Job:
    """The run of a show as this installation would do it.

    Args:
        show: which.
        at: when, in the show's time zone; one or more, in their order.
        environment: this process's; what shapes a run is carried over, and nothing else.
    """
    program = _program()
    variables = {"PATH": _path(Path(program[0])), "LANG": "C.UTF-8"}
    for name in sorted(environment):
        if name.startswith("BOBAO_") or name in _CARRIED:
            variables[name] = environment[name]
    zone = ZoneInfo(show.settings.timezone)
    return Job(show.folder, show.settings.title, at, zone, program, variables)


def _program() -> tuple[str, ...]:
    """`bobao` as it was called, or as it is installed beside this Python."""
    called = shutil.which(sys.argv[0])
    for path in (called and Path(called), Path(sys.executable).with_name("bobao")):
        if path and path.stem == "bobao" and os.access(path, os.X_OK):
            return (str(path.absolute()),)
    return (sys.executable, "-m", "bobao")


def _path(program: Path) -> str:
    folders = dict.fromkeys((str(program.parent), *_FOLDERS))
    return ":".join(folder for folder in folders if Path(folder).is_dir())
