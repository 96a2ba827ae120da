"""What an engine is: the one seam between a script and its sound."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .pace import Pace


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice that an engine offers.

    Attributes:
        name: what `--voice` takes, such as "zh-CN-YunyangNeural".
        locale: BCP 47, such as "zh-CN".
        gender: "female", "male", or "" where the engine does not say.
        character: a few words on how it sounds; may be empty.
    """

    name: str
    locale: str
    gender: str = ""
    character: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What an engine is asked to say.

    Attributes:
        text: the spoken form, a few whole sentences.
        voice: the name of one of the engine's voices.
        rate_percent: speed against the voice's own, -50 to 100; 0 is its own.
    """

    text: str
    voice: str
    rate_percent: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """When a stretch of the text (a sentence or a word) is heard.

    Attributes:
        text: the stretch, as the engine was given it.
        start_s: seconds from the start of the sound.
        end_s: seconds from the start of the sound.
        estimated: whether the engine did not say when, and it was worked out from the sound.
    """

    text: str
    start_s: float
    end_s: float
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine answers.

    Attributes:
        audio: a complete sound file in the engine's own format: MP3, or 16-bit mono WAV.
        marks: sentences or words in the order of time, which together are the text; empty if the engine
            cannot say when it is heard: they are estimated then.
    """

    audio: bytes
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One service through which an engine speaks.

    Attributes:
        address: the service, such as "speech.example.com:443"; "" if there is none, and so nobody's
            connections to count.
        most: how many utterances may be spoken through it at once.
        speak: says an utterance, once, as `Engine.speak` does.
    """

    address: str
    most: int
    speak: Callable[[Utterance], Awaitable[Speech]]


class Engine(Protocol):
    """Turns utterances into speech.

    The engine proves what only it can know, such as that a service's turn was ended: `speak` returns all of
    the text's sound or raises. Whoever calls it (`synthesize`) listens to every answer besides, asks again
    where that may help, and backs off when the engine is busy: an engine does none of that by itself.

    An engine that speaks through services of the network may have one attribute more, `lines`: a sequence of
    `Line`, one for each service, with `concurrency` the sum of their `most`. Whoever calls it then uses them
    in turn, each within its own bounds, leaves out those that are dead, and counts connections by address.

    It may have a method `make_ready()`, which loads what takes long to load: it is called before anything is
    spoken, while something else is waited for. Nobody relies on it: `speak` may be called without.
    """

    name: str
    """What `--engine` takes."""

    version: str
    """Changes whenever the same utterance would sound different; part of a clip's address in the cache."""

    default_voice: str
    """The voice of a show that names none."""

    concurrency: int
    """How many utterances may be spoken at once."""

    max_chars: int
    """The longest text it should be given; at least `scripts.MOST_SPOKEN`."""

    pace: Pace
    """How long its default voice takes, so that an episode's length is known before it is spoken."""

    async def voices(self) -> Sequence[Voice]:
        """Every voice it offers for Mandarin, the default one first.

        Raises:
            EngineError: the list cannot be had.
        """
        ...

    def wording(self, utterance: Utterance) -> str:
        """What is really sent for this utterance (text, or pinyin); part of a clip's address in the cache."""
        ...

    async def speak(self, utterance: Utterance) -> Speech:
        """Say it, once; may be called several times at once, up to `concurrency`.

        Cancelled, it ends at once.

        Raises:
            UnknownVoiceError: the engine has no such voice.
            EngineUnreachable: nobody answers; found out within seconds.
            EngineBusyError: it asks to be left alone for a while; all requests then rest.
            IncompleteSpeechError: the sound is cut off, silent or not sound, or the connection broke; the
                text is asked for again, and then in two halves.
            EngineError: any other failure; asking again would not help.
        """
        ...
