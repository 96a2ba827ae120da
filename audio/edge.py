"""The `edge` engine: Microsoft Edge's read-aloud service, free and natural."""

import asyncio
from functools import partial
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from .addresses import check_address, host_and_port
from .edge_voices import DEFAULT_VOICE, SNAPSHOT
from .engine import Line, Speech, Utterance, Voice
from .errors import EngineBusyError, EngineError, EngineUnreachable, IncompleteSpeechError
from .pace import Pace
from .persistence import Pause, persist
from .speakable import require_words
from .voices import choose_voice

# More than this goes out in several requests, cut anywhere. "&" takes 5 bytes, and no character takes more.
_REQUEST_BYTES = 4096
_LONGEST_CHARACTER_BYTES = len("&amp;")

_MICROSOFTS = "speech.platform.bing.com:443"

_HEALING = (EngineBusyError, IncompleteSpeechError)
_ATTEMPTS = 5
"""To read a list of voices, which no clip waits for."""


class EdgeEngine:
    """Speaks through Edge read-aloud; needs the network. See `audio.Engine`.

    Args:
        url: a ws:// or wss:// address that speaks the same protocol, instead of Microsoft's.
        proxy: an http:// or https:// address to go through. Without it, only WSS_PROXY is heeded.
        patience_s: how long the service may be silent before it counts as stalled.
        pause: waits for so many seconds between two attempts to read the list of voices.

    Raises:
        ConfigurationError: an address is not of its kind.
    """

    name = "edge"
    default_voice = DEFAULT_VOICE
    concurrency = 4
    max_chars = _REQUEST_BYTES // _LONGEST_CHARACTER_BYTES
    # Yunyang reads news at 4.9 to 5.2 characters a second, pauses between sentences left out.
    pace = Pace(0.196, 0.03, 0.25, 0.12, 0.35)

    def __init__(
        self,
        url: str | None = None,
        proxy: str | None = None,
        *,
        patience_s: float = 8.0,
        pause: Pause = asyncio.sleep,
    ) -> None:
        if url:
            check_address("speech service", url, ("ws", "wss"))
        if proxy:
            check_address("proxy", proxy, ("http", "https"))
        self._url = url or None
        self._proxy = proxy or None
        self._patience_s = patience_s
        self._pause = pause
        self._voices: tuple[Voice, ...] = () if url else SNAPSHOT
        # Another host may sound otherwise; its port says nothing.
        self.version = f"1@{urlsplit(url).hostname}" if url else "1"

    @property
    def lines(self) -> tuple[Line, ...]:
        """One, to Microsoft's or the other service."""
        address = host_and_port(self._url) if self._url else _MICROSOFTS
        return (Line(address, self.concurrency, self.speak),)

    async def voices(self) -> tuple[Voice, ...]:
        """Microsoft's voices as of this release, or those that a service at another address lists.

        Raises:
            EngineError: the list cannot be read.
        """
        if self._url and not self._voices:
            from . import edge_client  # see make_ready()

            ask = partial(edge_client.listed_voices, self._url, self._proxy, self._patience_s)
            try:
                self._voices = await persist(ask, _HEALING, _ATTEMPTS, self._pause)
            except EngineUnreachable:
                # That is for speaking to find out; a name that nobody has is an error before that.
                self._voices = SNAPSHOT
        return self._voices

    def make_ready(self) -> None:
        """Load the client, which takes 0.3 s, and which only speaking should cost."""
        from . import edge_client  # noqa: F401

    def wording(self, utterance: Utterance) -> str:
        """The text itself."""
        return utterance.text

    async def speak(self, utterance: Utterance) -> Speech:
        """Say it once, in MP3; the marks are sentences. See `audio.Engine`.

        Raises:
            UnknownVoiceError: there is no such voice for Mandarin.
            EngineUnreachable: no network, or nobody answers.
            EngineBusyError: too many requests.
            IncompleteSpeechError: the answer is not whole.
            EngineError: the text is too long or holds nothing to say, or the service refuses.
        """
        from . import edge_client  # see make_ready()

        choose_voice(utterance.voice, await self.voices())
        _require_speakable(utterance.text)
        return await edge_client.speak_once(utterance, self._url, self._proxy, self._patience_s)


def _require_speakable(text: str) -> None:
    require_words(text)
    if len(escape(text).encode("utf-8", "surrogatepass")) > _REQUEST_BYTES:
        raise EngineError(
            f"a text of {len(text)} characters is too long for one request",
            f"cut it into pieces of at most {EdgeEngine.max_chars}",
        )
