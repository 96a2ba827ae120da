"""One conversation with Edge read-aloud, through edge-tts. Slow to import: done when it is needed."""

import asyncio
import html
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import urljoin, urlsplit

import aiohttp
import edge_tts.communicate
from edge_tts.constants import TICKS_PER_SECOND, WSS_URL
from edge_tts.exceptions import EdgeTTSException
from edge_tts.typing import TTSChunk

from .edge_errors import explained
from .edge_proof import BYTES_PER_S, longest_s, require_whole
from .edge_voices import SNAPSHOT, mandarin_voices
from .engine import Mark, Speech, Utterance, Voice
from .errors import EngineError, IncompleteSpeechError

CONNECT_TIMEOUT_S = 5
CHARS_PER_PATIENCE = 60
"""For so many more characters, an answer may take once more as long as the service may be silent."""
_MOVES_PER_PATIENCE = 20

# What a client that meets unexpected data raises, besides its own errors.
_FOREIGN_ERRORS = (EdgeTTSException, aiohttp.ClientError, OSError, ValueError, LookupError, TypeError)


async def speak_once(utterance: Utterance, url: str | None, proxy: str | None, patience_s: float) -> Speech:
    """Ask once, and believe nothing that is not proved.

    Args:
        utterance: at most 4,096 bytes, so that it goes out in one request.
        url: the service's address; None for Microsoft's.
        proxy: an http:// address, or None.
        patience_s: how long the service may be silent.

    Raises:
        EngineBusyError, IncompleteSpeechError: trying again may help.
        EngineUnreachable, EngineError: it will not.
    """
    communicate = _communicate(utterance, proxy)
    answer = _Answer(longest_s(utterance) * BYTES_PER_S)
    try:
        await _listen(_stream(communicate, url), answer, patience_s, len(utterance.text))
    except _FOREIGN_ERRORS as error:
        # What happens on closing the connection, after the end, takes nothing away.
        if not _turn_ended(communicate, answer):
            raise explained(error) from error
    if not _turn_ended(communicate, answer):
        raise IncompleteSpeechError("the speech service hung up in mid-sentence", "try again")
    speech = Speech(bytes(answer.audio), tuple(answer.marks))
    require_whole(utterance, speech)
    return speech


async def listed_voices(url: str, proxy: str | None, patience_s: float) -> tuple[Voice, ...]:
    """Read the list of voices that lies beside a service's address; Microsoft's, if the service has no list.

    Raises:
        IncompleteSpeechError: trying again may help.
        EngineUnreachable, EngineError: it will not.
    """
    timeout = aiohttp.ClientTimeout(total=patience_s, connect=CONNECT_TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(_list_address(url), proxy=proxy) as response,
        ):
            return mandarin_voices(json.loads(await response.read())) if response.ok else SNAPSHOT
    except (aiohttp.ClientError, OSError) as error:
        raise explained(error) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise EngineError(
            "the speech service's list of voices cannot be read", "check BOBAO_EDGE_URL and [engine.edge]"
        ) from error


def _list_address(url: str) -> str:
    # Microsoft's voices/list lies beside edge/v1, another's beside whatever its path ends in.
    path = "../voices/list" if urlsplit(url).path.endswith("/edge/v1") else "voices/list"
    return urljoin(url.replace("ws", "http", 1), path)


def _communicate(utterance: Utterance, proxy: str | None) -> edge_tts.Communicate:
    rate = f"{utterance.rate_percent:+d}%"
    communicate = edge_tts.Communicate(utterance.text, utterance.voice, rate=rate, proxy=proxy)
    # Its own connect_timeout leaves out the name server, which without a network may take half a minute.
    communicate.session_timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT_S)
    return communicate


class _Answer:
    """What was heard so far."""

    def __init__(self, most_bytes: float) -> None:
        self.audio = bytearray()
        self.marks: list[Mark] = []
        self._most_bytes = most_bytes

    def add(self, chunk: TTSChunk) -> None:
        if chunk["type"] == "audio":
            self.audio += chunk["data"]
        else:
            self.marks.append(_mark(chunk))
        if len(self.audio) > self._most_bytes:
            raise IncompleteSpeechError("the speech service does not stop speaking", "try again")


async def _listen(
    chunks: AsyncGenerator[TTSChunk, None], answer: _Answer, patience_s: float, chars: int
) -> None:
    now = asyncio.get_running_loop().time
    set_at = now()
    end = set_at + patience_s * (1 + chars / CHARS_PER_PATIENCE)
    async with asyncio.timeout(patience_s) as limit, aclosing(chunks):
        async for chunk in chunks:
            answer.add(chunk)
            if now() - set_at > patience_s / _MOVES_PER_PATIENCE:  # there are hundreds of chunks a second
                set_at = now()
                limit.reschedule(min(set_at + patience_s, end))


def _stream(communicate: edge_tts.Communicate, url: str | None) -> AsyncGenerator[TTSChunk, None]:
    # The client has no option for another service: it reads this constant on connecting, which it does before
    # it first yields to other tasks, and appends "&name=value" to it. Other threads write the same there: a
    # process has one address, that of its environment.
    address = url or WSS_URL
    edge_tts.communicate.WSS_URL = address if "?" in address else f"{address}?"  # type: ignore[attr-defined]
    return communicate.stream()


def _mark(chunk: TTSChunk) -> Mark:
    start = chunk["offset"]
    end = start + chunk["duration"]
    return Mark(html.unescape(chunk["text"]), start / TICKS_PER_SECOND, end / TICKS_PER_SECOND)


def _turn_ended(communicate: edge_tts.Communicate, answer: _Answer) -> bool:
    # The client keeps a connection cut in mid-turn to itself. But it adds a turn's bytes to this sum only on
    # reading the turn's end, so the sum is short of the bytes we hold unless every turn was ended.
    return 0 < communicate.state["cumulative_audio_bytes"] == len(answer.audio)
