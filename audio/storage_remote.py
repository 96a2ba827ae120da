"""A storage that fsspec reaches; see `Storage`."""

from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from .storage_folder import is_part, part_name, whole
from .storage_hosts import connected

_S3 = {"s3", "s3a"}
_WHOLE_OBJECTS = {*_S3, "gs", "gcs", "abfs", "abfss", "az", "memory"}
"""Stores where a file is there when all of it has arrived."""

_HTTP = {"http", "https"}


class Remote:
    """Files below an address.

    Args:
        url: of the folder.
        options: for the file system.
    """

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self._scheme = urlsplit(url).scheme
        self._made = set[str]()
        self._files, self._root = connected(self._scheme, url, options)

    def files(self, *, alone: bool) -> dict[str, int]:
        """The size of every file, by its path; `alone` removes what is half-written."""
        found: dict[str, int] = {}
        self._files.invalidate_cache()
        listed = self._files.find(self._root, detail=True) if self._exists() else {}
        start = self._root.strip("/")
        for name, info in listed.items():
            path = name.strip("/").removeprefix(start).lstrip("/")
            if not is_part(path):
                found[path] = int(info["size"])
            elif alone:
                self.remove(path)
        return found

    def read(self, path: str) -> bytes | None:
        """What a file holds, or None."""
        try:
            return bytes(self._files.cat_file(self._at(path)))
        except _absent(self._scheme):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Put a file of this content in its place."""
        self._settle(path, lambda place: self._files.pipe_file(place, data))

    def put(self, local: Path, path: str, content_type: str, caching: str) -> None:
        """Copy a file into its place."""
        said = {"ContentType": content_type, "CacheControl": caching} if self._scheme in _S3 else {}
        said = {name: value for name, value in said.items() if value}
        self._settle(path, lambda place: self._files.put_file(str(local), place, **said))

    def take(self, local: Path, path: str) -> None:
        """Move a file into its place."""
        self.put(local, path, "", "")
        local.unlink()

    def fetch(self, path: str, local: Path) -> bool:
        """Copy a file to this computer."""
        with suppress(*_absent(self._scheme)), whole(local) as beside:
            self._files.get_file(self._at(path), str(beside))
            return True
        return False

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        with suppress(*_absent(self._scheme)):
            self._files.rm_file(self._at(path))

    def _settle(self, path: str, send: Any) -> None:
        place = self._at(path)
        if self._scheme in _WHOLE_OBJECTS:
            send(place)
            return
        self._make_folder(str(PurePosixPath(place).parent))
        beside = str(PurePosixPath(place).with_name(part_name()))
        send(beside)
        self._move(beside, place)

    def _move(self, beside: str, place: str) -> None:
        if "dav" in self._scheme:
            self._files.client.move(beside, place, overwrite=True)  # the file system's own refuses to replace
        else:
            self._files.mv(beside, place)

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}" if self._root else path

    def _exists(self) -> bool:
        return bool(self._root in {"", "/"} or self._files.exists(self._root))

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made and folder not in {"", ".", "/"}:
            try:
                self._files.makedirs(folder, exist_ok=True)
            except failures(self._scheme):
                if not self._files.exists(folder):  # somebody else may have made it this very moment
                    raise
            self._made.add(folder)


def _absent(scheme: str) -> tuple[type[Exception], ...]:
    """What the libraries behind a scheme raise where there is no such file."""
    if "dav" in scheme:
        from webdav4.client import ResourceNotFound

        return (FileNotFoundError, ResourceNotFound)
    return (FileNotFoundError,)


def failures(scheme: str) -> tuple[type[Exception], ...]:
    """What the libraries behind a scheme raise besides OSError; those that we do not know raise anything."""
    if scheme in _S3:
        from botocore.exceptions import BotoCoreError, ClientError

        return (OSError, BotoCoreError, ClientError)
    if scheme in {"sftp", "ssh"}:
        from paramiko import SSHException

        return (OSError, SSHException, EOFError)
    if "dav" in scheme:
        from httpx import HTTPError
        from webdav4.client import ClientError as WebdavError

        return (OSError, HTTPError, WebdavError)
    if scheme in _HTTP:
        from aiohttp import ClientError as HttpError

        return (OSError, HttpError)
    return (Exception,)
