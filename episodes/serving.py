"""A small web server for what a show publishes."""

import asyncio
import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from .answering import Answers
from .errors import EpisodeError
from .show import Show

if TYPE_CHECKING:
    from aiohttp import web

_PATIENCE_S = 3.0
"""How long downloads that are under way may still take once the server is told to stop."""

_ANY = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to


def serve(show: Show, host: str, port: int, ready: Callable[[list[str]], None]) -> None:
    """Serve the show's public folder until the process is told to stop.

    Args:
        show: whose public folder is served; nothing else of it can be reached.
        host: the address to listen on.
        port: the port to listen on; 0 takes a free one.
        ready: called with the addresses to type in, once the server listens.

    Raises:
        EpisodeError: the address cannot be listened on.
    """
    asyncio.run(_serve(show, host, port, ready))


async def _serve(show: Show, host: str, port: int, ready: Callable[[list[str]], None]) -> None:
    from aiohttp import web

    runner = web.AppRunner(_application(show), access_log=None, shutdown_timeout=_PATIENCE_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        stop = _told_to_stop()
        ready(_addresses(host, runner.addresses[0][1]))
        await stop.wait()
    except OSError as error:
        raise EpisodeError(
            f"cannot listen on {host}:{port}: {error.strerror}", "choose another --port"
        ) from error
    finally:
        await runner.cleanup()


def _application(show: Show) -> "web.Application":
    from aiohttp import web

    answers = Answers(show.public, addressed=bool(show.settings.base_url))
    application = web.Application()
    application.router.add_get("/{path:.*}", answers.get)
    application.router.add_route("OPTIONS", "/{path:.*}", answers.options)
    return application


def _addresses(host: str, port: int) -> list[str]:
    """The addresses to type in: on this machine, and on a phone in the same network."""
    if host not in _ANY:
        return [f"http://{f'[{host}]' if ':' in host else host}:{port}/"]
    hosts = ["localhost", *filter(None, [_address_in_network()])]
    return [f"http://{each}:{port}/" for each in hosts]


def _address_in_network() -> str:
    """This machine's address as its neighbours see it; "" without a network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def _told_to_stop() -> asyncio.Event:
    """Is set when the process is told to stop."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt
            continue
    return stop
