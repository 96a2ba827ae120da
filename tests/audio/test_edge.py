"""The edge engine against a server that speaks its protocol, and breaks it on request."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from audio import (
    ClipCache,
    EngineError,
    EngineUnreachable,
    IncompleteSpeechError,
    Speech,
    UnknownVoiceError,
    Utterance,
)
from audio.edge import EdgeEngine
from audio.edge_voices import SNAPSHOT
from audio.errors import EngineBusyError
from audio.halves import halves
from audio.speaking import Speaking
from audio.whole import Sound
from scripts import ConfigurationError
from tests.servers.edge import EdgeServer, Request
from tests.servers.edge_faults import Fault, always
from tests.servers.speech import spoken
from tests.speaking import Pauses, persistently

VOICE = "zh-CN-YunyangNeural"
TEXT = "人工智能正在改变新闻。记者用它整理“资料”！AI & 模型 <发布> 了。"
ATTEMPTS, WAVES = 3, 6

WAITING = {Fault.STALL, Fault.DRIP}
"""Faults that only time shows; of the others, a busy machine may take its time to tell."""
HEALED_BY_THE_CLIENT = {Fault.FORBIDDEN, Fault.RESET}
FINAL = {Fault.FORBIDDEN_UNDATED, Fault.NOT_FOUND}
PASSING = set(Fault) - HEALED_BY_THE_CLIENT - FINAL - {Fault.REFUSED}


@pytest.fixture(scope="module", autouse=True)
def _speech_is_ready() -> None:
    """So that no test waits for espeak while its engine's patience runs out."""
    for text in (TEXT, *(halves(TEXT) or ())):
        spoken(text, VOICE, 0)


@pytest.fixture
def server() -> Iterator[EdgeServer]:
    with EdgeServer() as running:
        yield running


def speak(url: str, text: str = TEXT, voice: str = VOICE, **options: Any) -> Speech:
    return asyncio.run(EdgeEngine(url, **options).speak(Utterance(text, voice)))


def heard(url: str, pauses: Pauses, **options: Any) -> Sound:
    """As an episode has it: asked for again where that may help."""
    return persistently(EdgeEngine(url, **options), Utterance(TEXT, VOICE), pauses)


def _patience_s(fault: Fault) -> float:
    return 0.5 if fault in WAITING else 8.0


def test_speaks_all_of_the_text_and_says_when(server: EdgeServer) -> None:
    speech = speak(server.url)

    assert speech.audio == spoken(TEXT, VOICE, 0).mp3
    assert [mark.text for mark in speech.marks] == [
        "人工智能正在改变新闻。",
        "记者用它整理“资料”！",
        "AI & 模型 <发布> 了。",
    ]
    assert all(earlier.end_s <= later.start_s for earlier, later in pairwise(speech.marks))
    assert speech.marks[-1].end_s == pytest.approx(len(speech.audio) / 6000 - 0.9, abs=0.1)


def test_sends_text_voice_and_rate_as_they_are(server: EdgeServer) -> None:
    utterance = Utterance(TEXT, "zh-CN-liaoning-XiaobeiNeural", rate_percent=-10)
    engine = EdgeEngine(server.url)
    asyncio.run(engine.speak(utterance))

    assert server.requests == [Request(TEXT, "zh-CN-liaoning-XiaobeiNeural", -10)]
    assert engine.wording(utterance) == TEXT


def test_speaks_several_at_once() -> None:
    texts = [f"第{number}条新闻。" for number in "一二三四"]

    async def speak_all(engine: EdgeEngine) -> list[Speech]:
        return await asyncio.gather(*(engine.speak(Utterance(text, VOICE)) for text in texts))

    with EdgeServer() as server:
        speeches = asyncio.run(speak_all(EdgeEngine(server.url)))
    assert [speech.marks[0].text for speech in speeches] == texts


@pytest.mark.parametrize("fault", sorted(PASSING))
def test_heals_what_passes(server: EdgeServer, fault: Fault) -> None:
    server.faults = {1: fault}
    pauses = Pauses()
    assert heard(server.url, pauses, patience_s=_patience_s(fault)).speech.audio == spoken(TEXT, VOICE, 0).mp3
    assert len(pauses) == 1


