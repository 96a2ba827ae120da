"""Sound as samples: decoded, and trimmed of the silence an engine puts around it.

All samples here are signed 16-bit little-endian, mono.
"""

import io
import warnings
import wave
from typing import TYPE_CHECKING, Any

from .errors import AudioError, IncompleteSpeechError
from .ffmpeg import run

if TYPE_CHECKING:
    from pydub import AudioSegment

SAMPLE_BYTES = 2
DECODED_HZ = 24_000
"""The rate that anything but WAV is decoded to: Edge's own."""

_MP3_STARTS = (b"ID3", b"\xff\xf2", b"\xff\xf3", b"\xff\xfa", b"\xff\xfb")
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
    # Finding out that it is MP3 would cost ffmpeg a fifth of its time.
    kind = ["-f", "mp3"] if audio.startswith(_MP3_STARTS) else []
    whole = ["-hide_banner", "-v", "error", "-xerror", "-threads", "1", *kind, "-i", "pipe:0"]
    plain = ["-f", "s16le", "-ac", "1", "-ar", str(DECODED_HZ), "pipe:1"]
    return run([*whole, *plain], [audio])[0]


def trim(samples: bytes, rate_hz: int) -> tuple[bytes, float]:
    """Take away the silence around speech, leaving a breath of it, with fades of 5 ms against clicks.

    Returns:
        The trimmed samples, and the seconds that were taken from the start.

    Raises:
        IncompleteSpeechError: it is all silence.
    """
    sound = _segment(samples, rate_hz)
    threshold_db = sound.max_dBFS - _SILENCE_DB
    if sound.max_dBFS <= _INAUDIBLE_DBFS:
        raise IncompleteSpeechError("an engine's answer is silence")
    start_ms = max(0, _leading_silence_ms(sound, threshold_db) - _LEAD_MS)
    end_ms = len(sound) - max(0, _leading_silence_ms(sound.reverse(), threshold_db) - _TAIL_MS)
    kept = sound[start_ms:end_ms].fade_in(_FADE_MS).fade_out(_FADE_MS)
    return bytes(kept.raw_data), start_ms / 1000


def louder(samples: bytes, rate_hz: int, gain_db: float) -> bytes:
    """The samples with a gain; what would be beyond 16 bits stays at their edge."""
    return bytes(_segment(samples, rate_hz).apply_gain(gain_db).raw_data) if gain_db else samples


def _segment(samples: bytes, rate_hz: int) -> "AudioSegment":
    return _pydub().AudioSegment(data=samples, sample_width=SAMPLE_BYTES, frame_rate=rate_hz, channels=1)


def _leading_silence_ms(sound: "AudioSegment", threshold_db: float) -> int:
    from pydub.silence import detect_leading_silence

    return int(detect_leading_silence(sound, threshold_db, chunk_size=5))


def _pydub() -> Any:
    with warnings.catch_warnings():
        # pydub warns at import that it finds no ffmpeg on the PATH; it is only given samples here.
        warnings.simplefilter("ignore")
        import pydub
    return pydub
