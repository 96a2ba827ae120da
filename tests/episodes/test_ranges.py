"""Which part of a file a client gets: what nginx gives, request by request.

The table is answered by a real nginx too, where there is one, so that it says what nginx does and not what we think.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from episodes.answering import Answers
from episodes.ranges import Part, Resource, decide
from tests.servers.free_port import free_port, wait_until_open
from tests.servers.threaded import ThreadedServer

SIZE = 1000
MODIFIED = 1_700_000_000
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
EARLIER = "Tue, 14 Nov 2023 22:13:19 GMT"
LATER = "Tue, 14 Nov 2023 22:13:21 GMT"
ETAG = "{etag}"
"""Stands for the tag that the server itself has told."""

RANGES = [
    "bytes=0-0", "bytes=0-99", "bytes=100-199", "bytes=999-999", "bytes=0-", "bytes=500-", "bytes=-1", "bytes=-100",
    "bytes=-1000", "bytes=-5000", "bytes=0-5000", "bytes=999-5000", "bytes=1000-", "bytes=1000-2000", "bytes=5000-",
    "bytes=-0", "bytes=5-2", "bytes=0-9,20-29", "bytes=0-9,-10", "bytes=0-9,5000-", "bytes=5000-,6000-", "bytes=0-999,0-9",
    "bytes=0-,0-", "bytes=0-9,0-9", "bytes= 5-9", "bytes=5 - 9", "bytes=0-9, 20-29", "bytes=", "bytes=-", "bytes=a-b",
    "bytes=1", "bytes=0-9,", "bytes=0x0-9", "Bytes=0-9", "bites=0-9", "bytes=0-99999999999999999999", "bytes=99999999999999999999-",
    "bytes=0-9,20-29,40-49", "bytes=--5", "bytes=5--9", "items=0-5", "",
]  # fmt: skip

REQUESTS: list[tuple[str, dict[str, str]]] = [
    *(("GET", {"Range": each}) for each in RANGES),
    *(("HEAD", {"Range": each}) for each in ("bytes=0-99", "bytes=5000-", "bytes=0-9,20-29")),
    ("GET", {}),
    ("HEAD", {}),
    *(
        ("GET", {"Range": "bytes=10-19", "If-Range": each})
        for each in (ETAG, '"other"', f"W/{ETAG}", DATE, EARLIER, LATER, "nonsense", "")
    ),
    *(
        (method, {name: each})
        for method in ("GET", "HEAD")
        for name in ("If-None-Match", "If-Match")
        for each in (ETAG, f"W/{ETAG}", '"other"', "*", f'"other", {ETAG}', "nonsense")
    ),
    *(
        ("GET", {name: each})
        for name in ("If-Modified-Since", "If-Unmodified-Since")
        for each in (
            DATE,
            EARLIER,
            LATER,
            "nonsense",
            "Tuesday, 14-Nov-23 22:13:20 GMT",
            "Tue Nov 14 22:13:20 2023",
        )
    ),
    ("GET", {"If-None-Match": ETAG, "If-Modified-Since": EARLIER}),
    ("GET", {"If-None-Match": '"other"', "If-Modified-Since": DATE}),
    ("GET", {"If-None-Match": ETAG, "Range": "bytes=0-9"}),
    ("GET", {"If-Match": '"other"', "Range": "bytes=0-9"}),
    ("GET", {"If-Unmodified-Since": DATE, "Range": "bytes=0-9"}),
    ("GET", {"If-Modified-Since": DATE, "Range": "bytes=5000-"}),
]
TOLD = ("Content-Length", "Content-Range", "Last-Modified", "Accept-Ranges")
"""Headers that must be the same; a 416 has a body, and so a length, of its own in each server."""


class Ours(ThreadedServer):
    """What `bobao serve` answers with."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._answers = Answers(folder, addressed=True)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answers.get)
        return app

    def listening(self, ports: list[int]) -> None:
        self.port = ports[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    (made / "a.mp3").write_bytes(bytes(number % 251 for number in range(SIZE)))
    (made / "empty.mp3").touch()
    for path in made.iterdir():
        os.utime(path, (MODIFIED, MODIFIED))
    return made


@pytest.fixture(scope="module")
def ours(folder: Path) -> Iterator[int]:
    with Ours(folder) as server:
        yield server.port


@pytest.fixture(scope="module")
def nginx(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.skip("no nginx here: the table is not compared (apt install nginx-light)")
    port, home = free_port(), tmp_path_factory.mktemp("nginx")
    paths = "".join(
        f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {home}/pid; error_log {home}/error.log; events {{}}"
        f" http {{ {paths} access_log off; types {{ audio/mpeg mp3; }}"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; }} }}",
        "utf-8",
    )
    folder.chmod(0o755)
    with subprocess.Popen([program, "-c", str(home / "nginx.conf"), "-p", str(home)]) as process:
        try:
            wait_until_open(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def asked(
    port: int, method: str, headers: dict[str, str], path: str = "/a.mp3"
) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("HEAD", path)
        first = connection.getresponse()
        first.read()
        etag = first.getheader("ETag", "")
        connection.request(
            method, path, headers={name: each.replace(ETAG, etag) for name, each in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def comparable(answer: tuple[int, dict[str, str], bytes]) -> Any:
    status, headers, body = answer
    told = {name: headers.get(name) for name in TOLD}
    kind = headers.get("Content-Type", "").partition(";")[0]
    if status in {412, 416}:
        return status, told["Content-Range"]
    boundary = re.search("boundary=(.+)", headers.get("Content-Type", ""))
    if boundary:
        body = body.replace(boundary[1].encode(), b"BOUNDARY")
        told["Content-Length"] = None  # the boundaries are not of one length
    return status, told, kind if status != 304 else None, body, bool(headers.get("ETag"))


@pytest.mark.parametrize(("method", "headers"), REQUESTS, ids=lambda value: str(value).replace(ETAG, "ETAG"))
def test_the_answer_is_nginxs(ours: int, nginx: int, method: str, headers: dict[str, str]) -> None:
    assert comparable(asked(ours, method, headers)) == comparable(asked(nginx, method, headers))


@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=0-"}, {"Range": "bytes=-5"}, {"Range": "bytes=5-9"}], ids=str
)
def test_an_empty_file_is_answered_as_nginx_does(ours: int, nginx: int, headers: dict[str, str]) -> None:
    one, other = (asked(port, "GET", headers, "/empty.mp3") for port in (ours, nginx))
    assert comparable(one) == comparable(other)


# Without nginx ---------------------------------------------------------------------------------------------

RESOURCE = Resource(SIZE, '"e"', MODIFIED, "audio/mpeg")


@pytest.mark.parametrize(
    ("asked_for", "status", "told", "parts"),
    [
        ("bytes=0-99", 206, "bytes 0-99/1000", [Part(0, 100)]),
        ("bytes=-100", 206, "bytes 900-999/1000", [Part(900, 1000)]),
        ("bytes=990-5000", 206, "bytes 990-999/1000", [Part(990, 1000)]),
        ("bytes=1000-", 416, "bytes */1000", []),
        ("bytes=0-9,20-29", 206, None, [Part(0, 10), Part(20, 30)]),
        ("bytes=0-,0-", 200, None, [Part(0, 1000)]),
        ("items=0-9", 200, None, [Part(0, 1000)]),
    ],
)
def test_a_range_is_a_part(asked_for: str, status: int, told: str | None, parts: list[Part]) -> None:
    decision = decide({"Range": asked_for}, RESOURCE)
    assert (decision.status, decision.headers.get("Content-Range")) == (status, told)
    assert [each for each in decision.body if isinstance(each, Part)] == parts


def test_a_resumed_download_of_a_file_that_was_replaced_begins_anew() -> None:
    assert decide({"Range": "bytes=10-", "If-Range": '"old"'}, RESOURCE).status == 200
    assert decide({"Range": "bytes=10-", "If-Range": '"e"'}, RESOURCE).status == 206