@pytest.mark.parametrize("fault", sorted(HEALED_BY_THE_CLIENT))
def test_lets_the_client_heal(server: EdgeServer, fault: Fault) -> None:
    server.faults = {1: fault}
    assert speak(server.url).audio == spoken(TEXT, VOICE, 0).mp3


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        (Fault.BUSY, EngineBusyError, "busy (HTTP 429)"),
        (Fault.UNAVAILABLE, EngineBusyError, "busy (HTTP 503)"),
        (Fault.RESET, IncompleteSpeechError, "broke"),
        (Fault.HANG_UP, IncompleteSpeechError, "no sound"),
        (Fault.CUT, IncompleteSpeechError, "hung up"),
        (Fault.ABORT, IncompleteSpeechError, "hung up"),
        (Fault.STALL, IncompleteSpeechError, "in time"),
        (Fault.DRIP, IncompleteSpeechError, "in time"),
        (Fault.ENDLESS, IncompleteSpeechError, "the speech service"),
        (Fault.MALFORMED, IncompleteSpeechError, "cannot be read"),
        (Fault.NO_AUDIO, IncompleteSpeechError, "no sound"),
        (Fault.THIRD, IncompleteSpeechError, "is cut off"),
        (Fault.LOST_END, IncompleteSpeechError, "ends before the text"),
        (Fault.LOST_START, IncompleteSpeechError, "leaves out a part"),
        (Fault.GARBAGE, IncompleteSpeechError, "is not sound"),
        (Fault.SILENCE, IncompleteSpeechError, "is silent"),
        (Fault.FALLS_SILENT, IncompleteSpeechError, "falls silent"),
        (Fault.WRONG_TEXT, IncompleteSpeechError, "ends before the text"),
        (Fault.WRONG_TIMES, IncompleteSpeechError, "is cut off"),
    ],
)
def test_gives_up_on_what_stays(
    server: EdgeServer, fault: Fault, error: type[EngineError], message: str
) -> None:
    server.faults = always(fault)
    pauses = Pauses()
    with pytest.raises(error) as caught:
        heard(server.url, pauses, patience_s=_patience_s(fault))
    assert message in caught.value.message
    assert caught.value.hint
    if error is EngineBusyError:
        assert len(pauses) == WAVES - 1
    else:
        assert TEXT in caught.value.message
        assert len(pauses) == 2 * (ATTEMPTS - 1), "the whole text, and then its first half"


@pytest.mark.parametrize(
    ("fault", "advice"),
    [(Fault.FORBIDDEN, "clock"), (Fault.FORBIDDEN_UNDATED, "edge-tts"), (Fault.NOT_FOUND, "BOBAO_EDGE_URL")],
)
def test_does_not_repeat_what_is_final(server: EdgeServer, fault: Fault, advice: str) -> None:
    server.faults = always(fault)
    pauses = Pauses()
    with pytest.raises(EngineError, match=r"HTTP 40[34]") as caught:
        heard(server.url, pauses)
    assert advice in caught.value.hint
    assert not pauses


def test_waits_longer_each_time_and_never_alike(server: EdgeServer) -> None:
    server.faults = always(Fault.BUSY)
    pauses = Pauses()
    with pytest.raises(EngineBusyError):
        heard(server.url, pauses)
    ratios = [pause / (0.5 * 2**attempt) for attempt, pause in enumerate(pauses)]
    assert all(0.5 <= ratio <= 1.5 for ratio in ratios)
    assert len(set(ratios)) == len(ratios)


def test_waits_for_a_service_that_went_away_for_a_moment(server: EdgeServer, tmp_path: Path) -> None:
    server.faults = {2: Fault.REFUSED}

    async def speak_two() -> list[Sound]:
        speaking = Speaking(EdgeEngine(server.url), ClipCache(tmp_path))
        return [await speaking.made(Utterance(text, VOICE)) for text in ("第一条新闻。", TEXT)]

    assert asyncio.run(speak_two())[1].speech.audio == spoken(TEXT, VOICE, 0).mp3


