"""An answer's body is gathered and unpacked as it arrives, and never grows beyond its bounds."""

import zlib

from ..errors import FetchError
from .fetching import Limits

ACCEPTED = "gzip"
"""The packing that is asked for, and the only one that is understood."""

_GZIP = zlib.MAX_WBITS | 16
_PADDING = b"\x00"
_ONE_ARTICLE = "give the page of one article"


class Body:
    """The body of one answer.

    Args:
        link: whose it is, for errors.
        encoding: the answer's Content-Encoding.
        limits: how long it may be.

    Raises:
        FetchError: it is packed in a way that was not asked for.
    """

    def __init__(self, link: str, encoding: str, limits: Limits) -> None:
        packing = encoding.strip().lower()
        if packing not in {"", "identity", "gzip", "x-gzip"}:
            raise FetchError(
                f"{link}: the server packs its answer in a way that was not asked for ({packing})",
                "save the page and give the file",
            )
        self._link = link
        self._limits = limits
        self._is_packed = packing.endswith("gzip")
        self._inflater = zlib.decompressobj(_GZIP)
        self._sent_bytes = 0
        self._data = bytearray()

    def add(self, block: bytes) -> None:
        """Take in what has arrived.

        Raises:
            FetchError: it has become too much, or cannot be unpacked.
        """
        self._sent_bytes += len(block)
        if self._is_packed:
            self._unpack(block)
        else:
            self._data += block
        if self._sent_bytes > self._limits.sent_bytes or len(self._data) > self._limits.unpacked_bytes:
            raise too_large(self._link, self._limits)

    def whole(self) -> bytes:
        """Return the body once its end has arrived.

        Raises:
            FetchError: the packed data break off.
        """
        if self._is_packed and self._sent_bytes and not self._inflater.eof:
            raise FetchError(f"{self._link}: the answer broke off", "try again")
        return bytes(self._data)

    def _unpack(self, block: bytes) -> None:
        """Unpack no more than one byte beyond the bound; gzip files may follow one another."""
        rest = block.lstrip(_PADDING) if self._inflater.eof else block
        try:
            while rest and len(self._data) <= self._limits.unpacked_bytes:
                if self._inflater.eof:
                    self._inflater = zlib.decompressobj(_GZIP)
                room = self._limits.unpacked_bytes + 1 - len(self._data)
                self._data += self._inflater.decompress(rest, room)
                rest = self._inflater.unused_data.lstrip(_PADDING)
        except zlib.error as error:
            raise FetchError(
                f"{self._link}: the answer cannot be unpacked", "save the page and give the file"
            ) from error


def too_large(link: str, limits: Limits) -> FetchError:
    """The error for an answer beyond its bounds."""
    most_mb = min(limits.sent_bytes, limits.unpacked_bytes) / 1_000_000
    return FetchError(f"{link}: the answer is larger than {most_mb:g} MB", _ONE_ARTICLE)
