"""What can go wrong with a link, in this project's words. Imported when a link is given."""

import os
from http import HTTPStatus

import aiohttp

from ..errors import FetchError

_SAVE = "open it in a browser, save the page, and give the file"
_LATER = "try again later"
_OFFLINE = "check the link, and the connection to the internet"
_CERTIFICATE = (
    "check the link and the computer's clock; if the site is at fault, save the page and give the file"
)
_PROXY = "check the proxy in HTTPS_PROXY and HTTP_PROXY"
_OWN_NETWORK = "if you mean it, set `private = true` under [fetch] in show.toml, and give that very address"

# Statuses that say more than their hundred does.
_STATUSES = {
    401: ("asks for a login", "sign in with a browser, save the page, and give the file"),
    402: ("asks for payment", _SAVE),
    403: ("refuses programs", _SAVE),
    404: ("does not exist", "check the link"),
    410: ("has been taken down", "look for the article elsewhere"),
    429: ("is asked too often", _LATER),
    451: ("is blocked for legal reasons", "look for the article elsewhere"),
}
_CLIENT_ERROR = ("is refused", _SAVE)
_SERVER_ERROR = ("is out of order", _LATER)
_UNEXPECTED = ("gives no page", _SAVE)


def refuse_status(link: str, status: int) -> None:
    """Refuse an answer that is not the page.

    Raises:
        FetchError: by the status's name.
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    by_hundred = {4: _CLIENT_ERROR, 5: _SERVER_ERROR}.get(status // 100, _UNEXPECTED)
    what, instead = _STATUSES.get(status, by_hundred)
    raise FetchError(f"{link} {what} (HTTP {status})", instead)


def private_address(link: str, host: str, address: str) -> FetchError:
    """The error for a host in the network around this computer."""
    where = host if host == address else f"{host} ({address})"
    return FetchError(f"{link} leads to {where}, which is no public address", _OWN_NETWORK)


def slow(link: str, seconds: float, what: str) -> FetchError:
    """The error for an answer that does not come in time."""
    return FetchError(f"{link}: {what} did not arrive within {seconds:g} seconds", _LATER)


def explained(link: str, host: str | None, error: Exception) -> FetchError:
    """Put what aiohttp and the system raise into one line."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ClientHttpProxyError():
            return _explained_distance(link, host, error)
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError() | OSError():
            return FetchError(f"{link}: the answer broke off", "try again")
        case aiohttp.InvalidURL():
            return FetchError(f"{link} is no web address", "check the link")
        case _:
            return FetchError(f"{link}: the answer is not what a web server says", _SAVE)


def _explained_distance(link: str, host: str | None, error: aiohttp.ClientError) -> FetchError:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or "it is not to be trusted"
            return FetchError(f"{host}: the site's certificate is wrong: {reason}", _CERTIFICATE)
        case aiohttp.ClientSSLError():
            return FetchError(f"{host}: no secure connection can be made", _CERTIFICATE)
        case aiohttp.ClientConnectorDNSError():
            return FetchError(f"{link}: no site called {host} can be found", _OFFLINE)
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return FetchError(f"{link}: the proxy does not let us through", _PROXY)
        case aiohttp.ClientConnectorError() if error.os_error.errno:
            return FetchError(
                f"{link}: {host} cannot be reached ({os.strerror(error.os_error.errno)})", _OFFLINE
            )
        case _:
            return FetchError(f"{link}: {host} cannot be reached", _OFFLINE)
