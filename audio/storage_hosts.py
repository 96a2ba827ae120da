"""How a file system of fsspec's is connected to: as careful as its own tools, no password in a file."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

PASSWORD = "BOBAO_PUBLISH_PASSWORD"  # noqa: S105 - the name of a variable
"""The environment's variable that holds the password of SFTP and WebDAV, where a key does not do."""


def connected(scheme: str, url: str, options: dict[str, Any]) -> tuple[Any, str]:
    """The file system, and the folder on it."""
    if scheme in {"sftp", "ssh"}:
        return _sftp(url, options)
    if scheme in {"webdav", "webdavs", "dav", "davs"}:
        return _webdav(url, options)
    import fsspec

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
