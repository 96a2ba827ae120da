"""A site that prints news from day to day: sections with their feeds, pages, corrections, and faults.

/SECTION/feed.xml    RSS of the section's stories     /SECTION/PATH     a story's page
/SECTION/            a page of headlines              /calls            counted, and answered as told
"""

import asyncio
import html
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from aiohttp import web

from .threaded import ThreadedServer


@dataclass(frozen=True, slots=True)
class Printed:
    """A story as it stands on the site."""

    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None = None
    publisher: str = "海州日报"

    def page(self) -> str:
        moment = f"{self.published:%Y-%m-%d %H:%M}" if self.published else ""
        body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in self.paragraphs)
        return (
            f'<!doctype html><html lang="zh"><head><title>{html.escape(self.title)}</title></head><body>'
            f'<nav><a href="/">首页</a></nav><article><h1>{html.escape(self.title)}</h1>'
            f"<div>{moment} 来源：{self.publisher}</div>{body}</article></body></html>"
        )


@dataclass
class Section:
    """A section: its stories by path, in the order in which they are listed, and what is wrong with it."""

    stories: dict[str, Printed] = field(default_factory=dict)
    raw: bytes | None = None
    """Sent instead of the feed."""
    status: int = 200
    stalls: bool = False
    delay_s: float = 0.0


class Newsroom(ThreadedServer):
    """Serves on a free port of loopback while its `with` block lasts; `url` has no slash at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: defaultdict[str, Section] = defaultdict(Section)
        self.asked: Counter[str] = Counter()
        self.calls: list[tuple[str, bytes]] = []
        """Path and body of each call to /calls…"""

    def listening(self, ports: list[int]) -> None:
        self.url = f"http://127.0.0.1:{ports[0]}"

    def feed(self, section: str) -> str:
        return f"{self.url}/{section}/feed.xml"

    def print(self, section: str, path: str, story: Printed) -> None:
        """Print a story, or another version of it."""
        self.sections[section].stories[path] = story

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/calls{tail:.*}", self._call)
        app.router.add_get("/{section}/feed.xml", self._feed)
        app.router.add_get("/{section}/", self._headlines)
        app.router.add_get("/{section}/{path}", self._page)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((str(request.rel_url), await request.read()))
        if "stall" in request.path:
            await asyncio.Event().wait()
        return web.Response(status=500 if "broken" in request.path else 200, text="ok")

    async def _section(self, request: web.Request) -> Section:
        self.asked[request.path] += 1
        section = self.sections[request.match_info["section"]]
        if section.stalls:
            await asyncio.Event().wait()
        await asyncio.sleep(section.delay_s)
        if section.status != web.HTTPOk.status_code:
            raise web.HTTPInternalServerError
        return section

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        section = await self._section(request)
        if section.raw is not None:
            return web.Response(body=section.raw, content_type="application/rss+xml")
        items = "".join(
            f"<item><title>{html.escape(story.title)}</title><link>{html.escape(path)}</link>"
            + (f"<pubDate>{format_datetime(story.published)}</pubDate>" if story.published else "")
            + "</item>"
            for path, story in section.stories.items()
        )
        text = f'<rss version="2.0"><channel><title>海州日报</title>{items}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml")

    async def _headlines(self, request: web.Request) -> web.StreamResponse:
        section = await self._section(request)
        links = "".join(
            f'<li><a href="{html.escape(path)}">{html.escape(story.title)}</a></li>'
            for path, story in section.stories.items()
        )
        return web.Response(text=f"<!doctype html><ul>{links}</ul>", content_type="text/html")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        section = await self._section(request)
        story = section.stories.get(request.match_info["path"])
        if story is None:
            raise web.HTTPNotFound
        return web.Response(text=story.page(), content_type="text/html")
