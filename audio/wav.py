"""WAV files, to and from memory."""

import io
import struct
import wave

_CHUNK = struct.Struct("<4sI")
_RIFF_HEADER_BYTES = 12
_UNKNOWN_FROM = 0x7FFF_0000
"""A service that writes the header before it has the sound gives 0 or a length near the largest there is."""


def to_wav(samples: bytes, rate_hz: int) -> bytes:
    """A WAV file of 16-bit little-endian mono samples."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, rate_hz, 0, "NONE", ""))
        writer.writeframes(samples)
    return file.getvalue()


def with_true_length(wav: bytes) -> bytes:
    """Write its true length into a streamed WAV file, which does not know it; others stay as they are."""
    at = _RIFF_HEADER_BYTES
    while at + _CHUNK.size <= len(wav):
        name, length = _CHUNK.unpack_from(wav, at)
        at += _CHUNK.size
        if name == b"data":
            return wav if 0 < length < _UNKNOWN_FROM else _lengthened(wav, at)
        at += length + length % 2
    return wav


def _lengthened(wav: bytes, start: int) -> bytes:
    riff = _CHUNK.pack(b"RIFF", len(wav) - _CHUNK.size)
    data = _CHUNK.pack(b"data", len(wav) - start)
    return riff + wav[_CHUNK.size : start - _CHUNK.size] + data + wav[start:]
