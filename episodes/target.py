"""Where a show is published to: any file system that fsspec knows, made safe for a feed.

A file appears there whole or not at all: object stores promise that, and elsewhere it is written beside its
place and moved into it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from scripts import ConfigurationError

from .errors import PublishError

PASSWORD = "BOBAO_PUBLISH_PASSWORD"  # noqa: S105 - the name of a variable
"""The environment's variable that holds the password of SFTP and WebDAV, where a key does not do."""

_EXTRAS = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp", "webdav": "webdav", "webdavs": "webdav"}
_WHOLE_OBJECTS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
"""Stores where a file is there when all of it has arrived."""

_PART = ".part"


class Target:
    """A folder on a file system.

    Args:
        url: a folder, or an address such as s3://bucket/folder.
        options: what the file system has to know besides.

    Raises:
        ConfigurationError: there is no such file system, or what speaks to it is not installed.
        PublishError: it cannot be reached.
    """

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self.url = url
        self._scheme = urlsplit(url).scheme if "://" in url else ""
        self._made = set[str]()
        with self._told():
            self._files, self._root = _connected(self._scheme, url, options)

    def files(self) -> dict[str, int]:
        """The size of every file there, by its path; what an interrupted run left half-written is removed."""
        found: dict[str, int] = {}
        with self._told():
            self._files.invalidate_cache()
            listed = self._files.find(self._root, detail=True) if self._exists() else {}
            start = self._root.strip("/")
            for name, info in listed.items():
                path = name.strip("/").removeprefix(start).lstrip("/")
                if self._is_part(path):
                    self._files.rm_file(self._place(path))
                else:
                    found[path] = int(info["size"])
        return found

    def put(self, local: Path, path: str, content_type: str, caching: str) -> None:
        """Bring a file there.

        Args:
            local: the file.
            path: where it shall lie, from the target's folder.
            content_type: for stores that keep it.
            caching: a Cache-Control header, for stores that keep it.
        """
        place = self._place(path)
        with self._told():
            if self._scheme in {"s3", "s3a"}:
                self._files.put_file(str(local), place, ContentType=content_type, CacheControl=caching)
            elif self._scheme in _WHOLE_OBJECTS:
                self._files.put_file(str(local), place)
            else:
                self._make_folder(str(PurePosixPath(place).parent))
                beside = str(PurePosixPath(place).with_name(f".{PurePosixPath(place).name}{_PART}"))
                self._files.put_file(str(local), beside)
                self._move(beside, place)

    def remove(self, path: str) -> None:
        """Take a file away; one that is gone already is no matter."""
        with self._told():
            try:
                self._files.rm_file(self._place(path))
            except FileNotFoundError:
                return

    def _move(self, beside: str, place: str) -> None:
        if "dav" in self._scheme:
            self._files.client.move(beside, place, overwrite=True)  # the file system's own refuses to replace
        else:
            self._files.mv(beside, place)

    def _place(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}" if self._root else path

    def _exists(self) -> bool:
        return bool(self._root in {"", "/"} or self._files.exists(self._root))

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made and folder not in {"", ".", "/"}:
            self._files.makedirs(folder, exist_ok=True)
            self._made.add(folder)

    @staticmethod
    def _is_part(path: str) -> bool:
        name = PurePosixPath(path).name
        return name.startswith(".") and name.endswith(_PART)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (ImportError, ValueError) as error:
            extra = _EXTRAS.get(self._scheme)
            hint = f"pip install 'bobao[{extra}]'" if extra else "see docs/publishing.md"
            raise ConfigurationError(f"{self.url} cannot be used: {error}", hint) from error
        except _failures(self._scheme) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise PublishError(
                f"{self.url}: {said}", "see that it can be reached and written to, then publish again"
            ) from error


def _connected(scheme: str, url: str, options: dict[str, Any]) -> tuple[Any, str]:
    """The file system, and the folder on it."""
    if scheme in {"sftp", "ssh"}:
        return _sftp(url, options)
    if scheme in {"webdav", "webdavs", "dav", "davs"}:
        return _webdav(url, options)
    import fsspec

    if not scheme:
        return fsspec.filesystem("file"), os.path.abspath(os.path.expanduser(url))  # noqa: PTH100, PTH111 - as find_show does
    files, root = fsspec.url_to_fs(url, skip_instance_cache=True, **options)
    return files, str(root)


def _sftp(url: str, options: dict[str, Any]) -> tuple[Any, str]:
    import paramiko
    from fsspec.implementations.sftp import SFTPFileSystem

    class KnownHosts(SFTPFileSystem):  # type: ignore[misc] # fsspec has no types
        """SFTP that speaks only to hosts that the user has met: fsspec's own trusts anybody."""

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            self.client.load_system_host_keys(options.get("known_hosts"))
            self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()

    parts = urlsplit(url)
    given = {"username": parts.username, "port": parts.port or 22, "password": os.environ.get(PASSWORD)}
    given |= {name: value for name, value in options.items() if name != "known_hosts"}
    connect = {name: value for name, value in given.items() if value is not None}
    return KnownHosts(parts.hostname, skip_instance_cache=True, **connect), unquote(parts.path) or "."


def _webdav(url: str, options: dict[str, Any]) -> tuple[Any, str]:
    from webdav4.fsspec import WebdavFileSystem

    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    base = f"{'https' if parts.scheme.endswith('s') else 'http'}://{host}"
    auth = (unquote(parts.username), os.environ.get(PASSWORD, "")) if parts.username else None
    return WebdavFileSystem(base, auth=auth, skip_instance_cache=True, **options), parts.path.strip("/")


def _failures(scheme: str) -> tuple[type[Exception], ...]:
    """What the libraries behind a scheme raise besides OSError."""
    if scheme in {"s3", "s3a"}:
        from botocore.exceptions import BotoCoreError, ClientError

        return (OSError, BotoCoreError, ClientError)
    if scheme in {"sftp", "ssh"}:
        from paramiko import SSHException

        return (OSError, SSHException, EOFError)
    if scheme in {"webdav", "webdavs", "dav", "davs"}:
        from httpx import HTTPError
        from webdav4.client import ClientError as WebdavError

        return (OSError, HTTPError, WebdavError)
    return (OSError,)
