"""Names are looked up, and nothing in the network around this computer is found. Imports aiohttp."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from .addresses import is_address, is_local_name, is_public
from .fetch_errors import private_address


class Guard(AbstractResolver):
    """Looks names up, and gives no answer that leads into the network around this computer.

    The connection is made to the addresses that were checked, so what a name server says later is of no use.

    Args:
        link: what is visited, for errors.
        resolver: asked for the addresses.
    """

    def __init__(self, link: str, resolver: AbstractResolver) -> None:
        self._link = link
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name.

        Raises:
            FetchError: one of them is not public.
            OSError: there are none.
        """
        answers = await self._resolver.resolve(host, port, family)
        for answer in answers:
            self.require_public(host, answer["host"])
        return answers

    def require_public(self, host: str, address: str) -> None:
        """Check an address to which a host leads.

        Raises:
            FetchError: it is not public.
        """
        if not is_public(address):
            raise private_address(self._link, host, address)

    async def admit(self, host: str, *, is_proxied: bool) -> None:
        """Check what `resolve` is not asked about: addresses, and names that a proxy will look up.

        A name that only the proxy knows is the proxy's to judge, unless it is of a local kind: the proxy is
        the user's own, and often the only one that can look up anything.

        Raises:
            FetchError: the host is not public.
        """
        if is_address(host):
            self.require_public(host, host)
        elif is_proxied:
            try:
                await self.resolve(host)
            except OSError as error:
                if is_local_name(host):
                    raise private_address(self._link, host, "a local name") from error

    async def close(self) -> None:
        """Close the resolver that is asked."""
        await self._resolver.close()
