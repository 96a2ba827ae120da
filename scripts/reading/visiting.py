"""One visit to the web, through aiohttp. Slow to import: done when a link is given."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from ..errors import FetchError
from .fetch_errors import explained, refuse_status, slow
from .fetching import Fetched, Limits, Validators
from .formats import refuse_declared
from .guarding import Guard
from .unpacking import ACCEPTED, Body, too_large

_NOT_MODIFIED = 304
_ELSEWHERE = frozenset((301, 302, 303, 307, 308))
# Some sites send more than the 8 kB that aiohttp would take in one header.
_LONGEST_HEADER = 65_536
_FOREIGN_ERRORS = (aiohttp.ClientError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Visit:
    """Fetches what one link leads to.

    Attributes:
        link: as the user wrote it.
        limits: how much is put up with.
        known: what an earlier visit was given; None if there was none.
        allow_private: the link may lead into the network around this computer.
        resolver: looks names up; None for the system's.
    """

    link: str
    limits: Limits
    known: Validators | None
    allow_private: bool
    resolver: AbstractResolver | None = None

    async def fetched(self) -> Fetched:
        """Go there and come back.

        Raises:
            FetchError: nothing readable is there, or not within the limits.
            SourceError: it is a thing in which no article can be.
        """
        start = target = _parsed(self.link)
        cookies = aiohttp.CookieJar()
        async with self._within(self.limits.total_s, "all that is there"):
            for _ in range(self.limits.redirects + 1):
                async with self._answer(
                    target, cookies, is_trusted=self._is_trusted(start, target)
                ) as answer:
                    if answer.status not in _ELSEWHERE:
                        return await self._taken(answer)
                    target = self._next(answer)
        raise FetchError(
            f"{self.link}: redirected more than {self.limits.redirects} times",
            "open it in a browser, and give the link that it ends at",
        )

    def _is_trusted(self, start: URL, target: URL) -> bool:
        """Only the user's own link may be private: where a redirect leads is somebody else's word."""
        return self.allow_private and _place(start) == _place(target)

    @asynccontextmanager
    async def _answer(
        self, target: URL, cookies: aiohttp.CookieJar, *, is_trusted: bool
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        names = self.resolver or aiohttp.ThreadedResolver()
        guard = Guard(self.link, names)
        proxy = _proxy_for(target)
        # The proxy is the user's own: it may be anywhere.
        resolver = names if is_trusted or proxy else guard
        try:
            async with _session(resolver, cookies) as session:
                async with self._within(self.limits.patience_s, "an answer"):
                    if not is_trusted:
                        await guard.admit(target.host or "", is_proxied=proxy is not None)
                    answer = await session.get(
                        target, headers=self._headers(), proxy=proxy, allow_redirects=False
                    )
                async with answer:
                    yield answer
        except _FOREIGN_ERRORS as error:
            raise explained(self.link, target.host, error) from error

    def _headers(self) -> dict[str, str]:
        known = self.known or Validators()
        headers = {
            "User-Agent": f"bobao/{version('bobao')} (reads news articles aloud to its user)",
            "Accept": "text/html, application/xhtml+xml, text/*;q=0.9, */*;q=0.5",
            "Accept-Language": "zh, *;q=0.5",
            "Accept-Encoding": ACCEPTED,
            "If-None-Match": known.etag,
            "If-Modified-Since": known.last_modified,
        }
        return {name: value for name, value in headers.items() if value}

    def _next(self, answer: aiohttp.ClientResponse) -> URL:
        """Where a redirect leads."""
        to = answer.headers.get("Location", "")
        if not to:
            raise FetchError(f"{self.link}: redirected, but not said where to", "open it in a browser")
        try:
            return _parsed(str(answer.url.join(URL(to))))
        except (FetchError, ValueError) as error:
            raise FetchError(
                f"{self.link}: redirected to what is no web page ({to[:80]!a})", "open it in a browser"
            ) from error

    async def _taken(self, answer: aiohttp.ClientResponse) -> Fetched:
        """Take in an answer that is not elsewhere."""
        content_type = answer.headers.get("Content-Type", "")
        validators = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        url = str(answer.url.with_fragment(None))
        if self.known and answer.status == _NOT_MODIFIED:
            return Fetched(url, b"", content_type, self.known, not_modified=True)
        refuse_status(self.link, answer.status)
        refuse_declared(self.link, content_type)
        return Fetched(url, await self._body(answer), content_type, validators)

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        if (answer.content_length or 0) > self.limits.sent_bytes:
            raise too_large(self.link, self.limits)
        body = Body(self.link, answer.headers.get("Content-Encoding", ""), self.limits)
        while block := await self._block(answer.content):
            body.add(block)
        return body.whole()

    async def _block(self, content: aiohttp.StreamReader) -> bytes:
        """The next bytes, as many as have to arrive in time; fewer at the end."""
        async with self._within(self.limits.patience_s, f"the next {self.limits.least_bytes} bytes"):
            try:
                return await content.readexactly(self.limits.least_bytes)
            except asyncio.IncompleteReadError as end:
                return end.partial

    @asynccontextmanager
    async def _within(self, seconds: float, what: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as error:
            raise slow(self.link, seconds, what) from error


def _session(resolver: AbstractResolver, cookies: aiohttp.CookieJar) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=resolver),
        cookie_jar=cookies,
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
        max_line_size=_LONGEST_HEADER,
        max_field_size=_LONGEST_HEADER,
    )


def _parsed(link: str) -> URL:
    """Read a link as a URL without a fragment.

    Raises:
        FetchError: it is no web address, or holds a password, which would be published with the link.
    """
    try:
        url = URL(link.strip())
    except ValueError as error:
        raise FetchError(f"{link!a} is no web address: {error}", "check the link") from error
    if url.scheme not in {"http", "https"} or not url.host or not link.isprintable():
        raise FetchError(f"{link!a} is no web address", "give a link that begins with https://")
    if url.user is not None or url.password is not None:
        raise FetchError(
            f"the link to {url.host} holds a user name, which would be published with it",
            "save the page and give the file",
        )
    return url.with_fragment(None)


def _place(url: URL) -> tuple[str | None, int | None]:
    """Host and port; http and https are one place when each is where it always is."""
    return url.host, None if url.is_default_port() else url.port


def _proxy_for(target: URL) -> URL | None:
    """The proxy that the environment or the system names.

    aiohttp would look by itself, but then also send the site what the user's .netrc holds for it.
    """
    if proxy_bypass(target.authority):
        return None
    proxy = getproxies().get(target.scheme)
    if not proxy:
        return None
    try:
        url = URL(proxy if "://" in proxy else f"http://{proxy}")
    except ValueError as error:
        raise FetchError("the proxy's address cannot be read", "check HTTP_PROXY and HTTPS_PROXY") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise FetchError(f"the proxy {url.host} is not of a kind that is understood", "set an http:// proxy")
    return url
