"""Which of an engine's lines each request takes, and what becomes of it when that line is dead."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from .connections import ConnectionLimit
from .engine import Engine, Line, Speech, Utterance
from .errors import EngineBusyError, EngineError, EngineUnreachable
from .persistence import Pause
from .traffic import Traffic

_LEFT_OUT_S = 30.0
"""So long is nothing asked of a line that is dead, while others live."""

Clock = Callable[[], float]
"""Tells the seconds since some moment; never goes back."""


def lines_of(engine: Engine) -> Sequence[Line]:
    """The engine's own lines; for one that names none, a single line that leads to no service."""
    return getattr(engine, "lines", ()) or (Line("", engine.concurrency, engine.speak),)


@dataclass(slots=True)
class _Post:
    traffic: Traffic
    last_turn: int = 0
    dead_until_s: float = float("-inf")


class Switchboard:
    """Takes requests to an engine and gives each to one of its lines. To be used within one event loop.

    Args:
        lines: all that there are, at least one.
        pause: waits for so many seconds, while a busy service is left alone.
        limit: bounds connections beyond this process.
        clock: tells when a line that was dead is tried again.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        pause: Pause = asyncio.sleep,
        limit: ConnectionLimit | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._posts = [_Post(Traffic(line, self._ring, pause, limit)) for line in lines]
        self._clock = clock
        self._turns = count(1)
        self._eased = asyncio.Event()

    async def speak(self, utterance: Utterance) -> Speech:
        """Ask the least loaded of the living lines that have a place; when it fails, the next one, or again.

        Raises:
            EngineUnreachable: nobody answers, on any line.
            EngineBusyError: all of them stay busy.
            EngineError: what a line raises besides.
        """
        while True:
            post = await self._free_post()
            try:
                speech = await post.traffic.ask(utterance)
            except (EngineBusyError, EngineUnreachable) as error:
                self._judge(post, error)
                if not self._alive():
                    raise
            else:
                post.dead_until_s = float("-inf")
                return speech

    async def _free_post(self) -> _Post:
        while True:
            # If all are dead, whoever still comes is to hear it from the line itself.
            free = [post for post in self._alive() or self._posts if post.traffic.has_place]
            if free:
                chosen = min(free, key=lambda post: (post.traffic.load, post.last_turn))
                chosen.last_turn = next(self._turns)
                return chosen
            await self._eased.wait()

    def _judge(self, post: _Post, error: EngineError) -> None:
        """Leave a line out that is dead. The last one that lives is given time to come back."""
        away = isinstance(error, EngineUnreachable) and any(each is not post for each in self._alive())
        if away or post.traffic.is_lost:
            post.dead_until_s = self._clock() + _LEFT_OUT_S
            asyncio.get_running_loop().call_later(_LEFT_OUT_S, self._ring)

    def _alive(self) -> list[_Post]:
        now_s = self._clock()
        return [post for post in self._posts if post.dead_until_s <= now_s]

    def _ring(self) -> None:
        """Have all who wait look again."""
        self._eased.set()
        self._eased = asyncio.Event()
