"""The `openai` engine: any server with OpenAI's `/v1/audio/speech`, in the cloud or on this computer."""

import asyncio
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from scripts import ConfigurationError

from .engine import Speech, Utterance, Voice
from .openai_service import Service
from .pace import Pace
from .persistence import Pause, persist
from .speakable import require_words
from .unmarked import Listener
from .voices import choose_voice
from .wav import with_true_length

_VOICES = {
    "alloy": "neutral, even",
    "ash": "male, clear",
    "ballad": "male, soft",
    "coral": "female, warm",
    "echo": "male, deep",
    "fable": "neutral, narrating",
    "nova": "female, bright",
    "onyx": "male, dark",
    "sage": "female, calm",
    "shimmer": "female, light",
}
"""OpenAI's own, which all speak Mandarin; other servers have others."""
_FORMATS = ("wav", "mp3")


class OpenAIEngine:
    """Speaks through a server with OpenAI's speech interface. See `audio.Engine`.

    The key is read from the environment when it is needed, and neither kept nor shown. Faults that may heal
    are met with up to five attempts. The service says no times: its marks are estimated.

    Args:
        model: what the server is to speak with, such as "gpt-4o-mini-tts".
        url: what comes before /audio/speech.
        voices: the names of the server's voices for Mandarin, its default one first; [] for OpenAI's own.
        key: the name of the environment's variable that holds the key; servers at home need none.
        format: "wav", or "mp3" for servers that lack it.
        patience_s: how long the server may be silent before it counts as stalled.
        pause: waits for so many seconds between two attempts.

    Raises:
        ConfigurationError: the url or the format is of another kind.
    """

    name = "openai"
    concurrency = 2
    max_chars = 1000
    # What its voices take for news, to a tenth; the listener learns the rest.
    pace = Pace(0.2, 0.02, 0.35, 0.15, 0.3)

    def __init__(  # noqa: PLR0913 - each is an option of show.toml
        self,
        *,
        model: str,
        url: str = "https://api.openai.com/v1",
        voices: Sequence[str] = (),
        key: str = "OPENAI_API_KEY",
        format: str = "wav",  # noqa: A002 - the option's name in show.toml
        patience_s: float = 60.0,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._service = Service(_checked_url(url), model, _checked_format(format), key)
        self._voices = tuple(Voice(name, "zh-CN") for name in voices) or _own_voices()
        self._patience_s = patience_s
        self._pause = pause
        self._listener = Listener(self.pace)
        self.default_voice = self._voices[0].name
        # Another host may sound otherwise; its port says nothing.
        self.version = f"1 {model}@{urlsplit(url).hostname} {format}"

    async def voices(self) -> Sequence[Voice]:
        """Those that the settings name, or OpenAI's own."""
        return self._voices

    def wording(self, utterance: Utterance) -> str:
        """The text itself."""
        return utterance.text

    async def speak(self, utterance: Utterance) -> Speech:
        """Say it; the marks are sentences, estimated. See `audio.Engine`.

        Raises:
            UnknownVoiceError: not one of `voices`.
            EngineUnreachable: nobody answers.
            EngineBusyError: too many requests, even after some waiting.
            IncompleteSpeechError: the answer was not whole, several times over.
            EngineError: there is nothing to say, or the service refuses.
        """
        choose_voice(utterance.voice, self._voices)
        require_words(utterance.text)
        return await persist(partial(self._speak_once, utterance), self._pause)

    async def _speak_once(self, utterance: Utterance) -> Speech:
        from .openai_client import fetch_speech  # aiohttp takes 0.3 s, which only speaking should cost

        longest_s = self._listener.longest_s(utterance)
        answer = await fetch_speech(self._service, utterance, self._patience_s, longest_s)
        return await asyncio.to_thread(self._proved, utterance, answer)

    def _proved(self, utterance: Utterance, answer: bytes) -> Speech:
        audio = with_true_length(answer) if answer.startswith(b"RIFF") else answer
        return self._listener.speech(utterance, audio)


def _own_voices() -> tuple[Voice, ...]:
    return tuple(_own_voice(name, *told.split(", ")) for name, told in _VOICES.items())


def _own_voice(name: str, gender: str, character: str) -> Voice:
    return Voice(name, "zh-CN", gender.replace("neutral", ""), character)


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        is_address = False
    if not is_address:
        raise ConfigurationError(
            f"{url!r} is no address of a speech service", "it starts with http:// or https:// and a host"
        )
    return url.rstrip("/")


def _checked_format(name: str) -> str:
    if name not in _FORMATS:
        raise ConfigurationError(f"there is no format {name!r}", f"use one of {', '.join(_FORMATS)}")
    return name
