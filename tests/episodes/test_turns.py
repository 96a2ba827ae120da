"""Many shows take turns at one executor: nobody starves, nothing is lost, whatever the executor does."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, as_completed, wait
from concurrent.futures.thread import BrokenThreadPool
from threading import Barrier, Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes.turns import Turns


class Foreman(Executor):
    """Takes tasks, and does the oldest when it is told to: so a test knows who had which turn."""

    def __init__(self) -> None:
        self.taken: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.order: list[Any] = []
        self.on_take: Callable[[Any], None] = lambda _: None
        self.broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if self.broken:
            raise BrokenThreadPool("it is broken")
        future: Future[Any] = Future()
        self.order.append(args[0])
        self.on_take(args[0])
        self.taken.append((future, lambda: fn(*args, **kwargs)))
        return future

    def do_one(self) -> None:
        future, call = self.taken.pop(0)
        future.set_result(call())


class AtOnce(Executor):
    """Does each task before `submit` returns."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as executors do
            future.set_exception(error)
        return future


def same(value: Any) -> Any:
    return value


def test_a_show_of_a_thousand_stories_keeps_no_other_waiting() -> None:
    foreman = Foreman()
    turns = Turns(foreman, 2)
    large, small = turns.for_show("large"), turns.for_show("small")
    many = [large.submit(same, ("large", number)) for number in range(1000)]
    few = [small.submit(same, ("small", number)) for number in range(3)]
    for _ in range(8):
        foreman.do_one()
    assert all(future.done() for future in few)
    while foreman.taken:
        assert len(foreman.taken) <= 2
        foreman.do_one()
    assert [future.result()[1] for future in many] == list(range(1000))


@given(st.lists(st.one_of(st.sampled_from("abcd"), st.none()), max_size=80), st.integers(1, 4))
def test_between_two_turns_of_a_show_every_other_that_waits_has_one(
    steps: list[str | None], room: int
) -> None:
    foreman = Foreman()
    turns = Turns(foreman, room)
    shows = {name: turns.for_show(name) for name in "abcd"}
    waiting = dict.fromkeys("abcd", 0)
    waited: list[set[str]] = []  # at each turn, the shows that had to wait

    def take(name: str) -> None:
        waiting[name] -= 1
        waited.append({each for each, count in waiting.items() if count})

    foreman.on_take = take
    futures = []
    for name in steps:  # None: a task ends
        if name:
            waiting[name] += 1
            futures.append(shows[name].submit(same, name))
        elif foreman.taken:
            foreman.do_one()
        assert len(foreman.taken) == min(room, len(foreman.taken) + sum(waiting.values()))
    while foreman.taken:
        foreman.do_one()
    assert all(future.done() for future in futures)
    for first, name in enumerate(foreman.order):
        if name in foreman.order[first + 1 :]:
            second = foreman.order.index(name, first + 1)
            assert waited[first] - {name} <= set(foreman.order[first + 1 : second])


def test_what_is_cancelled_while_it_waits_is_never_done() -> None:
    foreman = Foreman()
    turns = Turns(foreman, 1)
    show = turns.for_show("a")
    futures = [show.submit(same, number) for number in range(4)]
    assert futures[1].cancel()
    assert not futures[0].cancel()
    while foreman.taken:
        foreman.do_one()
    assert foreman.order == [0, 2, 3]
    assert [each.result() for each in futures if not each.cancelled()] == [0, 2, 3]
    assert {each.cancelled() for each in as_completed(futures, timeout=5)} == {True, False}


def test_shutting_down_cancels_a_shows_own_tasks_and_nobody_elses() -> None:
    foreman = Foreman()
    turns = Turns(foreman, 1)
    mine, others = turns.for_show("mine"), turns.for_show("others")
    first = mine.submit(same, 1)
    waiting, other = mine.submit(same, 2), others.submit(same, 3)
    mine.shutdown(wait=False, cancel_futures=True)
    assert wait([waiting], timeout=0).done
    assert waiting.cancelled()
    with pytest.raises(RuntimeError, match="after shutdown"):
        mine.submit(same, 4)
    foreman.do_one()
    foreman.do_one()
    assert (first.result(timeout=0), other.result(timeout=0)) == (1, 3)


def test_a_broken_executor_reaches_all_who_wait() -> None:
    foreman = Foreman()
    turns = Turns(foreman, 1)
    futures = [turns.for_show(name).submit(same, name) for name in "abc" for _ in range(2)]
    foreman.broken = True
    foreman.taken[0][0].set_exception(BrokenThreadPool("it is broken"))
    assert all(isinstance(each.exception(timeout=0), BrokenThreadPool) for each in futures)
    assert isinstance(turns.for_show("d").submit(same, 0).exception(timeout=0), BrokenThreadPool)
    foreman.broken = False  # as after an executor has lost its scheduler, and found it again
    later = turns.for_show("a").submit(same, 5)
    foreman.taken.pop(0)
    foreman.do_one()
    assert later.result(timeout=0) == 5


def test_what_a_task_raises_reaches_who_asked_for_it_and_the_next_is_done() -> None:
    show = Turns(AtOnce(), 1).for_show("a")
    failing, fine = show.submit(int, "x"), show.submit(int, "7")
    assert isinstance(failing.exception(), ValueError)
    assert fine.result() == 7


def test_what_the_executor_cancels_is_told() -> None:
    foreman = Foreman()
    future = Turns(foreman, 1).for_show("a").submit(same, 1)
    foreman.taken[0][0].cancel()
    with pytest.raises(CancelledError):
        future.result(timeout=0)


def test_an_executor_that_works_at_once_is_no_tower_of_calls() -> None:
    turns = Turns(AtOnce(), 1)
    with turns.for_show("a") as show:
        assert list(show.map(same, range(5000))) == list(range(5000))


def test_real_threads_lose_nothing_and_leave_when_they_are_done() -> None:
    gate = Event()
    with ThreadPoolExecutor(4) as pool:
        turns = Turns(pool, 4)
        shows = [turns.for_show(str(number)) for number in range(10)]
        begin = Barrier(len(shows))

        def hand_in(show: Executor) -> "list[Future[int]]":
            begin.wait(timeout=10)
            return [
                show.submit(lambda number: number if gate.wait(10) else -1, number) for number in range(100)
            ]

        with ThreadPoolExecutor(len(shows)) as many:
            handed_in = list(many.map(hand_in, shows))
        gate.set()
        for show in shows:
            show.shutdown()
        assert [[future.result(timeout=0) for future in each] for each in handed_in] == [
            list(range(100))
        ] * 10
