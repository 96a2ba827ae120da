"""WAV files in memory, also those of services that stream them."""

import struct

import pytest

from audio.pcm import decode
from audio.wav import to_wav, with_true_length

SAMPLES = bytes(range(200))


def streamed(length: int, extra: bytes = b"") -> bytes:
    """A file whose header was written before the sound, with another chunk before it."""
    wav = to_wav(SAMPLES, 24_000)
    size = struct.pack("<I", length)
    return wav[:4] + size + wav[8:36] + extra + b"data" + size + SAMPLES


@pytest.mark.parametrize("length", [0, 0x7FFF_FFFF, 0x7FFF_FFDB, 0xFFFF_FFFF])
@pytest.mark.parametrize("extra", [b"", b"LIST\x04\x00\x00\x00INFO", b"junk\x03\x00\x00\x00abc\x00"])
def test_a_streamed_file_gets_its_true_length(length: int, extra: bytes) -> None:
    assert decode(with_true_length(streamed(length, extra))) == (SAMPLES, 24_000)


@pytest.mark.parametrize(
    "wav", [to_wav(SAMPLES, 8_000), to_wav(SAMPLES, 8_000)[:-9], b"RIFF", b"", b"x" * 50]
)
def test_other_files_stay_as_they_are(wav: bytes) -> None:
    assert with_true_length(wav) == wav
