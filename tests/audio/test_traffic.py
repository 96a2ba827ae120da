"""Requests to one engine: bounded, backing off together, and coming back one by one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from itertools import pairwise

import pytest

from audio.errors import EngineBusyError, EngineError, EngineUnreachable, IncompleteSpeechError
from audio.traffic import Traffic
from tests.speaking import Pauses

BUSY = EngineBusyError("busy")
AWAY = EngineUnreachable("nobody there")


class Service:
    """Answers when it is told to, with what the script says; remembers how many asked at once.

    Args:
        script: an error, or None for an answer, for each request in the order of asking; answers follow.
    """

    def __init__(self, script: Iterable[Exception | None] = ()) -> None:
        self._script = iter(script)
        self.at_once = 0
        self.seen: list[int] = []

    async def __call__(self) -> int:
        self.at_once += 1
        self.seen.append(self.at_once)
        error = next(self._script, None)
        try:
            for _ in range(10):  # others have their turn meanwhile
                await asyncio.sleep(0)
            if error:
                raise error
            return len(self.seen)
        finally:
            self.at_once -= 1


def ask_all(count: int, ask: Callable[[], Awaitable[int]], traffic: Callable[[], Traffic]) -> Traffic:
    async def asking() -> Traffic:
        shared = traffic()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(count):
                tasks.create_task(shared.ask(ask))
        return shared

    return asyncio.run(asking())


def test_no_more_are_under_way_than_the_engine_allows() -> None:
    service = Service()
    ask_all(20, service, lambda: Traffic(4, Pauses()))
    assert max(service.seen) == 4
    assert len(service.seen) == 20


def test_requests_that_fail_together_back_off_once_and_together() -> None:
    pauses = Pauses()
    service = Service([BUSY] * 4)
    ask_all(12, service, lambda: Traffic(4, pauses))
    assert len(pauses) == 1
    assert max(service.seen[4:8]) == 2
    assert len(service.seen) == 16, "each that failed was asked again"


def test_a_service_that_has_recovered_is_asked_as_much_as_before() -> None:
    service = Service([BUSY] * 4)
    traffic = ask_all(30, service, lambda: Traffic(4, Pauses()))
    assert traffic.allowed == 4
    assert max(service.seen[20:]) == 4


def test_nobody_asks_while_all_rest() -> None:
    asked_while_resting: list[int] = []

    class Rest(Pauses):
        async def __call__(self, seconds: float) -> None:
            await super().__call__(seconds)
            before = len(service.seen)
            for _ in range(100):
                await asyncio.sleep(0)
            asked_while_resting.append(len(service.seen) - before)

    service = Service([BUSY, None, None, BUSY, BUSY])
    ask_all(10, service, lambda: Traffic(1, Rest()))
    assert asked_while_resting == [0, 0, 0]


def test_each_rest_is_longer_until_an_answer_comes() -> None:
    pauses = Pauses()
    ask_all(1, Service([BUSY] * 4 + [None]), lambda: Traffic(4, pauses))
    assert [0.5 <= pause / (0.5 * 2**wave) <= 1.5 for wave, pause in enumerate(pauses)] == [True] * 4
    ask_all(2, Service([BUSY, BUSY, None, BUSY]), lambda: Traffic(1, pauses))
    assert pauses[-1] < 0.75, "the first one after an answer is short again"


def test_a_service_that_stays_busy_is_given_up() -> None:
    service = Service([BUSY] * 100)
    with pytest.raises(ExceptionGroup) as caught:
        ask_all(6, service, lambda: Traffic(4, Pauses()))
    assert caught.value.exceptions[0] is BUSY
    assert len(service.seen) < 20


def test_nobody_there_is_told_at_once() -> None:
    pauses = Pauses()
    with pytest.raises(ExceptionGroup) as caught:
        ask_all(1, Service([AWAY]), lambda: Traffic(4, pauses))
    assert caught.value.exceptions[0] is AWAY
    assert not pauses


def test_a_service_that_was_there_before_is_waited_for() -> None:
    pauses = Pauses()
    ask_all(2, Service([None, AWAY, AWAY]), lambda: Traffic(1, pauses))
    assert len(pauses) == 2
    assert all(earlier < later for earlier, later in pairwise([0.0, *sorted(pauses)]))


@pytest.mark.parametrize("error", [IncompleteSpeechError("cut off"), EngineError("refused")])
def test_other_errors_are_nothing_to_back_off_from(error: EngineError) -> None:
    pauses = Pauses()
    with pytest.raises(ExceptionGroup) as caught:
        ask_all(1, Service([error]), lambda: Traffic(4, pauses))
    assert caught.value.exceptions[0] is error
    assert not pauses


def test_one_that_is_cancelled_gives_its_place_back() -> None:
    async def cancelling() -> int:
        traffic = Traffic(1, Pauses())
        stuck = asyncio.create_task(traffic.ask(asyncio.Event().wait))
        await asyncio.sleep(0.01)
        stuck.cancel()
        async with asyncio.timeout(5):
            return await traffic.ask(Service())

    assert asyncio.run(cancelling()) == 1
