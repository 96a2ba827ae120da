"""A server with OpenAI's speech interface, with real speech and with faults on request."""

import asyncio
import contextlib
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

import ffmpeg
import imageio_ffmpeg
from aiohttp import web

from audio import Utterance
from audio.espeak import EspeakEngine
from audio.pcm import decode
from audio.wav import to_wav
from tests.servers.threaded import ThreadedServer

KEY = "sk-secret-0123456789"
_UNKNOWN_LENGTH = b"\xff\xff\xff\xff"


class Fault(StrEnum):
    """What can go wrong."""

    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    BAD_REQUEST = "400"
    BUSY = "429"
    NO_CREDIT = "429-quota"
    BROKEN = "500"
    REDIRECTED = "301"
    CUT = "cut"
    """Fewer bytes than promised."""
    CUT_CHUNKS = "cut-chunks"
    """The connection breaks before the last chunk."""
    SHORT_FILE = "short-file"
    """All that was promised arrives, but the file's header promised more."""
    EMPTY = "empty"
    GARBAGE = "garbage"
    APOLOGY = "apology"
    """200, and a page of HTML."""
    SILENCE = "silence"
    THIRD = "third"
    """A whole file with the first third of the sound."""
    BABBLE = "babble"
    """The sound ten times over."""
    ENDLESS = "endless"
    STALL = "stall"
    """Half, and then nothing more."""


STATUS: Mapping[Fault, int] = MappingProxyType(
    {fault: int(fault[:3]) for fault in Fault if fault[0].isdigit()}
)
NO_FAULTS: Mapping[int, Fault] = MappingProxyType({})


def always(fault: Fault) -> dict[int, Fault]:
    """The same fault for every request."""
    return dict.fromkeys(range(1, 1000), fault)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for."""

    authorization: str
    body: Any


@cache
def speech(text: str, rate_percent: int = 0) -> tuple[bytes, int]:
    """Samples of a text, spoken by espeak, and their rate."""
    spoken = asyncio.run(EspeakEngine().speak(Utterance(text, "cmn", rate_percent)))
    return decode(spoken.audio)


class SpeechServer(ThreadedServer):
    """Serves on a free port of loopback while its `with` block lasts.

    Args:
        faults: which fault meets which request; requests count from 1. May be replaced while it serves.
        key: the key that it asks for; "" if anybody may speak.
        streamed: whether WAV files are sent as OpenAI does: in chunks, and with a header without a length.
        answer_s: how long it thinks about each answer.
        wait: called before each answer, in a thread.
        gone_at: at which request it goes away, with all that is under way.
    """

    handler_cancellation = True

    def __init__(
        self,
        faults: Mapping[int, Fault] = NO_FAULTS,
        *,
        key: str = "",
        streamed: bool = False,
        answer_s: float = 0.0,
        wait: Callable[[], None] | None = None,
        gone_at: int = 0,
    ) -> None:
        super().__init__()
        self.faults = faults
        self.requests: list[Request] = []
        self._key = key
        self._streamed = streamed
        self._answer_s = answer_s
        self._wait = wait
        self._gone_at = gone_at
        self._numbers = itertools.count(1)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v1/audio/speech", self._speak)
        return app

    def listening(self, ports: list[int]) -> None:
        self.url = f"http://127.0.0.1:{ports[0]}/v1"

    async def _speak(self, http: web.Request) -> web.StreamResponse:
        with self.counted():
            return await self._answer(http)

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        number = next(self._numbers)
        fault = self.faults.get(number)
        if number == self._gone_at:
            await self.be_gone()
        request = Request(http.headers.get("Authorization", ""), await http.json())
        self.requests.append(request)
        if self._key and request.authorization != f"Bearer {self._key}":
            fault = Fault.UNAUTHORIZED
        if fault is not None and fault in STATUS:
            return _refusal(fault, request)
        await asyncio.sleep(self._answer_s)
        if self._wait:
            await asyncio.to_thread(self._wait)
        body = await asyncio.to_thread(_body, request.body, fault)
        if self._streamed:
            body = body[:4] + _UNKNOWN_LENGTH + body[8:40] + _UNKNOWN_LENGTH + body[44:]
        with contextlib.suppress(ConnectionResetError):  # the client had enough
            return await _sent(http, body, fault, chunked=self._streamed)
        return web.Response()


def _refusal(fault: Fault, request: Request) -> web.Response:
    code = "insufficient_quota" if fault is Fault.NO_CREDIT else "some_code"
    # Some services quote what they were given, the key with it.
    told = f"It is {fault},\nyou sent {request.authorization}"
    headers = {"Location": "/elsewhere"} if fault is Fault.REDIRECTED else None
    return web.json_response(
        {"error": {"code": code, "message": told}}, status=STATUS[fault], headers=headers
    )


def _body(asked: Any, fault: Fault | None) -> bytes:
    rate_percent = round(100 * (asked["speed"] - 1))
    samples, rate_hz = speech(asked["input"], rate_percent)
    match fault:
        case Fault.EMPTY:
            return b""
        case Fault.GARBAGE:
            return random.Random(0).randbytes(len(samples))  # noqa: S311 - noise
        case Fault.APOLOGY:
            return "<!doctype html><p>请稍后再试".encode()
        case Fault.SILENCE:
            samples = bytes(len(samples))
        case Fault.THIRD:
            samples = samples[: len(samples) // 6 * 2]
        case Fault.BABBLE:
            samples *= 10
    wav = to_wav(samples, rate_hz)
    return _mp3(wav) if asked["response_format"] == "mp3" else wav


def _mp3(wav: bytes) -> bytes:
    stream = ffmpeg.input("pipe:", format="wav").output("pipe:", format="mp3", **{"b:a": "64k"})
    out: bytes = stream.run(
        cmd=imageio_ffmpeg.get_ffmpeg_exe(), input=wav, capture_stdout=True, capture_stderr=True
    )[0]
    return out


async def _sent(http: web.Request, body: bytes, fault: Fault | None, *, chunked: bool) -> web.StreamResponse:
    response = web.StreamResponse()
    if chunked or fault in {Fault.CUT_CHUNKS, Fault.ENDLESS}:
        response.enable_chunked_encoding()
    elif fault is not Fault.SHORT_FILE:
        response.content_length = len(body)
    await response.prepare(http)
    if fault not in {Fault.CUT, Fault.CUT_CHUNKS, Fault.STALL, Fault.SHORT_FILE, Fault.ENDLESS}:
        await response.write(body)
        return response
    await response.write(body[: len(body) // 2])
    if fault is Fault.STALL:
        await asyncio.Event().wait()
    while fault is Fault.ENDLESS:
        await response.write(bytes(100_000))
    if fault in {Fault.CUT, Fault.CUT_CHUNKS} and http.transport is not None:
        http.transport.close()
    return response
