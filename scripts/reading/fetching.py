"""A link is fetched: politely, and with bounds on everything that the other side decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the other side is put up with.

    Attributes:
        total_s: how long all of it may take, redirects included.
        patience_s: how long an answer may be waited for, and then every next `least_bytes` of it.
        least_bytes: what has to arrive in that time.
        sent_bytes: how long an answer may be as it is sent.
        unpacked_bytes: and when it is unpacked.
        redirects: how often it may be elsewhere.
    """

    total_s: float = 30.0
    patience_s: float = 10.0
    least_bytes: int = 8_192
    sent_bytes: int = 20_000_000
    unpacked_bytes: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server calls the version that it sent; a later request asks whether there is another.

    Attributes:
        etag: its ETag, quotes included; may be empty.
        last_modified: its Last-Modified, as sent; may be empty.
    """

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link led to.

    Attributes:
        url: where it lay, after redirects, without a fragment.
        data: its bytes, unpacked; empty if it was not modified.
        content_type: what the server calls it, charset included: a hint, often wrong; may be empty.
        validators: what this version is called.
        not_modified: it is still the version that was known.
    """

    url: str
    data: bytes
    content_type: str
    validators: Validators
    not_modified: bool = False

    @property
    def media_type(self) -> str:
        """The declared type without its parameters, such as text/html."""
        return self.content_type.partition(";")[0].strip().lower()


DEFAULT_LIMITS = Limits()


def fetch(
    url: str,
    limits: Limits = DEFAULT_LIMITS,
    *,
    allow_private: bool = False,
    known: Validators | None = None,
) -> Fetched:
    """Fetch what a link leads to, following redirects. Proxies are taken from the environment.

    Nothing is ever fetched from an address of this computer or the network around it, unless `allow_private`
    is given: then the link itself may lead there, but a redirect only to the same host and port. A redirect
    from https to http is followed, as browsers do: the request holds nothing secret.

    Args:
        url: http or https.
        limits: how much is put up with.
        allow_private: the link is the user's own word, and may lead into the user's own network.
        known: what an earlier fetch called the version it got.

    Raises:
        FetchError: nothing readable is there, or not within the limits.
        SourceError: it is a picture, a sound or another thing in which no article can be.
    """
    import asyncio

    from .visiting import Visit

    return asyncio.run(Visit(url, limits, known, allow_private=allow_private).fetched())
