"""What podcast apps require of the server that a feed lies on; it is asked as they would ask it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from scripts import FetchError

from .feed_rules import NAMES, feed_problems
from .image_rules import image_problems
from .problems import Problem, error, warning

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

_MOST_BYTES = 20_000_000
_TIMEOUT_S = 30.0
_FEED_TYPES = {"application/rss+xml", "application/xml", "text/xml"}
_AUDIO_TYPES = {
    ".mp3": {"audio/mpeg"},
    ".m4a": {"audio/mp4", "audio/x-m4a", "audio/aac", "audio/m4a"},
    ".ogg": {"audio/ogg"},
    ".opus": {"audio/ogg", "audio/opus"},
}


def check_address(url: str, most: int = 10) -> tuple[Problem, ...]:
    """Check a feed where it is hosted, and the server with its newest episodes.

    Args:
        url: of the feed.
        most: of how many episodes the files are asked for.

    Raises:
        FetchError: the feed cannot be had.
    """
    return asyncio.run(_checked(url, most))


async def _checked(url: str, most: int) -> tuple[Problem, ...]:
    from aiohttp import ClientError, ClientSession, ClientTimeout

    timeout = ClientTimeout(total=_TIMEOUT_S)
    async with ClientSession(timeout=timeout, headers={"User-Agent": "bobao-check"}) as session:
        try:
            return tuple([problem async for problem in _problems(session, url, most)])
        except (ClientError, TimeoutError, ValueError) as failed:
            said = str(failed) or "no answer"
            raise FetchError(f"{url} cannot be checked: {said}", "see that the server runs") from failed


async def _problems(session: "ClientSession", url: str, most: int) -> AsyncIterator[Problem]:
    async with session.get(url) as answer:
        if answer.status != 200:  # noqa: PLR2004 - HTTP
            raise FetchError(f"{url} answers {answer.status}", "see that the feed lies there")
        document = await _bounded(answer)
    for problem in _of_the_feed(answer, url):
        yield problem
    async for problem in _conditional(session, url, answer):
        yield problem
    found = feed_problems(document, url)
    for problem in found:
        yield problem
    if any(problem.rule in {"xml", "rss"} for problem in found):
        return
    feed = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    for check in (_of_audio, _of_texts, _of_images):
        async for problem in check(session, feed, most):
            yield problem


def _of_the_feed(answer: "ClientResponse", url: str) -> Iterator[Problem]:
    if answer.content_type not in _FEED_TYPES:
        told = f"the feed is called {answer.content_type}"
        yield error("feed-type", url, told, "strict apps refuse it", "serve it as application/rss+xml")
    if not {"ETag", "Last-Modified"} & set(answer.headers):
        told = "the feed has neither ETag nor Last-Modified"
        yield warning(
            "feed-validators", url, told, "apps load it whole each time", "let the server send them"
        )


async def _conditional(
    session: "ClientSession", url: str, answer: "ClientResponse"
) -> AsyncIterator[Problem]:
    conditions = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    headers = {ask: answer.headers[told] for told, ask in conditions.items() if told in answer.headers}
    if headers:
        async with session.get(url, headers=headers) as again:
            if again.status != 304:  # noqa: PLR2004 - HTTP
                told = f"asked whether the feed has changed, the server answers {again.status}, not 304"
                yield warning(
                    "feed-conditional",
                    url,
                    told,
                    "apps load it whole each time",
                    "let the server compare",
                )


async def _of_audio(session: "ClientSession", feed: Any, most: int) -> AsyncIterator[Problem]:
    for enclosure in feed.findall("channel/item/enclosure")[:most]:
        url, length = enclosure.get("url", ""), enclosure.get("length", "")
        async with session.head(url, allow_redirects=True) as head:
            for problem in _of_head(head, url, length):
                yield problem
        async with session.get(url, headers={"Range": "bytes=0-1"}) as part:
            whole = part.headers.get("Content-Range", "").rpartition("/")[2]
            if part.status != 206 or whole != length:  # noqa: PLR2004 - HTTP
                told = f"asked for two bytes, the server answers {part.status}"
                yield error(
                    "ranges",
                    url,
                    told,
                    "Apple Podcasts and browsers cannot seek",
                    "host it where byte ranges are served",
                )
        async with session.get(url, headers={"Range": f"bytes={length}0-"}) as beyond:
            if beyond.status != 416:  # noqa: PLR2004 - HTTP
                told = f"asked for bytes beyond the end, the server answers {beyond.status}, not 416"
                yield warning(
                    "range-beyond",
                    url,
                    told,
                    "resumed downloads begin anew",
                    "host it where byte ranges are served",
                )


def _of_head(head: "ClientResponse", url: str, length: str) -> Iterator[Problem]:
    if head.status != 200:  # noqa: PLR2004 - HTTP
        told = f"asked by HEAD, the server answers {head.status}"
        yield error("head", url, told, "Apple Podcasts refuses the episode", "let the server answer HEAD")
        return
    if head.headers.get("Content-Length") != length:
        told = f"it has {head.headers.get('Content-Length')} bytes, the feed says {length}"
        yield error("enclosure-length", url, told, "apps show wrong sizes or break off", "publish again")
    suffix = "." + url.partition("?")[0].rpartition(".")[2].lower()
    if head.content_type not in _AUDIO_TYPES.get(suffix, {head.content_type}):
        told = f"it is called {head.content_type}"
        yield error("audio-type", url, told, "some apps do not play it", "let the server know the ending")


async def _of_texts(session: "ClientSession", feed: Any, most: int) -> AsyncIterator[Problem]:
    for item in feed.findall("channel/item")[:most]:
        for tag in ("podcast:transcript", "podcast:chapters"):
            for element in item.findall(tag, NAMES):
                url, kind = element.get("url", ""), element.get("type", "")
                async with session.get(url, headers={"Origin": "https://player.example"}) as answer:
                    for problem in _of_text(answer, url, kind):
                        yield problem


def _of_text(answer: "ClientResponse", url: str, kind: str) -> Iterator[Problem]:
    if answer.status != 200:  # noqa: PLR2004 - HTTP
        told = f"the server answers {answer.status}"
        yield error("text-lost", url, told, "apps show no transcript or chapters", "publish again")
        return
    if answer.headers.get("Access-Control-Allow-Origin") != "*":
        told = "other pages may not read it (no Access-Control-Allow-Origin: *)"
        yield warning(
            "cors",
            url,
            told,
            "players on the web show no transcript or chapters",
            "let the server send that header",
        )
    if answer.content_type not in {kind, "application/json" if "json" in kind else kind}:
        told = f"it is called {answer.content_type}, the feed says {kind}"
        yield warning("text-type", url, told, "strict apps ignore it", "let the server know the ending")


async def _of_images(session: "ClientSession", feed: Any, most: int) -> AsyncIterator[Problem]:
    found = [each.get("href", "") for each in feed.iterfind(".//itunes:image", NAMES)]
    for url in list(dict.fromkeys(found))[: most + 1]:
        async with session.get(url) as answer:
            if answer.status != 200:  # noqa: PLR2004 - HTTP
                told = f"the server answers {answer.status}"
                yield error("image-lost", url, told, "Apple Podcasts refuses the feed", "publish again")
                continue
            for problem in image_problems(await _bounded(answer), url.partition("?")[0]):
                yield problem


async def _bounded(answer: "ClientResponse") -> bytes:
    content = bytearray()
    async for piece in answer.content.iter_chunked(1 << 16):
        content += piece
        if len(content) > _MOST_BYTES:
            raise FetchError(f"{answer.url} is larger than {_MOST_BYTES // 1_000_000} MB", "make it smaller")
    return bytes(content)
