"""Several servers speak for one engine: in turn, each within its bound, and without those that are dead."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from audio import ClipCache, EngineBusyError, EngineUnreachable, Line, Narrator, Utterance, synthesize
from audio.openai import OpenAIEngine
from audio.switchboard import Switchboard, lines_of
from scripts import Segment
from tests.servers.free_port import free_port
from tests.servers.openai import Fault, SpeechServer, always, speech
from tests.speaking import Pauses
from tests.tones import ToneEngine

from .test_traffic import AWAY, SPEECH, UTTERANCE, Service

TEXTS = [f"{number}号列车准点到站。" for number in "一二三四五六七八九十"]
AT_ONCE = 2
WAVES = 6

Start = Callable[..., SpeechServer]


@pytest.fixture(scope="module", autouse=True)
def _speech_is_ready() -> None:
    """So that how long an answer takes is what the test says."""
    for text in TEXTS:
        speech(text)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers that end with the test."""
    with ExitStack() as running:
        yield lambda *faults, **options: running.enter_context(SpeechServer(*faults, **options))


def engine_of(*urls: str) -> OpenAIEngine:
    return OpenAIEngine(model="m", url=list(urls))


def nobody() -> str:
    return f"http://127.0.0.1:{free_port()}/v1"


def speak_all(folder: Path, engine: OpenAIEngine, pauses: Pauses | None = None) -> Pauses:
    """Speak every text once, and make sure that each clip is there."""
    pauses = Pauses() if pauses is None else pauses
    segments = [Segment(text, text, 0.5) for text in TEXTS]
    narrator = Narrator(engine, engine.default_voice)
    clips = synthesize(segments, narrator, ClipCache(folder / "cache"), folder, lambda _: None, pause=pauses)
    assert [clip.segment for clip in clips] == segments
    assert all(clip.samples for clip in clips)
    return pauses


def asked(server: SpeechServer) -> list[str]:
    return [request.body["input"] for request in server.requests]


def test_two_servers_share_the_work_each_within_its_bound(start: Start, tmp_path: Path) -> None:
    servers = [start(answer_s=0.1), start(answer_s=0.1)]
    engine = engine_of(*(server.url for server in servers))
    assert engine.concurrency == 2 * AT_ONCE
    speak_all(tmp_path, engine)
    assert sorted(asked(servers[0]) + asked(servers[1])) == sorted(TEXTS)
    assert [server.most_at_once for server in servers] == [AT_ONCE, AT_ONCE]
    assert min(len(server.requests) for server in servers) >= 4


def test_a_slow_server_keeps_nobody_waiting(start: Start, tmp_path: Path) -> None:
    quick = start()
    slow = start(wait=lambda: quick.wait_until_served(len(TEXTS) - AT_ONCE))
    speak_all(tmp_path, engine_of(slow.url, quick.url))
    assert len(slow.requests) == AT_ONCE
    assert len(quick.requests) == len(TEXTS) - AT_ONCE


def test_a_server_that_is_not_there_is_left_out_at_once(start: Start, tmp_path: Path) -> None:
    server = start()
    assert not speak_all(tmp_path, engine_of(nobody(), server.url))
    assert sorted(asked(server)) == sorted(TEXTS)
    assert server.most_at_once <= AT_ONCE


def test_what_a_dying_server_had_is_spoken_by_the_others(start: Start, tmp_path: Path) -> None:
    dying, living = start(gone_at=3), start()
    speak_all(tmp_path, engine_of(dying.url, living.url))
    assert len(living.requests) >= len(TEXTS) - 2
    assert living.most_at_once <= AT_ONCE


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.BROKEN])
def test_a_server_that_stays_busy_is_left_out(start: Start, tmp_path: Path, fault: Fault) -> None:
    busy, living = start(always(fault)), start(answer_s=0.05)
    pauses = speak_all(tmp_path, engine_of(busy.url, living.url))
    assert sorted(asked(living)) == sorted(TEXTS)
    assert len(pauses) < WAVES
    assert len(busy.requests) <= WAVES + 1, "the last wave may be of two"


