"""A folder on any file system that fsspec knows, where a file appears whole or not at all.

Shows are published to one, and what several machines share lies in one. A folder of this computer is used
directly, and fsspec is imported only for what is elsewhere.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scripts import ConfigurationError

from .errors import StorageError
from .storage_folder import Folder

if TYPE_CHECKING:
    from .storage_remote import Remote

_EXTRAS = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp", "webdav": "webdav", "webdavs": "webdav"}
_ALIASES = {
    "s3a": "s3",
    "ssh": "sftp",
    "webdavs": "dav",
    "webdav": "dav",
    "davs": "dav",
    "gcs": "gs",
    "az": "abfs",
}
_PORTS = {"sftp": ":22", "dav": ":443"}


class Storage:
    """A folder on a file system. Several threads may share one, and several processes may use one address.

    Paths are relative to that folder, with slashes. What is not said in the options comes from fsspec's own
    configuration and environment, or that of the library behind it, such as AWS_ENDPOINT_URL. On WebDAV a
    file that is replaced may be missing for a moment: its servers remove it first.

    Args:
        url: a folder, or an address such as s3://bucket/folder.
        options: what the file system has to know besides.

    Raises:
        ConfigurationError: there is no such file system, or what speaks to it is not installed.
        StorageError: it cannot be reached; every method raises this, too.

    Attributes:
        url: as given.
    """

    def __init__(self, url: str, options: Mapping[str, Any] | None = None) -> None:
        self.url = url
        self._scheme = urlsplit(url).scheme if "://" in url else ""
        self._folder = local_folder(url)
        with self._told():
            self._place = Folder(self._folder) if self._folder else _remote(url, dict(options or {}))

    def files(self, *, alone: bool = False) -> dict[str, int]:
        """The size in bytes of every file there, by its path.

        Args:
            alone: nobody else writes there; what is half-written was left by an interrupted run: remove it.
        """
        with self._told():
            return self._place.files(alone=alone)

    def read(self, path: str) -> bytes | None:
        """What a file holds, or None if it is not there."""
        with self._told():
            return self._place.read(path)

    def write(self, path: str, data: bytes) -> None:
        """Put a file of this content there, in the place of what was there."""
        with self._told():
            self._place.write(path, data)

    def put(self, local: Path, path: str, content_type: str = "", caching: str = "") -> None:
        """Copy a file there, in the place of what was there.

        Args:
            local: the file.
            path: where it shall lie.
            content_type: for stores that keep it.
            caching: a Cache-Control header, for stores that keep it.
        """
        with self._told():
            self._place.put(local, path, content_type, caching)

    def take(self, local: Path, path: str) -> None:
        """Move a file there: a mere rename where both lie on one disk."""
        with self._told():
            self._place.take(local, path)

    def fetch(self, path: str, local: Path) -> bool:
        """Copy a file from there to this computer, where it appears whole or not at all.

        Returns:
            Whether it was there.
        """
        with self._told():
            return self._place.fetch(path, local)

    def local(self, path: str) -> Path | None:
        """Where a file lies, or would lie, on this computer; None if the storage is elsewhere."""
        return self._folder and self._folder / path

    def remove(self, path: str) -> None:
        """Take a file away; one that is gone already is no matter."""
        with self._told():
            self._place.remove(path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (ImportError, ValueError) as error:
            extra = _EXTRAS.get(self._scheme)
            hint = f"pip install 'bobao[{extra}]'" if extra else "see docs/publishing.md"
            raise ConfigurationError(f"{self.url} cannot be used: {error}", hint) from error
        except self._failures() as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise StorageError(
                f"{self.url}: {said}", "see that it can be reached and written to, then try again"
            ) from error

    def _failures(self) -> tuple[type[Exception], ...]:
        if self._folder:
            return (OSError,)
        from .storage_remote import failures

        return failures(self._scheme)


def _remote(url: str, options: dict[str, Any]) -> "Remote":
    from .storage_remote import Remote

    return Remote(url, options)


def lies_within(url: str, other: str) -> bool:
    """Whether a place is another one or lies in it, as far as their addresses tell."""
    place, around = _normal(url), _normal(other)
    return place[0] == around[0] and place[1].is_relative_to(around[1])


def _normal(url: str) -> tuple[str, PurePath]:
    """What tells whether two addresses are one: the machine, and the folder on it."""
    if folder := local_folder(url):
        return "", folder.resolve()
    parts = urlsplit(url)
    scheme = _ALIASES.get(parts.scheme, parts.scheme)
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(_PORTS.get(scheme, "no port"))
    return f"{scheme}://{host}", PurePosixPath(normpath(f"/{unquote(parts.path).lstrip('/')}"))


def local_folder(url: str) -> Path | None:
    """The folder of this computer that an address names, or None."""
    if "://" not in url:
        return Path(url).expanduser().absolute()
    parts = urlsplit(url)
    if parts.scheme not in {"file", "local"} or parts.netloc:
        return None
    from urllib.request import url2pathname

    return Path(url2pathname(url.partition("://")[2])).absolute()
