"""Which addresses belong to everybody, and which to this computer or the network around it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# All that is given out of IPv6 (RFC 4291); the rest is local, reserved, or a way to write an IPv4 address.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# By these an IPv4 address is reached through a translator (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL_DOMAINS = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home")


def is_public(address: str) -> bool:
    """Whether an IP address is somebody's on the internet.

    Loopback, private, shared, link-local, multicast, reserved and documentation addresses are not, however
    they are written into an IPv6 address; nor is any spelling that is not the standard one, as 0177.0.0.1.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    if (embedded := _embedded(parsed)) is not None:
        return is_public(str(embedded))
    return parsed.is_global and parsed in _GLOBAL_UNICAST


def is_address(host: str) -> bool:
    """Whether a URL's host is an address, in any spelling of digits, and no name."""
    return ":" in host or host.replace(".", "").isdigit()


def is_local_name(host: str) -> bool:
    """Whether a name means something only in the network around this computer."""
    name = host.lower().rstrip(".")
    return "." not in name or name.endswith(_LOCAL_DOMAINS)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which an IPv6 address leads, if it does."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
