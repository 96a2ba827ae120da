"""The `openai` engine: any server with OpenAI's `/v1/audio/speech`, in the cloud or on this computer."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from scripts import ConfigurationError

from .addresses import check_address, host_and_port
from .engine import Line, Speech, Utterance, Voice
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
_AT_ONCE = 2
"""So many utterances does a service speak at once."""


class OpenAIEngine:
    """Speaks through a server with OpenAI's speech interface. See `audio.Engine`.

    The key is read from the environment when it is needed, and neither kept nor shown. The service says no
    times.

    Args:
        model: what the server is to speak with, such as "gpt-4o-mini-tts".
        url: what comes before /audio/speech; or several of them, which speak with the very same model and
            voices, and are used in turn.
        voices: the names of the server's voices for Mandarin, its default one first; [] for OpenAI's own.
        key: the name of the environment's variable that holds the key; servers at home need none.
        format: "wav", or "mp3" for servers that lack it.
        patience_s: how long the server may be silent before it counts as stalled.

    Raises:
        ConfigurationError: a url or the format is of another kind.
    """

    name = "openai"
    max_chars = 1000
    # What its voices take for news, to a tenth; the rest is learned.
    pace = Pace(0.2, 0.02, 0.35, 0.15, 0.3)

    def __init__(  # noqa: PLR0913 - each is an option of show.toml
        self,
        *,
        model: str,
        url: str | Sequence[str] = "https://api.openai.com/v1",
        voices: Sequence[str] = (),
        key: str = "OPENAI_API_KEY",
        format: str = "wav",  # noqa: A002 - the option's name in show.toml
        patience_s: float = 60.0,
    ) -> None:
        urls = _checked_urls([url] if isinstance(url, str) else url)
        services = [Service(each, model, _checked_format(format), key) for each in urls]
        self.lines = tuple(
            Line(host_and_port(service.url), _AT_ONCE, partial(self._ask, service)) for service in services
        )
        self.concurrency = _AT_ONCE * len(services)
        self._voices = tuple(Voice(name, "zh-CN") for name in voices) or _own_voices()
        self._patience_s = patience_s
        self.default_voice = self._voices[0].name
        # Another host may sound otherwise; its port says nothing, and those after the first sound like it.
        self.version = f"1 {model}@{urlsplit(urls[0]).hostname} {format}"

    async def voices(self) -> Sequence[Voice]:
        """Those that the settings name, or OpenAI's own."""
        return self._voices

    def wording(self, utterance: Utterance) -> str:
        """The text itself."""
        return utterance.text

    async def speak(self, utterance: Utterance) -> Speech:
        """Say it once, through the first of its lines, without marks. See `audio.Engine`.

        Raises:
            UnknownVoiceError: not one of `voices`.
            EngineUnreachable: nobody answers.
            EngineBusyError: too many requests, or the service is out of order.
            IncompleteSpeechError: the answer did not come to its end.
            EngineError: there is nothing to say, or the service refuses.
        """
        return await self.lines[0].speak(utterance)

    async def _ask(self, service: Service, utterance: Utterance) -> Speech:
        from .openai_client import fetch_speech  # aiohttp takes 0.3 s, which only speaking should cost

        choose_voice(utterance.voice, self._voices)
        require_words(utterance.text)
        most_s = longest_s(self.pace, utterance)
        answer = await fetch_speech(service, utterance, self._patience_s, most_s)
        return Speech(with_true_length(answer) if answer.startswith(b"RIFF") else answer, ())


def _own_voices() -> tuple[Voice, ...]:
    return tuple(_own_voice(name, *told.split(", ")) for name, told in _VOICES.items())


def _own_voice(name: str, gender: str, character: str) -> Voice:
    return Voice(name, "zh-CN", gender.replace("neutral", ""), character)


def _checked_urls(given: Sequence[str]) -> list[str]:
    urls = [url.rstrip("/") for url in given]
    for url in urls:
        check_address("speech service", url, ("http", "https"))
    if not urls or len(urls) > len(set(urls)):
        told = "names the same service twice" if urls else "names no service"
        raise ConfigurationError(
            f"url in [engine.openai] {told}", "give it one address, or a list of several"
        )
    return urls


def _checked_format(name: str) -> str:
    if name not in _FORMATS:
        raise ConfigurationError(f"there is no format {name!r}", f"use one of {', '.join(_FORMATS)}")
    return name
