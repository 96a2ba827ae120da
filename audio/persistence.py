"""Asking again, when that may help."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from .errors import EngineError

Pause = Callable[[float], Awaitable[object]]
"""Waits for so many seconds."""

_FIRST_PAUSE_S = 0.5

_T = TypeVar("_T")


async def persist(
    ask: Callable[[], Awaitable[_T]],
    healing: type[EngineError] | tuple[type[EngineError], ...],
    attempts: int,
    pause: Pause = asyncio.sleep,
) -> _T:
    """Ask several times, waiting longer before each, while the error is one that may heal.

    Args:
        ask: asks once.
        healing: the errors after which asking again may help; all others are raised at once.
        attempts: how often to ask at most.
        pause: waits between two attempts.

    Raises:
        EngineError: so ended the last attempt.
    """
    for attempt in range(attempts - 1):
        try:
            return await ask()
        except healing:
            await pause(backoff_s(attempt))
    return await ask()


def backoff_s(attempt: int) -> float:
    """How long to wait after the first attempt (0) or a later one: longer each time, and never alike.

    Jitter keeps requests that failed together from coming back together.
    """
    return _FIRST_PAUSE_S * 2.0**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
