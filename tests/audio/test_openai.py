"""The openai engine against a server with its interface, which also fails on request."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from audio import EngineError, EngineUnreachable, IncompleteSpeechError, Speech, UnknownVoiceError, Utterance
from audio.errors import EngineBusyError
from audio.openai import OpenAIEngine
from audio.pcm import decode
from audio.wav import to_wav
from audio.whole import Gate
from scripts import ConfigurationError
from tests.servers.openai import KEY, Fault, SpeechServer, always, speech
from tests.speaking import Pauses, persistently

TEXT = "人工智能正在改变新闻。记者用它整理资料，也用它核对数字！编辑还是要亲自读一遍。"
WAVES = 6
"""So often is a busy service asked."""
REFUSED = {
    Fault.UNAUTHORIZED,
    Fault.FORBIDDEN,
    Fault.NOT_FOUND,
    Fault.BAD_REQUEST,
    Fault.NO_CREDIT,
    Fault.REDIRECTED,
}


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture(scope="module", autouse=True)
def _speech_is_ready() -> None:
    """So that no test waits for espeak while its engine's patience runs out."""
    speech(TEXT)


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as running:
        yield running


def engine_at(url: str, **options: Any) -> OpenAIEngine:
    return OpenAIEngine(model="small", url=url, **options)


def speak(engine: OpenAIEngine, text: str = TEXT, voice: str = "nova", rate_percent: int = 0) -> Speech:
    return asyncio.run(engine.speak(Utterance(text, voice, rate_percent)))


def test_speaks_all_of_the_text(server: SpeechServer) -> None:
    answer = speak(engine_at(server.url))
    assert decode(answer.audio) == speech(TEXT)


def test_says_about_when_each_sentence_is_heard(server: SpeechServer) -> None:
    marks = persistently(engine_at(server.url), Utterance(TEXT, "nova")).speech.marks
    assert "".join(mark.text for mark in marks) == TEXT
    assert len(marks) == 3
    assert all(mark.estimated for mark in marks)
    assert all(earlier.end_s <= later.start_s for earlier, later in pairwise(marks))
    samples, rate_hz = speech(TEXT)
    assert marks[-1].end_s == pytest.approx(len(samples) / 2 / rate_hz, abs=0.1)


def test_asks_in_the_words_of_the_interface(server: SpeechServer) -> None:
    speak(engine_at(server.url + "/"), rate_percent=25)
    (request,) = server.requests
    assert request.authorization == ""
    assert request.body == {
        "model": "small",
        "input": TEXT,
        "voice": "nova",
        "response_format": "wav",
        "speed": 1.25,
    }


def test_takes_mp3_from_servers_that_have_no_wav(server: SpeechServer) -> None:
    answer = speak(engine_at(server.url, format="mp3"))
    assert not answer.audio.startswith(b"RIFF")
    assert len(decode(answer.audio)[0]) > 24_000


def test_a_streamed_file_is_given_its_true_length() -> None:
    with SpeechServer(streamed=True) as server:
        assert decode(speak(engine_at(server.url)).audio) == speech(TEXT)


def test_sends_the_key_that_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", f"{KEY}\n")
    with SpeechServer(key=KEY) as server:
        assert speak(engine_at(server.url, key="MY_KEY")).audio


@pytest.mark.parametrize(
    "fault",
    sorted(set(Fault) - REFUSED),
)
def test_heals_what_passes(server: SpeechServer, fault: Fault) -> None:
    server.faults = {1: fault}
    pauses = Pauses()
    heard = persistently(engine_at(server.url, patience_s=0.5), Utterance(TEXT, "nova"), pauses)
    assert decode(heard.speech.audio) == speech(TEXT)
    assert len(pauses) == 1


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        (Fault.BUSY, EngineBusyError, "busy (HTTP 429"),
        (Fault.BROKEN, EngineBusyError, "out of order (HTTP 500"),
        (Fault.CUT, IncompleteSpeechError, "connection to the speech service broke"),
        (Fault.CUT_CHUNKS, IncompleteSpeechError, "connection to the speech service broke"),
        (Fault.SHORT_FILE, IncompleteSpeechError, "is not sound (it is cut off)"),
        (Fault.EMPTY, IncompleteSpeechError, "is not sound"),
        (Fault.GARBAGE, IncompleteSpeechError, "is not sound"),
        (Fault.APOLOGY, IncompleteSpeechError, "is not sound"),
        (Fault.SILENCE, IncompleteSpeechError, "is silence"),
        (Fault.THIRD, IncompleteSpeechError, "too short for the text"),
        (Fault.BABBLE, IncompleteSpeechError, "too long for the text"),
        (Fault.ENDLESS, IncompleteSpeechError, "does not stop"),
        (Fault.STALL, IncompleteSpeechError, "in time"),
    ],
)
def test_gives_up_on_what_stays(
    server: SpeechServer, fault: Fault, error: type[EngineError], message: str
) -> None:
    server.faults = always(fault)
    pauses = Pauses()
    with pytest.raises(error) as caught:
        persistently(engine_at(server.url, patience_s=0.5), Utterance(TEXT, "nova"), pauses)
    assert message in caught.value.message
    assert "\n" not in str(caught.value)
    if error is IncompleteSpeechError:
        assert TEXT in caught.value.message
        assert [request.body["input"] == TEXT for request in server.requests] == [True] * 3 + [False] * 3
    else:
        assert len(server.requests) == len(pauses) + 1 == WAVES


