"""A news site: real pages, redirects, and faults on request.

    /pages/NAME     a page, with its ETag and time     /fault/NAME      a fault
    /status/CODE    an answer with that status         /to?url=URL      a redirect
    /as?type=TYPE   a page that is called so           /raw             the bytes in `raw`, and no others

By hand: `python -m tests.servers.site` prints the site's address and serves until interrupted.
"""

import argparse
import contextlib
import ssl
import threading
from pathlib import Path

from aiohttp import web

from .site_faults import SENTENCE, Fault, Handler, play
from .threaded import ThreadedServer

PAGES = Path(__file__).with_name("pages")
CERTIFICATE = Path(__file__).with_name("elsewhere.pem")
"""Good for elsewhere.example only, with its key."""


class Site(ThreadedServer):
    """Serves on free ports of loopback while its `with` block lasts.

    `url` is where it is, without a slash at its end; `secure_url` the same with another site's certificate.
    """

    def __init__(self) -> None:
        super().__init__()
        self.raw = b""
        self.requests: list[dict[str, str]] = []
        """The headers of each request."""
        self.secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.secure.load_cert_chain(CERTIFICATE)

    def listening(self, ports: list[int]) -> None:
        self.port = ports[0]
        self.url = f"http://127.0.0.1:{ports[0]}"
        self.secure_url = f"https://127.0.0.1:{ports[1]}"

    def app(self) -> web.Application:
        @web.middleware
        async def remember(request: web.Request, handler: Handler) -> web.StreamResponse:
            self.requests.append(dict(request.headers))
            return await handler(request)

        app = web.Application(middlewares=[remember])
        app.router.add_get("/pages/{name}", _page)
        app.router.add_get("/status/{code}", _status)
        app.router.add_get("/to", _redirect)
        app.router.add_get("/as", _called)
        app.router.add_get("/fault/{name}", _fault)
        app.router.add_get("/raw", self._raw)
        return app

    async def _raw(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.write(self.raw)
            request.transport.close()
        return web.Response()


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGES / request.match_info["name"])


async def _status(request: web.Request) -> web.StreamResponse:
    return web.Response(status=int(request.match_info["code"]))


async def _redirect(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": request.query["url"]})


async def _called(request: web.Request) -> web.StreamResponse:
    return web.Response(body=SENTENCE.encode(), headers={"Content-Type": request.query["type"]})


async def _fault(request: web.Request) -> web.StreamResponse:
    return await play(Fault(request.match_info["name"]), request)


def _main() -> None:
    argparse.ArgumentParser(
        prog="python -m tests.servers.site", description="Serve a news site, and its faults."
    ).parse_args()
    with Site() as site:
        faults = (f"{site.url}/fault/{fault}" for fault in Fault)
        pages = (f"{site.url}/pages/{page.name}" for page in sorted(PAGES.iterdir()))
        print(*pages, *faults, site.secure_url, sep="\n", flush=True)  # noqa: T201 - it is what one starts it for
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    _main()
