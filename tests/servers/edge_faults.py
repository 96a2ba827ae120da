"""What can go wrong with Edge read-aloud, to be played by the server."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from .speech import Sentence, Spoken, encode, silence

BYTES_PER_S = 6_000

Message = str | bytes | None
"""A text frame, a binary frame, or None: say nothing more, and wait."""


class Fault(StrEnum):
    FORBIDDEN = "forbidden"
    """403, with the true date."""
    FORBIDDEN_UNDATED = "forbidden-undated"
    """403, with a date that is none."""
    BUSY = "busy"
    """429."""
    UNAVAILABLE = "unavailable"
    """503."""
    NOT_FOUND = "not-found"
    """404."""
    RESET = "reset"
    """The connection breaks before the handshake is answered."""
    REFUSED = "refused"
    """The connection breaks, and for a while nobody listens."""
    HANG_UP = "hang-up"
    """It is closed before any sound."""
    CUT = "cut"
    """It is closed in the middle of the sound, without the turn's end."""
    ABORT = "abort"
    """It breaks in the middle of the sound."""
    STALL = "stall"
    """Nothing more comes, in the middle of the sound."""
    DRIP = "drip"
    """The sound comes slower than it is heard."""
    ENDLESS = "endless"
    """The sound does not end."""
    MALFORMED = "malformed"
    """A binary frame without headers."""
    NO_AUDIO = "no-audio"
    """The turn ends, without sound."""
    THIRD = "third"
    """The turn ends after a third of the sound."""
    LOST_END = "lost-end"
    """The last sentence is missing, and nothing says so."""
    LOST_START = "lost-start"
    """The first sentence is missing, and nothing says so."""
    GARBAGE = "garbage"
    """Bytes that are not MP3."""
    SILENCE = "silence"
    """Right in everything but that nothing is heard."""
    FALLS_SILENT = "falls-silent"
    """The second half is silent."""
    WRONG_TEXT = "wrong-text"
    """The sentences are another text's."""
    WRONG_TIMES = "wrong-times"
    """The sentences last three times as long as the sound."""


STATUS: Mapping[Fault, int] = MappingProxyType(
    {
        Fault.FORBIDDEN: 403,
        Fault.FORBIDDEN_UNDATED: 403,
        Fault.NOT_FOUND: 404,
        Fault.BUSY: 429,
        Fault.UNAVAILABLE: 503,
    }
)
"""The faults of the handshake."""


def always(fault: Fault) -> dict[int, Fault]:
    """The same fault for every request."""
    return dict.fromkeys(range(1, 1000), fault)


def by_chance(share: float, seed: int, faults: Sequence[Fault] = tuple(Fault)) -> dict[int, Fault]:
    """For a share of the requests some fault, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    return {number: chance.choice(faults) for number in range(1, 1000) if chance.random() < share}


def altered(spoken: Spoken, fault: Fault | None) -> Spoken:
    """The answer with what is wrong with it."""
    return _ALTERATIONS[fault](spoken) if fault in _ALTERATIONS else spoken


def disturbed(messages: Sequence[Message], fault: Fault | None) -> list[Message]:
    """The messages as they come through."""
    half = list(messages[: len(messages) // 2])
    match fault:
        case Fault.CUT | Fault.ABORT:
            return half
        case Fault.STALL:
            return [*half, None]
        case Fault.HANG_UP:
            return half[:2]
        case Fault.MALFORMED:
            return [*half, b"\x00\x05audio"]
        case _:
            return list(messages)


def _cut_after(spoken: Spoken, seconds: float) -> bytes:
    return spoken.mp3[: round(seconds * BYTES_PER_S) // 144 * 144]


def _third(spoken: Spoken) -> Spoken:
    return replace(spoken, mp3=_cut_after(spoken, len(spoken.mp3) / BYTES_PER_S / 3))


def _lost_end(spoken: Spoken) -> Spoken:
    kept = spoken.sentences[:-1]
    return Spoken(_cut_after(spoken, kept[-1].end_s), kept)


def _lost_start(spoken: Spoken) -> Spoken:
    lost, *kept = spoken.sentences
    return Spoken(spoken.mp3[len(_cut_after(spoken, lost.end_s)) :], tuple(_scaled(one, 0.5) for one in kept))


def _silent(spoken: Spoken) -> Spoken:
    return replace(spoken, mp3=_silence_like(spoken.mp3))


def _falls_silent(spoken: Spoken) -> Spoken:
    half = _cut_after(spoken, len(spoken.mp3) / BYTES_PER_S / 2)
    return replace(spoken, mp3=half + _silence_like(spoken.mp3)[len(half) :])


def _silence_like(mp3: bytes) -> bytes:
    return encode(silence(len(mp3) / BYTES_PER_S))[: len(mp3)]


def _scaled(sentence: Sentence, factor: float) -> Sentence:
    return replace(sentence, start_s=sentence.start_s * factor, end_s=sentence.end_s * factor)


_ALTERATIONS: Mapping[Fault | None, Callable[[Spoken], Spoken]] = MappingProxyType(
    {
        Fault.NO_AUDIO: lambda spoken: replace(spoken, mp3=b""),
        Fault.ENDLESS: lambda spoken: replace(spoken, mp3=spoken.mp3 * 40),
        Fault.THIRD: _third,
        Fault.LOST_END: _lost_end,
        Fault.LOST_START: _lost_start,
        Fault.GARBAGE: lambda spoken: replace(spoken, mp3=random.Random(0).randbytes(len(spoken.mp3))),  # noqa: S311 - noise
        Fault.SILENCE: _silent,
        Fault.FALLS_SILENT: _falls_silent,
        Fault.WRONG_TEXT: lambda spoken: replace(spoken, sentences=(Sentence("今天晴。", 0, 1),)),
        Fault.WRONG_TIMES: lambda spoken: replace(
            spoken, sentences=tuple(_scaled(one, 3) for one in spoken.sentences)
        ),
    }
)
