"""A server that speaks the protocol of Edge read-aloud, with real speech and with faults on request.

By hand: `python -m tests.servers.edge` prints the address for BOBAO_EDGE_URL and serves until interrupted.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.sax.saxutils import escape

from aiohttp import web

from .edge_faults import BYTES_PER_S, STATUS, Fault, Message, altered, always, disturbed
from .speech import Sentence, Spoken, spoken
from .threaded import ThreadedServer

ROOT = "/consumer/speech/synthesize/readaloud"
VOICES = (
    "en-US-AriaNeural",
    "zh-CN-XiaoxiaoNeural",
    "zh-CN-YunyangNeural",
    "zh-CN-liaoning-XiaobeiNeural",
    "zh-HK-HiuMaanNeural",
    "zh-TW-HsiaoChenNeural",
)
NO_FAULTS: Mapping[int, Fault] = MappingProxyType({})
DRIP_BYTES_PER_S = 3_000
AWAY_S = 0.3

_FRAME_BYTES = 720
_TICKS_PER_S = 10_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked to be spoken."""

    text: str
    voice: str
    rate_percent: int


class EdgeServer(ThreadedServer):
    """Serves on a free port of loopback while its `with` block lasts.

    Args:
        faults: which fault meets which request; requests count from 1. May be replaced while it serves.
        handshake_s: how long each connection takes to be accepted.
        bytes_per_s: how fast the sound is sent; None for at once.
        say: makes the sound of a text in a voice and at a rate; espeak-ng by itself.
    """

    handler_cancellation = True

    def __init__(
        self,
        faults: Mapping[int, Fault] = NO_FAULTS,
        *,
        handshake_s: float = 0.0,
        bytes_per_s: float | None = None,
        say: Callable[[str, str, int], Spoken] = spoken,
    ) -> None:
        super().__init__()
        self.faults = faults
        self.requests: list[Request] = []
        self._handshake_s = handshake_s
        self._bytes_per_s = bytes_per_s
        self._say = say
        self._numbers = itertools.count(1)

    def begin_anew(self, faults: Mapping[int, Fault]) -> None:
        """Forget the requests so far, and meet those that come with other faults."""
        self.faults = faults
        self.requests.clear()
        self._numbers = itertools.count(1)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get(f"{ROOT}/voices/list", _voices)
        app.router.add_get(f"{ROOT}/edge/v1", self._converse)
        return app

    def listening(self, ports: list[int]) -> None:
        self.url = f"ws://127.0.0.1:{ports[0]}{ROOT}/edge/v1"

    async def _converse(self, http: web.Request) -> web.StreamResponse:
        with self.counted():
            return await self._conversation(http)

    async def _conversation(self, http: web.Request) -> web.StreamResponse:
        fault = self.faults.get(next(self._numbers))
        await asyncio.sleep(self._handshake_s)
        if fault is not None and fault in STATUS:
            headers = {"Date": "never"} if fault is Fault.FORBIDDEN_UNDATED else None
            return web.Response(status=STATUS[fault], headers=headers)
        if fault is Fault.REFUSED:
            await self.be_away(AWAY_S)
        if fault in {Fault.RESET, Fault.REFUSED}:
            return _aborted(http)
        websocket = web.WebSocketResponse()
        with contextlib.suppress(ConnectionResetError):  # the client had enough
            await websocket.prepare(http)
            await websocket.receive_str()
            request = _request(await websocket.receive_str())
            self.requests.append(request)
            messages = disturbed(list(await self._answer(request, fault)), fault)
            await self._send_all(websocket, messages, fault)
        return _aborted(http) if fault is Fault.ABORT else websocket

    async def _answer(self, request: Request, fault: Fault | None) -> Iterator[Message]:
        """The service says nothing to a voice that it lacks, in another language, or to a text without words."""
        known = request.voice in VOICES and request.voice.startswith("zh-")
        if not known or not re.search(r"\w", request.text):
            return _messages(Spoken(b"", ()))
        answer = await asyncio.to_thread(self._say, request.text, request.voice, request.rate_percent)
        return _messages(altered(answer, fault))

    async def _send_all(
        self, websocket: web.WebSocketResponse, messages: list[Message], fault: Fault | None
    ) -> None:
        """Each when it is due, so that no delay adds to another."""
        now = asyncio.get_running_loop().time
        speed = DRIP_BYTES_PER_S if fault is Fault.DRIP else self._bytes_per_s
        due_s = now()
        for message in messages:
            if speed and isinstance(message, bytes):
                due_s += len(message) / speed
            await asyncio.sleep(max(0.0, due_s - now()))
            await self._send(websocket, message)

    async def _send(self, websocket: web.WebSocketResponse, message: Message) -> None:
        if message is None:
            await asyncio.Event().wait()
        elif isinstance(message, str):
            await websocket.send_str(message)
        else:
            await websocket.send_bytes(message)