def test_only_when_all_are_dead_has_the_engine_failed(tmp_path: Path) -> None:
    with pytest.raises(EngineUnreachable, match="cannot be reached"):
        speak_all(tmp_path, engine_of(nobody(), nobody()))


def test_only_when_all_stay_busy_has_the_engine_failed(start: Start, tmp_path: Path) -> None:
    servers = [start(always(Fault.BUSY)), start(always(Fault.BUSY))]
    pauses = Pauses()
    with pytest.raises(EngineBusyError, match="busy"):
        speak_all(tmp_path, engine_of(*(server.url for server in servers)), pauses)
    assert len(pauses) == 2 * (WAVES - 1), "each has been given its time"


def test_a_server_that_has_come_back_is_used_again(start: Start) -> None:
    now_s = 0.0
    returning, other = start(gone_at=1), start()

    async def speak(switchboard: Switchboard, texts: list[str]) -> None:
        for text in texts:
            await switchboard.speak(Utterance(text, "nova"))

    async def speaking() -> None:
        nonlocal now_s
        lines = engine_of(returning.url, other.url).lines
        switchboard = Switchboard(lines, Pauses(), clock=lambda: now_s)
        with pytest.raises(Exception, match="broke"):  # it was there, so it is `Speaking` that asks again
            await speak(switchboard, TEXTS[:1])
        await speak(switchboard, TEXTS[:3])
        assert len(other.requests) == 3
        returning.come_back()
        await speak(switchboard, TEXTS[3:5])
        assert len(other.requests) == 5, "it is not known yet"
        now_s = 30.0
        await speak(switchboard, TEXTS[5:])
        assert len(other.requests) < len(TEXTS)

    asyncio.run(speaking())
    assert len(returning.requests) >= 3


def switched(*services: Service, most: int = 1, **options: Any) -> Switchboard:
    return Switchboard([Line("", most, each) for each in services], Pauses(), **options)


def ask(switchboard: Switchboard, times: int) -> None:
    async def asking() -> None:
        for _ in range(times):
            assert await switchboard.speak(UTTERANCE) is SPEECH

    asyncio.run(asking())


def test_lines_that_are_alike_are_used_in_turn() -> None:
    services = [Service(), Service(), Service()]
    ask(switched(*services), 9)
    assert [len(each.seen) for each in services] == [3, 3, 3]


def test_the_last_line_that_lives_is_given_time_to_come_back() -> None:
    gone, shaken = Service([AWAY] * 99), Service([None, AWAY, AWAY, None])
    ask(switched(gone, shaken), 3)
    assert len(gone.seen) == 1


def test_a_line_that_fails_again_is_left_out_again() -> None:
    clock = iter(range(0, 10_000, 7))
    gone, there = Service([AWAY] * 999), Service()
    ask(switched(gone, there, clock=lambda: float(next(clock))), 60)
    assert 3 < len(gone.seen) < 60


def test_a_request_that_comes_when_all_are_dead_hears_it_from_a_line() -> None:
    async def asking() -> None:
        switchboard = switched(Service([AWAY, AWAY]), Service([AWAY, None]))
        with pytest.raises(EngineUnreachable):
            await switchboard.speak(UTTERANCE)
        with pytest.raises(EngineUnreachable):
            await switchboard.speak(UTTERANCE)
        assert await switchboard.speak(UTTERANCE) is SPEECH

    asyncio.run(asking())


def test_an_engine_without_lines_has_one_that_leads_nowhere() -> None:
    (line,) = lines_of(ToneEngine(concurrency=3))
    assert (line.address, line.most) == ("", 3)


def test_a_line_is_called_by_its_host_and_port() -> None:
    lines = engine_of("https://u:secret@A.example/x/v1?key=s", "http://10.0.0.1:8880/v1").lines
    assert [line.address for line in lines] == ["a.example:443", "10.0.0.1:8880"]


def test_waiting_costs_nothing() -> None:
    """Whoever waits is woken, and does not look again and again."""
    slow = Service()

    async def asking() -> float:
        switchboard = switched(slow)
        begun = time.process_time()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(200):
                tasks.create_task(switchboard.speak(UTTERANCE))
        return time.process_time() - begun

    assert asyncio.run(asking()) < 2.0
    assert max(slow.seen) == 1