@pytest.mark.parametrize("scheme", ["ws", "wss"])
def test_nobody_there(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    with pytest.raises(EngineUnreachable, match=f"127.0.0.1:{port} cannot be reached"):
        speak(f"{scheme}://127.0.0.1:{port}/edge/v1")


def test_unknown_host() -> None:
    with pytest.raises(EngineUnreachable, match="cannot be reached"):
        speak("wss://nowhere.invalid/edge/v1")


def test_plain_server_asked_for_tls(server: EdgeServer) -> None:
    with pytest.raises(EngineUnreachable, match="is not secure"):
        speak(server.url.replace("ws://", "wss://"))


def test_proxy_that_is_not_there(server: EdgeServer) -> None:
    with pytest.raises(EngineUnreachable, match="proxy"):
        speak(server.url, proxy="http://127.0.0.1:9")


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a proxy that lets nobody through, and what it was asked."""
    asked: list[bytes] = []

    def refuse(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):  # closed at the end
            while True:
                connection = listening.accept()[0]
                with connection:
                    asked.append(connection.recv(4096).partition(b"\r\n")[0])
                    connection.sendall(
                        b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                    )

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=refuse, args=(listening,))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("given", ["option", "environment"])
def test_goes_through_the_proxy_of_its_option_or_of_wss_proxy(
    proxy: tuple[str, list[bytes]], given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = proxy
    monkeypatch.setenv("WSS_PROXY", address if given == "environment" else "")
    engine = EdgeEngine(proxy=address if given == "option" else None)
    with pytest.raises(EngineUnreachable, match="the proxy does not let us through") as caught:
        asyncio.run(engine.speak(Utterance(TEXT, VOICE)))
    assert "WSS_PROXY" in caught.value.hint
    assert asked == [b"CONNECT speech.platform.bing.com:443 HTTP/1.1"]


def test_gives_up_on_a_server_that_accepts_and_says_nothing() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        pytest.raises(IncompleteSpeechError, match="in time"),
    ):
        speak(f"ws://127.0.0.1:{mute.getsockname()[1]}/edge/v1", patience_s=0.1)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "ws://", "127.0.0.1:80", "wss:/host", "ws://[::1", "ws://a:99999"]
)
def test_refuses_an_address_of_another_kind(url: str) -> None:
    with pytest.raises(ConfigurationError, match="no address of a speech service"):
        EdgeEngine(url)


def test_refuses_a_socks_proxy() -> None:
    with pytest.raises(ConfigurationError, match="no address of a proxy"):
        EdgeEngine(proxy="socks5://127.0.0.1:1080")


@pytest.mark.parametrize("text", ["", "……", "“！”"])
def test_refuses_what_has_no_words(server: EdgeServer, text: str) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        speak(server.url, text=text)
    assert not server.requests


def test_never_sends_a_text_in_pieces(server: EdgeServer) -> None:
    with pytest.raises(EngineError, match="too long for one request"):
        speak(server.url, text="新" * 1366)
    assert not server.requests


@pytest.mark.parametrize("character", ["新", "&", "𠮷", "a"])
def test_a_text_within_its_limit_goes_out_whole(character: str) -> None:
    from edge_tts import Communicate  # slow

    assert len(list(Communicate(character * EdgeEngine.max_chars).texts)) == 1


@pytest.mark.parametrize("voice", ["en-US-AriaNeural", "zh-HK-HiuMaanNeural", "zh-CN-YunyangNeurol"])
def test_refuses_a_voice_before_anything_is_sent(server: EdgeServer, voice: str) -> None:
    with pytest.raises(UnknownVoiceError):
        speak(server.url, voice=voice)
    assert not server.requests


def test_knows_microsofts_voices_without_a_network() -> None:
    assert asyncio.run(EdgeEngine().voices()) == SNAPSHOT
    assert SNAPSHOT[0].name == EdgeEngine.default_voice


def test_takes_another_services_voices_from_its_list(server: EdgeServer) -> None:
    voices = asyncio.run(EdgeEngine(server.url).voices())
    assert [voice.name for voice in voices] == [
        "zh-CN-YunyangNeural",
        "zh-CN-XiaoxiaoNeural",
        "zh-CN-liaoning-XiaobeiNeural",
        "zh-TW-HsiaoChenNeural",
    ]


def test_a_service_without_a_list_has_microsofts_voices(server: EdgeServer) -> None:
    address = server.url.replace("readaloud/edge/v1", "elsewhere/edge/v1")
    assert asyncio.run(EdgeEngine(address).voices()) == SNAPSHOT


def test_speech_of_another_host_is_another_version() -> None:
    versions = [EdgeEngine(url).version for url in (None, "ws://a:1/x", "ws://a:2/x", "ws://b:1/x")]
    assert versions[1] == versions[2]
    assert len(set(versions)) == 3


def test_is_quick_to_import() -> None:
    code = "import sys, audio.edge; sys.exit('aiohttp' in sys.modules or 'edge_tts' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
