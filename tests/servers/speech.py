"""Real Mandarin speech in the format of Edge read-aloud, made by espeak-ng and ffmpeg.

espeak-ng keeps its state in the process, and so may the code under test: it runs in a child, which is this
very file. The child reads lines of text and answers each with a length and as much 16-bit PCM.
"""

import ctypes
import functools
import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import espeakng_loader
import imageio_ffmpeg

ESPEAK_HZ = 22_050
BYTES_PER_SAMPLE = 2
BREAK_S = 0.25
"""Silence between two sentences."""
TAIL_S = 0.9
"""Silence at the end of every answer, as the service has it."""
WORDS_PER_MINUTE = 220

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’」』）)]*|[。！？；!?;\n]+")
_SYNCHRONOUS, _RATE, _PITCH, _UTF8 = 2, 1, 3, 1
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the answer and when it is heard, in seconds."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer: 24 kHz, 48 kbit/s, mono MP3, and its sentences."""

    mp3: bytes
    sentences: tuple[Sentence, ...]


@functools.lru_cache(maxsize=512)
def spoken(text: str, voice: str, rate_percent: int) -> Spoken:
    """Speak a text; the same text is spoken once."""
    texts = sentences_of(text)
    clips = _espeak(texts, voice, rate_percent)
    return Spoken(encode(_joined(clips)), tuple(_timed(texts, clips)))


def sentences_of(text: str) -> list[str]:
    """The sentences that the service tells the times of."""
    return _SENTENCE.findall(text)


def encode(pcm: bytes) -> bytes:
    """Encode 16-bit mono samples at `ESPEAK_HZ` as the service does: bare frames, no tags."""
    command = (
        f"-v error -f s16le -ar {ESPEAK_HZ} -ac 1 -i - -c:a libmp3lame -ar 24000 -b:a 48k"
        " -map_metadata -1 -id3v2_version 0 -write_xing 0 -f mp3 -"
    )
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), *command.split()]
    return subprocess.run(ffmpeg, input=pcm, capture_output=True, check=True).stdout


def silence(seconds: float) -> bytes:
    """Samples of silence."""
    return bytes(BYTES_PER_SAMPLE * round(seconds * ESPEAK_HZ))


def _joined(clips: list[bytes]) -> bytes:
    return silence(BREAK_S).join(clips) + silence(TAIL_S)


def _timed(texts: list[str], clips: list[bytes]) -> Iterator[Sentence]:
    start_s = 0.0
    for text, clip in zip(texts, clips, strict=True):
        end_s = start_s + len(clip) / BYTES_PER_SAMPLE / ESPEAK_HZ
        yield Sentence(text.strip(), start_s, end_s)
        start_s = end_s + BREAK_S


def _espeak(texts: list[str], voice: str, rate_percent: int) -> list[bytes]:
    order = {
        "rate": WORDS_PER_MINUTE * (100 + rate_percent) // 100,
        "pitch": 35 + zlib.crc32(voice.encode()) % 40,
        "texts": texts,
    }
    child = subprocess.run(
        [sys.executable, "-I", __file__], input=json.dumps(order).encode(), capture_output=True, check=True
    )
    return list(_lengthwise(child.stdout))


def _lengthwise(data: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        position += 4
        yield data[position : position + length]
        position += length


def _child() -> None:
    order = json.load(sys.stdin.buffer)
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    library.espeak_SetVoiceByName(b"cmn")
    library.espeak_SetParameter(_RATE, order["rate"], 0)
    library.espeak_SetParameter(_PITCH, order["pitch"], 0)
    for text in order["texts"]:
        pcm = _synthesized(library, text.encode())
        sys.stdout.buffer.write(struct.pack("<I", len(pcm)) + pcm)


def _synthesized(library: ctypes.CDLL, text: bytes) -> bytes:
    pcm = bytearray()

    def collect(samples: int | None, count: int, _events: int | None) -> int:
        if samples:
            pcm.extend(ctypes.string_at(samples, count * BYTES_PER_SAMPLE))
        return 0

    callback = _Callback(collect)  # kept alive while espeak-ng may call it
    library.espeak_SetSynthCallback(callback)
    library.espeak_Synth(text, ctypes.c_size_t(len(text) + 1), 0, 1, 0, _UTF8, None, None)
    return bytes(pcm)


if __name__ == "__main__":
    _child()
