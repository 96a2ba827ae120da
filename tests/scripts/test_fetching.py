"""From a link to a source: politely, within bounds, and never into somebody's own network."""

import asyncio
import contextlib
import io
import socket
from collections.abc import Iterator, Mapping

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import Limits, SourceError, SourceKind, Validators, clean, fetch, read_source
from scripts.errors import FetchError
from scripts.reading.guarding import Guard
from scripts.reading.visiting import Visit
from tests.servers.site import PAGES, Site
from tests.servers.site_faults import Fault

HASTY = Limits(total_s=1.0, patience_s=0.3)
PUBLIC_ADDRESS = "223.5.5.5"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class NameServer(AbstractResolver):
    """Knows the addresses it was made with, and no others."""

    def __init__(self, addresses: Mapping[str, list[str]]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host not in self._addresses:
            raise OSError(f"no {host} here")
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses[host]
        ]

    async def close(self) -> None:
        """Nothing is open."""


def visit(link: str, addresses: Mapping[str, list[str]], *, allow_private: bool = False) -> bytes:
    visiting = Visit(link, HASTY, None, allow_private=allow_private, resolver=NameServer(addresses))
    return asyncio.run(visiting.fetched()).data


def refusal(link: str, limits: Limits = HASTY) -> str:
    with pytest.raises(SourceError) as raised:
        fetch(link, limits, allow_private=True)
    assert raised.value.hint
    assert "\n" not in str(raised.value)
    return raised.value.message


def test_a_page_becomes_an_article_with_its_canonical_link(site: Site) -> None:
    source = read_source(f"{site.url}/pages/library.html", io.BytesIO(), allow_private=True)
    article = clean(source).article
    assert (source.path, source.kind) == (None, SourceKind.HTML)
    assert article.url == "https://news.example/2026/11/20/library.html"
    assert article.title == "海州新图书馆开馆 首日迎来五千读者"
    assert len(article.body) == 4


def test_a_page_that_names_no_link_has_the_one_it_was_fetched_from(site: Site) -> None:
    """Its encoding is another than it says, and a redirect leads to it."""
    link = f"{site.url}/to?url=/pages/harvest.html%23top"
    source = read_source(link, io.BytesIO(), allow_private=True)
    article = clean(source).article
    assert (source.name, source.url) == (link, f"{site.url}/pages/harvest.html")
    assert (article.url, article.title) == (source.url, "青河县水稻喜获丰收")
    assert len(article.body) == 4


def test_a_text_is_read_as_what_its_address_says(site: Site) -> None:
    source = read_source(f"{site.url}/pages/ferry.md?v=2", io.BytesIO(), allow_private=True)
    assert source.kind is SourceKind.MARKDOWN
    assert clean(source).article.title == "跨江轮渡恢复夜航"


def test_we_say_who_we_are_and_what_we_know(site: Site) -> None:
    link = f"{site.url}/pages/library.html"
    first = fetch(link, allow_private=True)
    again = fetch(link, allow_private=True, known=first.validators)
    assert (first.data, first.not_modified) == ((PAGES / "library.html").read_bytes(), False)
    assert (again.data, again.not_modified, again.validators) == (b"", True, first.validators)
    headers = site.requests[-1]
    assert headers["User-Agent"].startswith("bobao/")
    assert headers["If-None-Match"] == first.validators.etag
    assert headers["Accept-Encoding"] == "gzip"


def test_a_changed_page_is_fetched_again(site: Site) -> None:
    again = fetch(f"{site.url}/pages/library.html", allow_private=True, known=Validators('"old"', ""))
    assert (bool(again.data), again.not_modified) == (True, False)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault.HUGE, "larger than 20 MB"),
        (Fault.HUGE_DECLARED, "larger than 20 MB"),
        (Fault.BOMB, "larger than 20 MB"),
        (Fault.DRIP, "the next 8192 bytes did not arrive"),
        (Fault.STALL, "the next 8192 bytes did not arrive"),
        (Fault.SILENT, "an answer did not arrive"),
        (Fault.LOOP, "redirected more than 5 times"),
        (Fault.NOWHERE, "not said where to"),
        (Fault.CUT, "broke off"),
        (Fault.RESET, "broke off"),
        (Fault.CUT_GZIP, "broke off"),
        (Fault.BROKEN_GZIP, "cannot be unpacked"),
        (Fault.BROTLI, "not asked for (br)"),
    ],
)
def test_a_fault_ends_soon_with_one_clear_line(site: Site, fault: Fault, message: str) -> None:
    assert message in refusal(f"{site.url}/fault/{fault}")


def test_all_of_a_visit_has_its_time(site: Site) -> None:
    limits = Limits(total_s=0.3, patience_s=10, least_bytes=1)
    assert "did not arrive within 0.3 seconds" in refusal(f"{site.url}/fault/drip", limits)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (304, "gives no page"),
        (403, "refuses programs"),
        (404, "does not exist"),
        (410, "taken down"),
        (418, "is refused"),
        (429, "too often"),
        (500, "out of order"),
        (503, "out of order"),
    ],
)
def test_statuses_are_told_by_name(site: Site, status: int, message: str) -> None:
    said = refusal(f"{site.url}/status/{status}")
    assert message in said
    assert f"HTTP {status}" in said


