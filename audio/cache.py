"""The clip cache: speech that was made once is not made again.

An entry is one file named by the SHA-256 of all that shapes the sound. It holds a line with the hash of all
that follows, the marks as a line of JSON, and then the engine's bytes as they came. It is written beside its
place and renamed into it, so that other processes see it whole or not at all; what a power cut leaves of it
fails the hash, and is made again. Its modification time tells, to the hour, when it was last of use.
Where BOBAO_CACHE_URL names a place that machines share, what is not here is looked for there: `SharedClips`.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, astuple
from hashlib import sha256
from pathlib import Path
from threading import Lock

from scripts import ConfigurationError

from .cache_upkeep import ENTRY, UNFINISHED, clips_in, prune_cache
from .engine import Engine, Mark, Speech, Utterance
from .shared_clips import SharedClips, shared_address

FOLDER = "BOBAO_CACHE_DIR"
BOUND = "BOBAO_CACHE_MB"
DEFAULT_BOUND_BYTES = 2_000_000_000

_FORMAT = 2
"""Raised when entries are written otherwise; part of their address."""

_TOUCHED_EVERY_S = 3600


def default_folder() -> Path:
    """Where clips are kept: the user's cache folder, or what BOBAO_CACHE_DIR says."""
    if os.environ.get(FOLDER):
        return Path(os.environ[FOLDER])
    from platformdirs import user_cache_path

    return user_cache_path("bobao", appauthor=False)


def cache_bound_bytes() -> int:
    """How large the cache may be: 2 GB, or what BOBAO_CACHE_MB says.

    Raises:
        ConfigurationError: that is not a whole number of megabytes.
    """
    said = os.environ.get(BOUND, "").strip()
    if not said:
        return DEFAULT_BOUND_BYTES
    if not (said.isascii() and said.isdecimal()):
        raise ConfigurationError(f"{BOUND} is {said!r}", "give it a whole number of megabytes, such as 2000")
    return int(said) * 1_000_000


def open_cache(warn: Callable[[str], None]) -> "ClipCache":
    """The user's cache, where and as large as the environment says; see `ClipCache`.

    Raises:
        ConfigurationError: BOBAO_CACHE_MB is not a whole number of megabytes.
    """
    shared = SharedClips(url, warn) if (url := shared_address()) else None
    return ClipCache(default_folder(), cache_bound_bytes(), warn, shared)


class ClipCache:
    """Speech by what was asked for. Several threads and processes may use one folder.

    A folder that cannot be written to is no failure: speech is made all the same, and made again next time.

    Args:
        folder: where the entries lie; made when first needed.
        bound_bytes: what `keep_bounded` brings it down to.
        warn: told in one line, and once, that speech cannot be kept; without it nobody is.
        shared: where else entries are looked for, and brought to.
    """

    def __init__(
        self,
        folder: Path,
        bound_bytes: int = DEFAULT_BOUND_BYTES,
        warn: Callable[[str], None] | None = None,
        shared: SharedClips | None = None,
    ) -> None:
        self._folder = folder
        self._bound_bytes = bound_bytes
        self._warn = warn
        self._shared = shared
        self._unwarned = Lock()
        self._grown = False

    def get(self, engine: Engine, utterance: Utterance) -> Speech | None:
        """The speech that was kept, or None if there is none or the entry is damaged."""
        key = _key(engine, utterance)
        path = self._path(key)
        try:
            speech = _unpacked(path.read_bytes())
        except OSError:
            speech = None
        if speech:
            _touch(path)
            return speech
        return self._fetched(key) if self._shared else None

    def put(self, engine: Engine, utterance: Utterance, speech: Speech) -> None:
        """Keep speech that is known to be whole."""
        key, entry = _key(engine, utterance), _packed(speech)
        self._keep(key, entry)
        if self._shared:
            self._shared.put(key, entry)

    def forget(self, engine: Engine, utterance: Utterance) -> None:
        """Remove the speech of one utterance, if there is any."""
        key = _key(engine, utterance)
        with suppress(OSError):  # what cannot be removed is replaced, or made again next time
            self._path(key).unlink()
        if self._shared:
            self._shared.forget(key)

    def settle(self) -> None:
        """Wait until what was put is where it is shared."""
        if self._shared:
            self._shared.settle()

    def keep_bounded(self) -> None:
        """For the end of a build: settle, and remove what was longest of no use if there is too much now."""
        self.settle()
        if not self._grown:
            return
        try:
            prune_cache(self._folder, self._bound_bytes)
        except ConfigurationError as error:
            self._warn_once(str(error))

    def _fetched(self, key: str) -> Speech | None:
        """What another machine has made; from now on it is here, too."""
        entry = self._shared.get(key) if self._shared else None
        speech = _unpacked(entry) if entry else None
        if entry and speech:
            self._keep(key, entry)
        return speech

    def _keep(self, key: str, entry: bytes) -> None:
        path = self._path(key)
        self._grown = True
        try:
            _settle(entry, path)
        except OSError as error:
            # Windows replaces no file that somebody is reading; what is read there is the same.
            if not _holds(path, entry):
                self._warn_once(f"speech is not kept for next time: {self._trouble(error)}")

    def _path(self, key: str) -> Path:
        return clips_in(self._folder) / key[:2] / f"{key[2:]}{ENTRY}"

    def _trouble(self, error: OSError) -> str:
        reason = error.strerror or error
        return (
            f"{self._folder} cannot be written to ({reason}); mend that, or let {FOLDER} name another folder"
        )

    def _warn_once(self, message: str) -> None:
        if self._warn and self._unwarned.acquire(blocking=False):  # and never released
            self._warn(message)


def _key(engine: Engine, utterance: Utterance) -> str:
    # The text counts beside its wording: homophones sound the same, but their marks do not read the same.
    asked = [_FORMAT, engine.name, engine.version, asdict(utterance), engine.wording(utterance)]
    return sha256(json.dumps(asked).encode()).hexdigest()


def _holds(path: Path, entry: bytes) -> bool:
    with suppress(OSError):
        return path.read_bytes() == entry
    return False


def _packed(speech: Speech) -> bytes:
    marks = json.dumps([astuple(mark) for mark in speech.marks], ensure_ascii=False)
    kept = marks.encode() + b"\n" + speech.audio
    return sha256(kept).hexdigest().encode() + b"\n" + kept


def _unpacked(entry: bytes) -> Speech | None:
    digest, _, kept = entry.partition(b"\n")
    if digest != sha256(kept).hexdigest().encode():
        return None
    marks, _, audio = kept.partition(b"\n")
    return Speech(audio, tuple(Mark(*mark) for mark in json.loads(marks)))


def _settle(entry: bytes, path: Path) -> None:
    """Put an entry in its place, although the cache may be cleared meanwhile."""
    try:
        _write(entry, path)
    except FileNotFoundError:
        _write(entry, path)


def _write(entry: bytes, path: Path) -> None:
    """Write an entry beside its place and rename it into it; nothing is left of it if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(entry)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _touch(path: Path) -> None:
    """Note that an entry was of use, at most once an hour: reading is to write as little as it can."""
    with suppress(OSError):  # it may have been pruned, or be read-only
        if abs(time.time() - path.stat().st_mtime) > _TOUCHED_EVERY_S:
            os.utime(path)