def _aborted(http: web.Request) -> web.Response:
    if http.transport is not None:
        http.transport.abort()
    return web.Response()


async def _voices(_: web.Request) -> web.Response:
    return web.json_response(
        [{"ShortName": name, "Locale": name.rpartition("-")[0], "Gender": "Female"} for name in VOICES]
    )


def _request(ssml: str) -> Request:
    voice = ET.fromstring(ssml.partition("\r\n\r\n")[2])[0]  # noqa: S314 - the client's own
    prosody = voice[0]
    locale, name = re.findall(r"\((.+), (.+)\)", voice.attrib["name"])[0]
    rate_percent = int(prosody.attrib["rate"].rstrip("%"))
    return Request("".join(prosody.itertext()), f"{locale}-{name}", rate_percent)


def _messages(answer: Spoken) -> Iterator[Message]:
    """A turn as it goes over the wire: each sentence is announced before its sound."""
    yield _text("turn.start", "{}")
    yield _text("response", "{}")
    sentences = list(answer.sentences)
    for start in range(0, len(answer.mp3), _FRAME_BYTES):
        while sentences and sentences[0].start_s * BYTES_PER_S <= start:
            yield _metadata(sentences.pop(0))
        yield _audio(answer.mp3[start : start + _FRAME_BYTES])
    yield from map(_metadata, sentences)
    # The service closes the sound with a message that has neither a type nor data.
    yield _binary("X-RequestId:0\r\nPath:audio\r\n", b"")
    yield _text("turn.end", "{}")


def _text(path: str, body: str) -> str:
    return f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{body}"


def _metadata(sentence: Sentence) -> str:
    data = {
        "Offset": round(sentence.start_s * _TICKS_PER_S),
        "Duration": round((sentence.end_s - sentence.start_s) * _TICKS_PER_S),
        "text": {
            "Text": escape(sentence.text),
            "Length": len(sentence.text),
            "BoundaryType": "SentenceBoundary",
        },
    }
    return _text("audio.metadata", json.dumps({"Metadata": [{"Type": "SentenceBoundary", "Data": data}]}))


def _audio(mp3: bytes) -> bytes:
    return _binary("X-RequestId:0\r\nContent-Type:audio/mpeg\r\nX-StreamId:0\r\nPath:audio\r\n", mp3)


def _binary(headers: str, body: bytes) -> bytes:
    return len(headers).to_bytes(2, "big") + headers.encode() + body


def _main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.servers.edge", description="Serve Edge read-aloud."
    )
    parser.add_argument("--handshake-s", type=float, default=0.0, help="how long a connection takes")
    parser.add_argument("--bytes-per-s", type=float, help="how fast the sound is sent; a second holds 6000")
    parser.add_argument("--fault", type=Fault, choices=list(Fault), help="meet every request with this fault")
    options = parser.parse_args()
    faults = always(options.fault) if options.fault else NO_FAULTS
    with EdgeServer(faults, handshake_s=options.handshake_s, bytes_per_s=options.bytes_per_s) as server:
        print(server.url, flush=True)  # noqa: T201 - it is what one starts it for
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    _main()
