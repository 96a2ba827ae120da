"""A script's segments become clips."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import Segment

from .cache import ClipCache
from .connections import ConnectionLimit
from .engine import Engine, Mark, Utterance
from .errors import EngineError
from .pcm import SAMPLE_BYTES
from .persistence import Pause
from .speaking import Speaking
from .unhurried import Unhurried
from .whole import Measure, Sound


@dataclass(frozen=True, slots=True)
class Narrator:
    """Who speaks, and how.

    Attributes:
        engine: what turns text into sound.
        voice: the name of one of its voices.
        rate_percent: speed against the voice's own, -50 to 100.
        budget_s: how long it may take to speak an episode; None for as long as it needs. Waiting for others
            that share the `limit` does not count.
        limit: bounds the connections to the engine's services together with others who share it: other
            processes, other machines. None for those of this one alone.
    """

    engine: Engine
    voice: str
    rate_percent: int = 0
    budget_s: float | None = None
    limit: ConnectionLimit | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one segment, trimmed of the silence around it.

    Attributes:
        segment: what is said.
        path: a file of 16-bit little-endian mono samples.
        samples: how many there are.
        rate_hz: how many of them make a second.
        marks: when each stretch is heard, from the start of the clip.
        cached: whether the speech had been made before.
        lead_s: the near silence at its start, in seconds, which counts as part of the pause before it.
        tail_s: the near silence at its end, which counts as part of the pause after it.
    """

    segment: Segment
    path: Path
    samples: int
    rate_hz: int
    marks: tuple[Mark, ...]
    cached: bool
    lead_s: float = 0.0
    tail_s: float = 0.0


_AT_HAND = 2
"""So many more segments are looked up, decoded and trimmed while the engine speaks others."""

Heard = Callable[[Clip], None]
"""Called with each clip when it is there, in no special order."""


def synthesize(  # noqa: PLR0913 - the last is for tests, which wait for nothing
    segments: Sequence[Segment],
    narrator: Narrator,
    cache: ClipCache,
    folder: Path,
    heard: Heard,
    *,
    pause: Pause = asyncio.sleep,
) -> tuple[Clip, ...]:
    """Make the clip of each segment that says something, as many at once as the engine allows.

    An answer that is not whole is asked for again, and then in two halves; a busy engine is left alone for a
    while. What stays a failure ends it all; speech that was already made stays in the cache.

    Args:
        segments: in the order of speaking.
        narrator: who speaks.
        cache: speech made earlier.
        folder: where the clips' samples are written.
        heard: told of each clip.
        pause: waits for so many seconds between two attempts.

    Returns:
        The clips in the order of the segments.

    Raises:
        EngineError: a segment could not be spoken, or the narrator's time was up.
    """
    said = [segment for segment in segments if segment.says_something]
    synthesis = _Synthesis(narrator, cache, folder, heard, pause)
    return asyncio.run(synthesis.in_time(said))


class _Synthesis:
    def __init__(
        self, narrator: Narrator, cache: ClipCache, folder: Path, heard: Heard, pause: Pause
    ) -> None:
        self._narrator = narrator
        self._cache = cache
        self._folder = folder
        self._heard = heard
        self._pause = pause
        self._fresh: dict[int, Measure] = {}

    async def in_time(self, segments: Sequence[Segment]) -> tuple[Clip, ...]:
        name, budget_s = self._narrator.engine.name, self._narrator.budget_s
        try:
            async with asyncio.timeout(budget_s) as budget:
                return await self.clips(segments, budget)
        except TimeoutError:
            if not budget.expired():
                raise
            raise EngineError(
                f"{name} did not speak the whole episode within {budget_s:g} s",
                "try again later: what is spoken is kept; or raise budget_s under [voice] in show.toml",
            ) from None

    async def clips(self, segments: Sequence[Segment], budget: asyncio.Timeout) -> tuple[Clip, ...]:
        narrator = self._narrator
        limit = Unhurried(narrator.limit, budget) if narrator.limit else None
        self._speaking = Speaking(narrator.engine, self._cache, self._pause, limit)
        # The longest come first: so none of them is begun when all the others are done.
        waiting = iter(sorted(enumerate(segments), key=lambda each: -len(each[1].spoken)))
        clips: dict[int, Clip] = {}

        async def worker() -> None:
            for number, segment in waiting:
                clips[number] = await self._clip(number, segment)
                self._heard(clips[number])

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(narrator.engine.concurrency + _AT_HAND):
                    workers.create_task(worker())
        except ExceptionGroup as failures:
            # The first failure cancels the other workers, so it is the one to tell.
            raise failures.exceptions[0] from None
        await self._make_doubtful_anew(clips)
        return tuple(clips[number] for number in range(len(segments)))

    async def _clip(self, number: int, segment: Segment) -> Clip:
        utterance = self._utterance(segment)
        kept = await self._speaking.kept(utterance)
        if kept:
            return await self._written(number, segment, kept, cached=True)
        made = await self._speaking.made(utterance)
        self._fresh[number] = made.measure
        return await self._written(number, segment, made, cached=False)

    async def _make_doubtful_anew(self, clips: dict[int, Clip]) -> None:
        """Now that all have been heard, those that came first are held to the voice's habits as well."""
        for number, measure in self._fresh.items():
            segment = clips[number].segment
            if self._speaking.is_doubtful(self._utterance(segment), measure):
                sound = await self._speaking.made_anew(self._utterance(segment))
                clips[number] = await self._written(number, segment, sound, cached=False)

    def _utterance(self, segment: Segment) -> Utterance:
        narrator = self._narrator
        return Utterance(segment.spoken, segment.voice or narrator.voice, narrator.rate_percent)

    async def _written(self, number: int, segment: Segment, sound: Sound, *, cached: bool) -> Clip:
        path, trimmed = self._folder / f"{number:05d}.pcm", sound.trimmed
        await asyncio.to_thread(path.write_bytes, trimmed.samples)
        count = len(trimmed.samples) // SAMPLE_BYTES
        edges = trimmed.lead_s, trimmed.tail_s
        return Clip(segment, path, count, sound.rate_hz, sound.marks, cached, *edges)
