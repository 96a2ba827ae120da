"""Whether an answer of Edge read-aloud is whole.

The service may end an answer in mid-sentence without a word, and its client takes that for success. So
nothing is believed that is not proved: the sentence marks must reach the end of the text, and the sound must
be sound, last as long as the marks say, and be no shorter or longer than speech can be.
"""

from collections.abc import Sequence
from itertools import pairwise

from .coverage import fault_of_marks
from .engine import Speech, Utterance
from .errors import IncompleteSpeechError

BYTES_PER_S = 6_000
"""The service always answers in MP3 of 24 kHz, mono, at a constant 48 kbit/s."""

# Each frame then has 144 bytes, and starts with these: MPEG-2 layer III, no CRC (ISO 13818-3, 2.4.2.3).
_FRAME_START = b"\xff\xf3\x64"
_FRAME_BYTES = 144
_TAG_START = b"ID3"
_FRAME_S = _FRAME_BYTES / BYTES_PER_S

# Speakers take 0.15 to 0.3 s for a syllable; only what no speaker does is refused.
_SHORTEST_SYLLABLE_S = 0.08
_LONGEST_CHARACTER_S = 1.0
_LONGEST_SILENCE_S = 3.0

_MARK_TOLERANCE_S = 0.2
# A mark may take in the pause that follows its sentence.
_TRAILING_PAUSE_S = 1.5
_LONGEST_BREAK_S = 2.0


def require_whole(utterance: Utterance, speech: Speech) -> None:
    """Let an answer pass if all of the text is in it.

    Raises:
        IncompleteSpeechError: it is cut off, silent, not sound, or speech of something else.
    """
    fault = fault_of_marks(utterance.text, speech.marks) or _fault_of_sound(utterance, speech)
    if fault:
        raise IncompleteSpeechError(
            f"the speech service's answer {fault}",
            "try again in a minute, or use another engine: --engine espeak",
        )


def longest_s(utterance: Utterance) -> float:
    """How long the slowest conceivable speech of this text lasts, in seconds."""
    return _LONGEST_SILENCE_S + len(utterance.text) * _LONGEST_CHARACTER_S / _speed(utterance)


def _shortest_s(utterance: Utterance) -> float:
    syllables = sum("一" <= character <= "鿿" for character in utterance.text)
    return syllables * _SHORTEST_SYLLABLE_S / _speed(utterance)


def _speed(utterance: Utterance) -> float:
    return 1 + utterance.rate_percent / 100


def _fault_of_sound(utterance: Utterance, speech: Speech) -> str:
    frames = _frames(speech.audio)
    if not frames or not all(frame.startswith(_FRAME_START) for frame in frames):
        return "is not sound"
    if not _shortest_s(utterance) <= len(frames) * _FRAME_S <= longest_s(utterance):
        return "is too short or too long for the text"
    end_s = max((mark.end_s for mark in speech.marks), default=0.0)
    if len(frames) * _FRAME_S + _MARK_TOLERANCE_S < end_s:
        return "is cut off"
    return _fault_of_silence(utterance, frames, end_s)


def _fault_of_silence(utterance: Utterance, frames: Sequence[bytes], end_s: float) -> str:
    sounding = [number for number, frame in enumerate(frames, 1) if _is_sounding(frame)]
    if not sounding or len(sounding) * _FRAME_S < _shortest_s(utterance):
        return "is silent"
    if max((after - before for before, after in pairwise(sounding)), default=0) * _FRAME_S > _LONGEST_BREAK_S:
        return "falls silent in between"
    return "falls silent" if sounding[-1] * _FRAME_S + _TRAILING_PAUSE_S < end_s else ""


def _frames(audio: bytes) -> list[bytes]:
    """Cut a stream into frames; a tag before the first and a part after the last are dropped."""
    start = max(audio.find(_FRAME_START), 0) if audio.startswith(_TAG_START) else 0
    return [audio[at : at + _FRAME_BYTES] for at in range(start, len(audio) - _FRAME_BYTES + 1, _FRAME_BYTES)]


def _is_sounding(frame: bytes) -> bool:
    """Whether a frame holds any spectral values: its side information's nine bits `big_values` are not 0."""
    return int.from_bytes(frame[6:8], "big") & 0b0000_0111_1111_1100 != 0
