"""The espeak-ng library of the espeakng-loader wheel, driven through ctypes.

Follows `speak_lib.h` of espeak-ng 1.52.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from .errors import EngineError
from .espeak_markup import Passage

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8_SSML = 0x1 | 0x10
_BUFFER_MS = 1000
_RATE, _RANGE = 1, 4
_WIDTH_OF_TONES = 75
"""Six semitones from low to high; the library's own 50 gives four, and its tones are hard to tell apart."""
_PAUSE_AT_END = 0x1000
_LIST_END, _WORD = 0, 1
_HINT = "reinstall espeakng-loader, or choose another engine"
_LONGEST_PATH = 120
"""Bytes; the library keeps its data path in a buffer of 160, and adds file names to it."""
_TURN = Lock()
"""Two loadings in one process are one library with one state."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What the library answers to one passage.

    Attributes:
        samples: 16-bit mono, in the machine's byte order.
        sample_rate_hz: of the samples.
        words: how many words it began to say.
        finished: it said that it had come to the end of the passage.
    """

    samples: bytes
    sample_rate_hz: int
    words: int
    finished: bool


def say(passages: Iterable[Passage], rate_wpm: int) -> list[Rendering]:
    """Synthesize passages that follow each other; the same ones sound the same, in this and any process.

    The library is loaded anew, in five milliseconds: nothing else resets all of its state, such as the phase
    of its vibrato. A change of voice inside one call would garble the tones before it: hence the passages.

    Args:
        passages: in the order of speaking; one that ends in a pause has that silence at its end.
        rate_wpm: 80 to 450.

    Raises:
        EngineError: the library cannot be loaded, or refuses a voice or a text.
    """
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    with _TURN, _loaded(espeakng_loader.get_library_path()) as library, _reachable(data) as folder:
        rate_hz = int(library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, _encoded(folder), _DONT_EXIT))
        _check(rate_hz <= 0, f"does not find its data in {data}")
        try:
            return [_say(library, passage, rate_wpm, rate_hz) for passage in passages]
        finally:
            library.espeak_Terminate()


@contextmanager
def _loaded(path: str) -> Iterator[Any]:
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise EngineError(f"the espeak-ng library cannot be loaded ({error})", _HINT) from error
    try:
        yield library
    finally:
        _unload(library)


@contextmanager
def _reachable(data: Path) -> Iterator[Path]:
    """The data folder, or another way to it when its path is longer than the library can hold."""
    if len(_encoded(data)) <= _LONGEST_PATH:
        yield data
        return
    with TemporaryDirectory(prefix="bobao-") as folder:
        nearby = Path(folder) / data.name
        try:
            nearby.symlink_to(data, target_is_directory=True)
        except OSError:  # Windows lets only privileged users make links.
            shutil.copytree(data, nearby)
        yield nearby


def _say(library: Any, passage: Passage, rate_wpm: int, rate_hz: int) -> Rendering:
    collector = _Collector()
    callback = _Callback(collector)
    library.espeak_SetSynthCallback(callback)
    _check(library.espeak_SetVoiceByName(passage.voice.encode()), f"has no voice {passage.voice}")
    _check(library.espeak_SetParameter(_RATE, rate_wpm, 0), f"does not speak at {rate_wpm} words a minute")
    _check(library.espeak_SetParameter(_RANGE, _WIDTH_OF_TONES, 0), "does not take this range of pitch")
    text = passage.markup.encode() + b"\0"
    flags = _UTF8_SSML | (_PAUSE_AT_END if passage.ends_in_pause else 0)
    _check(library.espeak_Synth(text, ctypes.c_size_t(len(text)), 0, 0, 0, flags, None, None), "failed")
    return Rendering(b"".join(collector.chunks), rate_hz, collector.words, collector.finished)


def _unload(library: ctypes.CDLL) -> None:
    handle = ctypes.c_void_p(library._handle)  # noqa: SLF001 - ctypes offers no other way to close a library
    if sys.platform == "win32":
        ctypes.windll.kernel32.FreeLibrary(handle)
    else:
        ctypes.CDLL(None).dlclose(handle)


def _check(failed: object, complaint: str) -> None:
    if failed:
        raise EngineError(f"espeak-ng {complaint}", _HINT)


class _Collector:
    """Gathers what the library hands over while it speaks."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.words = 0
        self.finished = False

    def __call__(self, wave: Any, count: int, events: Any) -> int:
        if not wave:
            self.finished = True
            return 0
        self.chunks.append(ctypes.string_at(wave, 2 * count))
        index = 0
        while events[index].type != _LIST_END:
            self.words += events[index].type == _WORD
            index += 1
        return 0


def _encoded(path: Path) -> bytes:
    """The path as the library's `fopen` takes it: on Windows, in the code page of the system."""
    return str(path).encode("mbcs") if os.name == "nt" else os.fsencode(path)
