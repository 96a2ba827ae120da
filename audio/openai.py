"""The `openai` engine: any server with OpenAI's `/v1/audio/speech`, in the cloud or on this computer."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from scripts import ConfigurationError

from .engine import Speech, Utterance, Voice
from .openai_service import Service
from .pace import Pace
from .speakable import require_words
from .voices import choose_voice
from .wav import with_true_length
from .whole import longest_s

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

    The key is read from the environment when it is needed, and neither kept nor shown. The service says no
    times.

    Args:
        model: what the server is to speak with, such as "gpt-4o-mini-tts".
        url: what comes before /audio/speech.
        voices: the names of the server's voices for Mandarin, its default one first; [] for OpenAI's own.
        key: the name of the environment's variable that holds the key; servers at home need none.
        format: "wav", or "mp3" for servers that lack it.
        patience_s: how long the server may be silent before it counts as stalled.

    Raises:
        ConfigurationError: the url or the format is of another kind.
    """

    name = "openai"
    concurrency = 2
    max_chars = 1000
    # What its voices take for news, to a tenth; the rest is learned.
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
    ) -> None:
        self._service = Service(_checked_url(url), model, _checked_format(format), key)
        self._voices = tuple(Voice(name, "zh-CN") for name in voices) or _own_voices()
        self._patience_s = patience_s
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
        """Say it once, without marks. See `audio.Engine`.

        Raises:
            UnknownVoiceError: not one of `voices`.
            EngineUnreachable: nobody answers.
            EngineBusyError: too many requests, or the service is out of order.
            IncompleteSpeechError: the answer did not come to its end.
            EngineError: there is nothing to say, or the service refuses.
        """
        from .openai_client import fetch_speech  # aiohttp takes 0.3 s, which only speaking should cost

        choose_voice(utterance.voice, self._voices)
        require_words(utterance.text)
        most_s = longest_s(self.pace, utterance)
        answer = await fetch_speech(self._service, utterance, self._patience_s, most_s)
        return Speech(with_true_length(answer) if answer.startswith(b"RIFF") else answer, ())


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
