"""Sound as samples: decoded, and trimmed of the silence an engine puts around it.

All samples here are signed 16-bit little-endian, mono.
"""

import io
import sys
import warnings
import wave
from array import array
from dataclasses import dataclass
from math import cos, pi
from threading import Lock
from typing import TYPE_CHECKING, Any

from .errors import AudioError, FfmpegError, IncompleteSpeechError
from .ffmpeg import run

if TYPE_CHECKING:
    from pydub import AudioSegment

SAMPLE_BYTES = 2
DECODED_HZ = 24_000
"""The rate that anything but WAV is decoded to: Edge's own."""

_IMPORTING = Lock()
_MP3_STARTS = (b"ID3", b"\xff\xf2", b"\xff\xf3", b"\xff\xfa", b"\xff\xfb")
# As a filter's source and in large pieces: to hand each frame, of 24 ms, from one of ffmpeg's threads to the
# next takes as long as to decode it. Such a source passes over a single fault, so that is looked for.
_MP3_SOURCE = (
    *("-f", "lavfi", "-i"),
    rf"amovie=pipe\\:0:f=mp3,aformat=s16:{DECODED_HZ}:mono,asetnsamples=65536:p=0",
)
_QUIETLY = ("-nostdin", "-nostats", "-v", "error", "-xerror", "-threads", "1")
_MP3_FAULTS = ("Header missing", "Error while decoding")
"""What ffmpeg says of a frame that it cannot decode."""

_LEAD_MS, _TAIL_MS, _FADE_MS = 30, 80, 5
_SILENCE_DB = 45
"""What is this far below a clip's loudest sample is silence."""
_INAUDIBLE_DBFS = -60
"""A clip whose loudest sample is no louder is silence."""


def decode(audio: bytes) -> tuple[bytes, int]:
    """Decode an engine's sound file.

    Returns:
        The samples, and their rate in Hz.

    Raises:
        IncompleteSpeechError: it is not sound, or none at all.
    """
    try:
        samples, rate_hz = _decode_wav(audio) if audio[:4] == b"RIFF" else (_decode_any(audio), DECODED_HZ)
    except (AudioError, wave.Error, EOFError) as error:
        raise IncompleteSpeechError(f"an engine's answer is not sound ({error})") from error
    if not samples:
        raise IncompleteSpeechError("an engine's answer holds no sound")
    return samples, rate_hz


def _decode_wav(audio: bytes) -> tuple[bytes, int]:
    with wave.open(io.BytesIO(audio)) as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, SAMPLE_BYTES):
            raise wave.Error("not 16-bit mono")
        samples = file.readframes(file.getnframes())
        if len(samples) != file.getnframes() * SAMPLE_BYTES:
            raise wave.Error("it is cut off")
        return samples, file.getframerate()


def _decode_any(audio: bytes) -> bytes:
    plain = ["-f", "s16le", "-ac", "1", "-ar", str(DECODED_HZ), "pipe:1"]
    is_mp3 = audio.startswith(_MP3_STARTS)
    source = _MP3_SOURCE if is_mp3 else ("-i", "pipe:0")
    samples, said = run([*_QUIETLY, *source, *plain], [audio])
    if is_mp3 and any(fault in said for fault in _MP3_FAULTS):
        raise FfmpegError(f"ffmpeg failed: {said.splitlines()[-1]}")
    return samples


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A clip's samples, and the breath of near silence that is left on both sides of its sound.

    Attributes:
        samples: the sound, with its breath.
        cut_s: what was taken from the start, in seconds.
        lead_s: the breath before the sound.
        tail_s: the breath after it.
    """

    samples: bytes
    cut_s: float
    lead_s: float
    tail_s: float


def trim(samples: bytes, rate_hz: int) -> Trimmed:
    """Take away the silence around speech, leaving a breath of it, with fades of 5 ms against clicks.

    Raises:
        IncompleteSpeechError: it is all silence.
    """
    sound = _segment(samples, rate_hz)
    threshold_db = sound.max_dBFS - _SILENCE_DB
    if sound.max_dBFS <= _INAUDIBLE_DBFS:
        raise IncompleteSpeechError("an engine's answer is silence")
    before_ms = _leading_silence_ms(sound, threshold_db)
    after_ms = _leading_silence_ms(sound.reverse(), threshold_db)
    lead_ms, tail_ms = min(before_ms, _LEAD_MS), min(after_ms, _TAIL_MS)
    first, last = ((ms * rate_hz // 1000) * SAMPLE_BYTES for ms in (before_ms - lead_ms, after_ms - tail_ms))
    edged = _faded(samples[first : len(samples) - last], rate_hz)
    return Trimmed(edged, (before_ms - lead_ms) / 1000, lead_ms / 1000, tail_ms / 1000)


def _faded(samples: bytes, rate_hz: int) -> bytes:
    """From zero and back to zero along half a cosine. (pydub's own fades jump by 24 dB each millisecond.)"""
    values = array("h", samples)
    length = min(rate_hz * _FADE_MS // 1000, len(values) // 2)
    for at in range(length):
        gain = (1 - cos(pi * at / length)) / 2
        values[at] = round(values[at] * gain)
        values[-1 - at] = round(values[-1 - at] * gain)
    return values.tobytes()


def louder(samples: bytes, rate_hz: int, gain_db: float) -> bytes:
    """The samples with a gain; what would be beyond 16 bits stays at their edge."""
    return bytes(_segment(samples, rate_hz).apply_gain(gain_db).raw_data) if gain_db else samples


def _segment(samples: bytes, rate_hz: int) -> "AudioSegment":
    return _pydub().AudioSegment(data=samples, sample_width=SAMPLE_BYTES, frame_rate=rate_hz, channels=1)


def _leading_silence_ms(sound: "AudioSegment", threshold_db: float) -> int:
    from pydub.silence import detect_leading_silence

    return int(detect_leading_silence(sound, threshold_db, chunk_size=5))


def _pydub() -> Any:
    if "pydub" not in sys.modules:
        # pydub warns at import that it finds no ffmpeg on the PATH; it is only given samples here. What is
        # warned of is one setting for all threads: two that change it at once may leave it changed.
        with _IMPORTING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pydub
    import pydub

    return pydub
