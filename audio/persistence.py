"""Asking a service again, when that may help."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from .errors import EngineBusyError, IncompleteSpeechError

Pause = Callable[[float], Awaitable[object]]
"""Waits for so many seconds."""

_ATTEMPTS = 5
_FIRST_PAUSE_S = 0.5

_T = TypeVar("_T")


async def persist(ask: Callable[[], Awaitable[_T]], pause: Pause = asyncio.sleep) -> _T:
    """Ask up to five times, waiting longer before each, while the answer is busy or not whole.

    Raises:
        EngineBusyError, IncompleteSpeechError: so ended the last attempt.
        EngineError: what will not heal, at once.
    """
    for attempt in range(_ATTEMPTS - 1):
        try:
            return await ask()
        except (IncompleteSpeechError, EngineBusyError):
            await pause(_backoff_s(attempt))
    return await ask()


def _backoff_s(attempt: int) -> float:
    # Jitter keeps requests that failed together from coming back together.
    return _FIRST_PAUSE_S * 2.0**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
