"""`bobao serve`: what is hosted can be had, and nothing else."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import BRIEF, Bobao, write_story


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Site:
    """A show that is being served."""

    public: Path
    port: int

    @property
    def audio(self) -> Path:
        (path,) = self.public.glob("audio/*.mp3")
        return path

    @property
    def host(self) -> bytes:
        return b"127.0.0.1:%d" % self.port

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> Answer:
        """Ask for a path just as it is written, as no browser would."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        try:
            kind = response.getheader("Content-Type", "")
            return Answer(response.status, kind, response.read(), dict(response.getheaders()))
        finally:
            connection.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    bobao = Bobao(tmp_path_factory.mktemp("served"))
    bobao.make_show(BRIEF)
    assert bobao("build", write_story(bobao.folder), "--engine", "espeak").code == 0
    (bobao.show / "public" / ".hidden").write_text("secret", "utf-8")
    (bobao.show / "public" / "link.txt").symlink_to(bobao.show / "show.toml")
    (bobao.show / "public" / "linked").symlink_to(bobao.show)
    with serving(bobao) as (_, port):
        yield Site(bobao.show / "public", port)


@contextmanager
def serving(bobao: Bobao) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server's process and its port; it is ended by its id, if it has not ended."""
    with bobao.start("serve", "--host", "127.0.0.1", "--port", "0") as process:
        assert process.stdout
        try:
            said = process.stdout.readline() + process.stdout.readline()
            yield process, int(re.findall(rb"http://127\.0\.0\.1:(\d+)/", said)[0])
        finally:
            process.kill()


def here(site: Site, name: str) -> bytes:
    """A file as it is given to a client that came by this address."""
    return (site.public / name).read_bytes().replace(b"http://localhost:8000/", b"http://%s/" % site.host)


def test_the_page(site: Site) -> None:
    answer = site.get("/")
    assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
    assert answer.body == here(site, "index.html")


def test_the_feed_leads_to_the_address_that_the_client_used(site: Site) -> None:
    answer = site.get("/feed.xml")
    assert (answer.status, answer.kind) == (200, "application/rss+xml; charset=utf-8")
    assert answer.body == here(site, "feed.xml")
    (url,) = etree.fromstring(answer.body).xpath("//enclosure/@url")
    assert url == f"http://{site.host.decode()}/audio/{site.audio.name}"
    phone = site.get("/feed.xml", Host="192.168.1.20:8000").body
    assert b'"http://192.168.1.20:8000/audio/' in phone
    tunnel = site.get("/feed.xml", Host="me.example.com", **{"X-Forwarded-Proto": "https"}).body
    assert b'"https://me.example.com/audio/' in tunnel


def test_only_an_address_is_put_into_the_feed(site: Site) -> None:
    for host in ("<b>", "a b", "evil.example/x?", '"', ""):
        assert site.get("/feed.xml", Host=host).body == (site.public / "feed.xml").read_bytes()


def test_a_show_that_has_an_address_keeps_it(bobao: Bobao) -> None:
    bobao.make_show('base_url = "https://example.com/news/"')
    with serving(bobao) as (_, port):
        feed = Site(bobao.show / "public", port).get("/feed.xml").body
    assert feed == (bobao.show / "public" / "feed.xml").read_bytes()
    assert b"https://example.com/news/feed.xml" in feed


def test_a_browser_shows_the_feed_as_a_page(site: Site) -> None:
    assert site.get("/feed.xml", Accept="text/html,*/*").kind == "application/xml; charset=utf-8"
    assert site.get("/assets/feed.css").kind == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".vtt", "text/vtt; charset=utf-8"),
        (".srt", "application/x-subrip; charset=utf-8"),
        (".chapters.json", "application/json+chapters"),
    ],
)
def test_players_on_other_pages_may_read_the_texts(site: Site, ending: str, kind: str) -> None:
    (path,) = site.public.glob(f"audio/*{ending}")
    answer = site.get(f"/audio/{path.name}", Origin="https://player.example")
    assert (answer.status, answer.kind, answer.body) == (200, kind, path.read_bytes())
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    before = site.ask("OPTIONS", f"/audio/{path.name}", Origin="https://player.example")
    assert (before.status, before.body) == (204, b"")
    assert "Range" in before.headers["Access-Control-Allow-Headers"]


def test_the_head_is_what_get_would_begin_with(site: Site) -> None:
    head, whole = (site.ask(method, f"/audio/{site.audio.name}") for method in ("HEAD", "GET"))
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(whole.body) == site.audio.stat().st_size
    for name in ("ETag", "Last-Modified", "Accept-Ranges", "Content-Type"):
        assert head.headers[name] == whole.headers[name]
    assert site.ask("POST", "/feed.xml").status == 405


def test_what_never_changes_may_be_kept_for_ever(site: Site) -> None:
    assert "immutable" in site.get(f"/audio/{site.audio.name}").headers["Cache-Control"]
    assert site.get("/feed.xml").headers["Cache-Control"] == "no-cache"


def test_the_audio(site: Site) -> None:
    answer = site.get(f"/audio/{site.audio.name}")
    assert (answer.status, answer.kind) == (200, "audio/mpeg")
    assert answer.body == site.audio.read_bytes()


def test_the_cover(site: Site) -> None:
    (cover,) = site.public.glob("*.jpg")
    assert site.get(f"/{cover.name}").kind == "image/jpeg"


def test_a_player_may_jump_into_the_audio(site: Site) -> None:
    answer = site.get(f"/audio/{site.audio.name}", Range="bytes=1000-1999")
    assert (answer.status, answer.body) == (206, site.audio.read_bytes()[1000:2000])


def test_an_app_is_told_that_nothing_has_changed(site: Site) -> None:
    seen = site.get("/feed.xml").headers["ETag"]
    assert site.get("/feed.xml", **{"If-None-Match": seen}).status == 304


@pytest.mark.parametrize(
    "path",
    [
        "/../show.toml",
        "/%2e%2e/show.toml",
        "/audio/../../show.toml",
        "/..%2fcatalog.sqlite3",
        "//etc/passwd",
        "/catalog.sqlite3",
        "/show.toml",
        "/.hidden",
        "/%2ehidden",
        "/audio",
        "/audio/",
        "/gone.mp3",
        "/%00",
        "/feed.xml%00.mp3",
        "/" + "a" * 5000,
        "/%ff%fe",
        "/..%5cshow.toml",
        "/link.txt",
        "/linked/catalog.sqlite3",
        "/feed.xml/",
    ],
)
def test_nothing_else_can_be_had(site: Site, path: str) -> None:
    assert site.get(path).status == 404


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_when_told_to(bobao: Bobao, told: signal.Signals) -> None:
    bobao.make_show("")
    with serving(bobao) as (process, _):
        process.send_signal(told)
        assert process.wait(timeout=5) == 0
        assert process.stderr
        assert process.stderr.read() == b""


def test_a_port_that_is_taken_is_one_clear_line(site: Site) -> None:
    ran = Bobao(site.public.parent)("serve", "--host", "127.0.0.1", "--port", str(site.port))
    assert ran.code == 1
    assert ran.err.startswith(f"error: cannot listen on 127.0.0.1:{site.port}: ")
    assert ran.err.count("\n") == 1
