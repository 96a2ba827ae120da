"""One request to a server with OpenAI's interface. Slow to import: done when it is needed."""

import asyncio

import aiohttp

from .engine import Utterance
from .errors import IncompleteSpeechError
from .openai_errors import explained_failure, explained_refusal
from .openai_service import Service

_CONNECT_TIMEOUT_S = 5
_CHARS_PER_PATIENCE = 60
"""For so many more characters, an answer may take once more as long as the server may be silent."""
_MOST_BYTES_PER_S = 96_000
"""WAV of 48 kHz, 16-bit, mono."""
_MOST_TOLD_BYTES = 10_000


async def fetch_speech(service: Service, utterance: Utterance, patience_s: float, longest_s: float) -> bytes:
    """Ask once, and take only an answer that arrived to its end.

    Args:
        service: whom to ask.
        utterance: what to say.
        patience_s: how long the server may be silent.
        longest_s: how much sound is taken.

    Returns:
        The sound file as it came.

    Raises:
        EngineBusyError, IncompleteSpeechError: trying again may help.
        EngineUnreachable, EngineError: it will not.
    """
    try:
        async with (
            asyncio.timeout(patience_s * (1 + len(utterance.text) / _CHARS_PER_PATIENCE)),
            _session(service, patience_s) as session,
            # A redirect would turn the request into another one, without the text.
            session.post(service.address, json=service.request(utterance), allow_redirects=False) as response,
        ):
            if response.status != 200:  # noqa: PLR2004 - OK
                told = await response.content.read(_MOST_TOLD_BYTES)
                raise explained_refusal(service, response.status, told)
            return await _whole_body(response, longest_s * _MOST_BYTES_PER_S)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise explained_failure(service, error) from error


def _session(service: Service, patience_s: float) -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=None, connect=_CONNECT_TIMEOUT_S, sock_read=patience_s)
    headers = {"Authorization": f"Bearer {service.key}"} if service.key else {}
    return aiohttp.ClientSession(timeout=timeout, headers=headers, trust_env=True)


async def _whole_body(response: aiohttp.ClientResponse, most_bytes: float) -> bytes:
    """The body; aiohttp raises if it ends before its Content-Length or its last chunk."""
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > most_bytes:
            raise IncompleteSpeechError("the speech service does not stop speaking", "try again")
    return bytes(body)
