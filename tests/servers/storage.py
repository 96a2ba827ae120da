"""Real servers on loopback that a show is published to: S3 (moto's), SSH (OpenSSH's), WebDAV (wsgidav's)."""

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec
import pytest

from tests.conftest import ROOT

from .free_port import free_port, wait_until_open

BUCKET = "shows"
SECRETS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}


@dataclass(frozen=True)
class Storage:
    """Where a show is published to.

    Attributes:
        url: what `--to` takes.
        options: what show.toml's [publish.options] has to say, as TOML.
        environment: variables that it needs.
    """

    url: str
    options: str
    environment: dict[str, str]


@contextmanager
def _running(command: list[str], port: int, **options: object) -> Iterator[None]:
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    ) as process:  # type: ignore[call-overload]
        try:
            wait_until_open(port, process)
            yield
        finally:
            process.terminate()
            process.wait()


@contextmanager
def s3() -> Iterator[Storage]:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with _running(command, port):
        options = f'client_kwargs = {{ endpoint_url = "http://127.0.0.1:{port}" }}'
        yield Storage(f"s3://{BUCKET}/news", options, SECRETS)


@contextmanager
def bucket() -> Iterator[Storage]:
    """The same with its bucket made, and all that reaches it in the environment."""
    with s3() as place:
        endpoint = place.options.partition('"')[2].partition('"')[0]
        options = {"key": "a", "secret": "b", "client_kwargs": {"endpoint_url": endpoint}}
        fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False, **options).mkdir(BUCKET)
        yield Storage(place.url, place.options, {**place.environment, "AWS_ENDPOINT_URL": endpoint})


@contextmanager
def ssh(folder: Path) -> Iterator[Storage]:
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("no sshd here: publishing by SFTP is not tested (apt install openssh-server)")
    port = free_port()
    for name in ("host", "user"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(key, check=True)
    (folder / "authorized").write_bytes((folder / "user.pub").read_bytes())
    known = (folder / "host.pub").read_text("utf-8")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}", "utf-8")
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        "StrictModes no\nPidFile none\nUsePAM no\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n",
        "utf-8",
    )
    if os.access("/run", os.W_OK):
        Path("/run/sshd").mkdir(exist_ok=True)  # where it wants to shut itself in; Debian makes it at boot
    with _running([program, "-D", "-e", "-f", str(folder / "config")], port):
        user = getpass.getuser()
        options = f'known_hosts = "{folder}/known_hosts"\nkey_filename = "{folder}/user"\nallow_agent = false'
        yield Storage(f"sftp://{user}@127.0.0.1:{port}{folder}/public", options, {})


@contextmanager
def webdav(folder: Path) -> Iterator[Storage]:
    port = free_port()
    (folder / "served").mkdir()
    command = [sys.executable, "-m", "tests.servers.webdav", str(port), str(folder / "served")]
    with _running(command, port, cwd=ROOT):
        yield Storage(f"webdav://me@127.0.0.1:{port}/news", "", {"BOBAO_PUBLISH_PASSWORD": "secret"})
