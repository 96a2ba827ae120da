"""Requests through one line: bounded, backing off together, and coming back one by one."""

import asyncio
from collections.abc import Iterable
from itertools import pairwise

import pytest

from audio import Line, Speech, Utterance
from audio.errors import EngineBusyError, EngineError, EngineUnreachable, IncompleteSpeechError
from audio.switchboard import Switchboard
from tests.speaking import Pauses

BUSY = EngineBusyError("busy")
AWAY = EngineUnreachable("nobody there")
UTTERANCE, SPEECH = Utterance("好", "sine"), Speech(b"", ())


class Service:
    """Answers when it is told to, with what the script says; remembers how many asked at once.

    Args:
        script: an error, or None for an answer, for each request in the order of asking; answers follow.
    """

    def __init__(self, script: Iterable[Exception | None] = ()) -> None:
        self._script = iter(script)
        self.at_once = 0
        self.seen: list[int] = []

    async def __call__(self, utterance: Utterance) -> Speech:
        assert utterance is UTTERANCE
        self.at_once += 1
        self.seen.append(self.at_once)
        error = next(self._script, None)
        try:
            for _ in range(10):  # others have their turn meanwhile
                await asyncio.sleep(0)
            if error:
                raise error
            return SPEECH
        finally:
            self.at_once -= 1


def ask_all(count: int, service: Service, most: int, pauses: Pauses) -> None:
    async def asking() -> None:
        switchboard = Switchboard([Line("", most, service)], pauses)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(count):
                tasks.create_task(switchboard.speak(UTTERANCE))

    asyncio.run(asking())


def test_no_more_are_under_way_than_the_engine_allows() -> None:
    service = Service()
    ask_all(20, service, 4, Pauses())
    assert max(service.seen) == 4
    assert len(service.seen) == 20


def test_requests_that_fail_together_back_off_once_and_together() -> None:
    pauses = Pauses()
    service = Service([BUSY] * 4)
    ask_all(12, service, 4, pauses)
    assert len(pauses) == 1
    assert max(service.seen[4:8]) == 2
    assert len(service.seen) == 16, "each that failed was asked again"


def test_a_service_that_has_recovered_is_asked_as_much_as_before() -> None:
    service = Service([BUSY] * 4)
    ask_all(30, service, 4, Pauses())
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
    ask_all(10, service, 1, Rest())
    assert asked_while_resting == [0, 0, 0]


def test_each_rest_is_longer_until_an_answer_comes() -> None:
    pauses = Pauses()
    ask_all(1, Service([BUSY] * 4 + [None]), 4, pauses)
    assert [0.5 <= pause / (0.5 * 2**wave) <= 1.5 for wave, pause in enumerate(pauses)] == [True] * 4
    ask_all(2, Service([BUSY, BUSY, None, BUSY]), 1, pauses)
    assert pauses[-1] < 0.75, "the first one after an answer is short again"


def test_a_service_that_stays_busy_is_given_up() -> None:
    service = Service([BUSY] * 100)
    with pytest.raises(ExceptionGroup) as caught:
        ask_all(6, service, 4, Pauses())
    assert caught.value.exceptions[0] is BUSY
    assert len(service.seen) < 20


def test_nobody_there_is_told_at_once() -> None:
    pauses = Pauses()
    with pytest.raises(ExceptionGroup) as caught:
        ask_all(1, Service([AWAY]), 4, pauses)
    assert caught.value.exceptions[0] is AWAY
    assert not pauses


def test_a_service_that_was_there_before_is_waited_for() -> None:
    pauses = Pauses()
    ask_all(2, Service([None, AWAY, AWAY]), 1, pauses)
    assert len(pauses) == 2
    assert all(earlier < later for earlier, later in pairwise([0.0, *sorted(pauses)]))


@pytest.mark.parametrize("error", [IncompleteSpeechError("cut off"), EngineError("refused")])
def test_other_errors_are_nothing_to_back_off_from(error: EngineError) -> None:
    pauses = Pauses()
    with pytest.raises(ExceptionGroup) as caught:
        ask_all(1, Service([error]), 4, pauses)
    assert caught.value.exceptions[0] is error
    assert not pauses


def test_one_that_is_cancelled_gives_its_place_back() -> None:
    class Stuck(Service):
        async def __call__(self, utterance: Utterance) -> Speech:
            if not self.seen:
                self.seen.append(1)
                await asyncio.Event().wait()
            return await super().__call__(utterance)

    async def cancelling() -> Speech:
        switchboard = Switchboard([Line("", 1, Stuck())], Pauses())
        stuck = asyncio.create_task(switchboard.speak(UTTERANCE))
        await asyncio.sleep(0.01)
        stuck.cancel()
        async with asyncio.timeout(5):
            return await switchboard.speak(UTTERANCE)

    assert asyncio.run(cancelling()) is SPEECH
