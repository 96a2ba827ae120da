"""The addresses of speech services."""

from urllib.parse import urlsplit

from scripts import ConfigurationError

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def check_address(what: str, text: str, schemes: tuple[str, str]) -> None:
    """Make sure that a text is an address with a host and one of the schemes.

    Args:
        what: what it is the address of.
        text: as it was given.
        schemes: such as "http" and "https".

    Raises:
        ConfigurationError: it is no such address.
    """
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        is_address = False
    if not is_address:
        expected = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ConfigurationError(
            f"{text!r} is no address of a {what}", f"it starts with {expected} and a host"
        )


def host_and_port(url: str) -> str:
    """What a `Line` calls the service at an address that was checked: all paths there are one service."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or _PORTS[parts.scheme]}"
