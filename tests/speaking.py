"""Having an engine speak as an episode has it: asked again, cut in two, and listened to; without waiting."""

import asyncio
import tempfile
from pathlib import Path

from audio import ClipCache, Engine, Utterance
from audio.speaking import Speaking
from audio.whole import Sound


class Pauses(list[float]):
    """Waits for nothing, and remembers for how long."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def persistently(engine: Engine, utterance: Utterance, pauses: Pauses | None = None) -> Sound:
    """What is heard of an utterance, with an empty cache."""
    with tempfile.TemporaryDirectory(prefix="bobao-") as folder:
        cache = ClipCache(Path(folder))
        return asyncio.run(_made(engine, cache, utterance, Pauses() if pauses is None else pauses))


async def _made(engine: Engine, cache: ClipCache, utterance: Utterance, pauses: Pauses) -> Sound:
    return await Speaking(engine, cache, pauses).made(utterance)