@pytest.mark.parametrize(
    ("content_type", "what"),
    [
        ("application/pdf", "a PDF"),
        ("image/png", "an image"),
        ("Audio/MPEG", "audio"),
        ("video/mp4", "a video"),
    ],
)
def test_what_is_no_text_is_refused_by_name(site: Site, content_type: str, what: str) -> None:
    assert what in refusal(f"{site.url}/as?type={content_type}")


def test_a_certificate_of_nobody_known_is_refused(site: Site) -> None:
    assert "certificate is wrong" in refusal(site.secure_url)
    assert "no secure connection" in refusal(site.url.replace("http:", "https:"))


def test_a_site_that_is_not_there_is_refused() -> None:
    assert "cannot be reached" in refusal("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    "link",
    [
        "http://",
        "http:///a",
        "https://[::1",
        "http://a:99999/",
        "ftp://a.example/",
        "http://a.example/\x1b[2J",
    ],
)
def test_what_is_no_web_address_is_refused(link: str) -> None:
    message = refusal(link)
    assert "no web address" in message
    assert message.isprintable()


def test_a_link_with_a_password_is_not_published() -> None:
    message = refusal("https://me:secret@news.example/")
    assert "user name" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "127.1",
    ],
)
def test_no_link_leads_to_this_computer_in_any_spelling(site: Site, host: str) -> None:
    requests = len(site.requests)
    with pytest.raises(FetchError):
        fetch(f"http://{host}:{site.port}/pages/library.html", HASTY)
    assert len(site.requests) == requests


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "169.254.169.254",
        "10.1.2.3",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
    ],
)
def test_no_name_leads_there_either(address: str) -> None:
    with pytest.raises(FetchError, match="no public address"):
        visit("http://news.example/", {"news.example": [address]})
    with pytest.raises(FetchError, match="no public address"):
        visit("http://news.example/", {"news.example": [PUBLIC_ADDRESS, address]})


def test_the_connection_is_made_to_what_was_checked() -> None:
    guard = Guard("a link", NameServer({"news.example": [PUBLIC_ADDRESS]}))
    answers = asyncio.run(guard.resolve("news.example", 80))
    assert [(answer["host"], answer["port"]) for answer in answers] == [(PUBLIC_ADDRESS, 80)]


def test_the_users_own_link_may_be_private_by_any_name(site: Site) -> None:
    link = f"http://desk.example:{site.port}/to?url=http://desk.example:{site.port}/pages/library.html"
    assert visit(link, {"desk.example": ["127.0.0.1"]}, allow_private=True)


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/pages/library.html",
        "http://localhost:{port}/pages/library.html",
        "//127.0.0.1:1/",
        "http://2130706433/",
    ],
)
def test_but_a_redirect_leads_to_nothing_else_that_is(site: Site, target: str) -> None:
    link = f"{site.url}/to?url={target.format(port=site.port)}"
    assert "no public address" in refusal(link)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "http://[", "http://me@news.example/"]
)
def test_a_redirect_leads_to_web_pages_only(site: Site, target: str) -> None:
    assert "what is no web page" in refusal(f"{site.url}/to?url={target}")


class TestProxy:
    """The site stands for a proxy: it answers for every host."""

    @pytest.fixture(autouse=True)
    def _proxy(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", site.url)

    def test_a_name_that_only_the_proxy_knows_is_the_proxys_to_judge(self, site: Site) -> None:
        assert visit("http://news.example/pages/library.html", {})
        assert site.requests[-1]["Host"] == "news.example"

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "[::1]", "169.254.169.254", "0177.0.0.1", "desk.example", "intranet"]
    )
    def test_it_is_no_way_into_the_network(self, site: Site, host: str) -> None:
        requests = len(site.requests)
        with pytest.raises(FetchError, match="no public address"):
            visit(f"http://{host}/pages/library.html", {"desk.example": ["192.168.1.20"]})
        assert len(site.requests) == requests

    def test_a_proxy_that_is_not_there_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "127.0.0.1:9")
        with pytest.raises(FetchError, match="the proxy does not let us through"):
            visit("http://news.example/", {})

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://", "http://[::"])
    def test_a_proxy_of_another_kind_is_told(self, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", proxy)
        with pytest.raises(FetchError, match="the proxy"):
            visit("http://news.example/", {})


@settings(max_examples=60)
@given(
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 -\r\nLocation: "]), st.binary(max_size=300)
)
def test_random_answers(site: Site, begin: bytes, rest: bytes) -> None:
    site.raw = begin + rest
    with contextlib.suppress(SourceError):
        fetch(f"{site.url}/raw", HASTY, allow_private=True)


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=40))
def test_random_links(rest: str) -> None:
    for link in ("http://" + rest, rest):
        with pytest.raises(SourceError):
            visit(link, {})