@pytest.mark.parametrize(
    ("fault", "message", "advice"),
    [
        (Fault.UNAUTHORIZED, "refuses us (HTTP 401", "OPENAI_API_KEY is not set"),
        (Fault.FORBIDDEN, "refuses us (HTTP 403", "OPENAI_API_KEY is not set"),
        (Fault.NOT_FOUND, "no model 'small'", "url and model"),
        (Fault.BAD_REQUEST, "refuses the request (HTTP 400: It is 400, you sent", "model, voices and format"),
        (Fault.REDIRECTED, "refuses the request (HTTP 301", "model, voices and format"),
        (Fault.NO_CREDIT, "no more credit", "your account"),
    ],
)
def test_explains_what_is_final_in_one_line_at_once(
    server: SpeechServer, fault: Fault, message: str, advice: str
) -> None:
    server.faults = always(fault)
    with pytest.raises(EngineError) as caught:
        persistently(engine_at(server.url), Utterance(TEXT, "nova"))
    assert message in caught.value.message
    assert advice in caught.value.hint
    assert "\n" not in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [Fault.UNAUTHORIZED, Fault.BAD_REQUEST, Fault.BUSY])
def test_never_tells_the_key(server: SpeechServer, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.faults = always(fault)
    engine = engine_at(server.url)
    with pytest.raises(EngineError) as caught:
        speak(engine)
    assert KEY in server.requests[0].authorization
    assert KEY not in str(caught.value)
    assert KEY not in repr(vars(engine))


def test_a_voice_that_suddenly_says_less_is_not_believed(server: SpeechServer) -> None:
    utterance = Utterance(TEXT, "nova")
    answer = speak(engine_at(server.url))
    gate = Gate(OpenAIEngine.pace)
    half = Speech(to_wav(*speech(TEXT[: TEXT.index("！") * 2 // 3])), ())
    for _ in range(4):
        gate.passed(utterance, answer)
    with pytest.raises(IncompleteSpeechError, match="too short"):
        gate.passed(utterance, half)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    pauses = Pauses()
    with pytest.raises(EngineUnreachable, match=f"127.0.0.1:{port}/v1 cannot be reached"):
        persistently(engine_at(f"http://127.0.0.1:{port}/v1"), Utterance(TEXT, "nova"), pauses)
    assert not pauses


def test_plain_server_asked_for_tls(server: SpeechServer) -> None:
    with pytest.raises(EngineUnreachable, match="is not secure"):
        speak(engine_at(server.url.replace("http:", "https:")))


@pytest.mark.parametrize("text", ["", "……", "“！”"])
def test_refuses_what_has_no_words(server: SpeechServer, text: str) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        speak(engine_at(server.url), text)
    assert not server.requests


def test_refuses_an_unknown_voice_before_anything_is_sent(server: SpeechServer) -> None:
    with pytest.raises(UnknownVoiceError, match="no voice 'alloi'") as caught:
        speak(engine_at(server.url), voice="alloi")
    assert "did you mean alloy?" in caught.value.hint
    assert not server.requests


def test_offers_the_voices_that_the_settings_name() -> None:
    engine = engine_at("http://a/v1", voices=["zf_001", "zm_009"])
    assert [voice.name for voice in asyncio.run(engine.voices())] == ["zf_001", "zm_009"]
    assert engine.default_voice == "zf_001"


def test_offers_openais_own_voices_where_none_are_named() -> None:
    engine = engine_at("http://a/v1")
    voices = asyncio.run(engine.voices())
    assert voices[0].name == engine.default_voice == "alloy"
    assert {voice.gender for voice in voices} == {"female", "male", ""}


@pytest.mark.parametrize(
    "url", ["ws://127.0.0.1/", "http://", "127.0.0.1:80", "http://[::1", "http://a:99999"]
)
def test_refuses_an_address_of_another_kind(url: str) -> None:
    with pytest.raises(ConfigurationError, match="no address of a speech service"):
        engine_at(url)


def test_refuses_a_format_that_it_cannot_read() -> None:
    with pytest.raises(ConfigurationError, match="no format 'opus'"):
        engine_at("http://a/v1", format="opus")


def test_speech_of_another_host_model_or_format_is_another_version() -> None:
    made = [
        OpenAIEngine(model=model, url=url, format=kind).version
        for model, url, kind in [
            ("m", "http://a:1/v1", "wav"),
            ("m", "http://a:2/v1", "wav"),
            ("m", "http://b/v1", "wav"),
            ("n", "http://a/v1", "wav"),
            ("m", "http://a/v1", "mp3"),
        ]
    ]
    assert made[0] == made[1]
    assert len(set(made)) == 4


def test_clips_stay_of_use_when_a_server_joins_the_first() -> None:
    assert OpenAIEngine(model="m", url="http://a:1/v1").version == "1 m@a wav"
    assert OpenAIEngine(model="m", url=["http://a:1/v1", "http://b/v1"]).version == "1 m@a wav"


def test_is_quick_to_import() -> None:
    code = "import sys, audio.openai; sys.exit('aiohttp' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
