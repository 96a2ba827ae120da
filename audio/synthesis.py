"""A script's segments become clips."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scripts import Segment

from .cache import ClipCache
from .engine import Engine, Mark, Speech, Utterance
from .pcm import SAMPLE_BYTES, decode, trim


@dataclass(frozen=True, slots=True)
class Narrator:
    """Who speaks, and how.

    Attributes:
        engine: what turns text into sound.
        voice: the name of one of its voices.
        rate_percent: speed against the voice's own, -50 to 100.
    """

    engine: Engine
    voice: str
    rate_percent: int = 0


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


def synthesize(
    segments: Sequence[Segment], narrator: Narrator, cache: ClipCache, folder: Path, heard: Heard
) -> tuple[Clip, ...]:
    """Make the clip of each segment that says something, as many at once as the engine allows.

    The first failure ends it all; speech that was already made stays in the cache.

    Args:
        segments: in the order of speaking.
        narrator: who speaks.
        cache: speech made earlier.
        folder: where the clips' samples are written.
        heard: told of each clip.

    Returns:
        The clips in the order of the segments.

    Raises:
        EngineError: a segment could not be spoken.
    """
    said = [segment for segment in segments if segment.says_something]
    return asyncio.run(_Synthesis(narrator, cache, folder, heard).clips(said))


class _Synthesis:
    def __init__(self, narrator: Narrator, cache: ClipCache, folder: Path, heard: Heard) -> None:
        self._narrator = narrator
        self._cache = cache
        self._folder = folder
        self._heard = heard
        self._turn = asyncio.Semaphore(narrator.engine.concurrency)

    async def clips(self, segments: Sequence[Segment]) -> tuple[Clip, ...]:
        waiting = iter(enumerate(segments))
        clips: dict[int, Clip] = {}

        async def worker() -> None:
            for number, segment in waiting:
                clips[number] = await self._clip(number, segment)
                self._heard(clips[number])

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(self._narrator.engine.concurrency + _AT_HAND):
                    workers.create_task(worker())
        except ExceptionGroup as failures:
            # The first failure cancels the other workers, so it is the one to tell.
            raise failures.exceptions[0] from None
        return tuple(clips[number] for number in range(len(segments)))

    async def _clip(self, number: int, segment: Segment) -> Clip:
        narrator, path = self._narrator, self._folder / f"{number:05d}.pcm"
        utterance = Utterance(segment.spoken, segment.voice or narrator.voice, narrator.rate_percent)
        kept = await asyncio.to_thread(self._cache.get, narrator.engine, utterance)
        if kept:
            return await asyncio.to_thread(_clip_from, kept, segment, path, cached=True)
        async with self._turn:
            speech = await narrator.engine.speak(utterance)
        loop = asyncio.get_running_loop()
        # Shielded: speech that is there is kept, though another segment's failure ends it all.
        return await asyncio.shield(
            loop.run_in_executor(None, self._kept_clip, speech, utterance, segment, path)
        )

    def _kept_clip(self, speech: Speech, utterance: Utterance, segment: Segment, path: Path) -> Clip:
        """Only speech that gives a clip is kept: what is silent or garbled would be so for ever."""
        clip = _clip_from(speech, segment, path, cached=False)
        self._cache.put(self._narrator.engine, utterance, speech)
        return clip


def _clip_from(speech: Speech, segment: Segment, path: Path, *, cached: bool) -> Clip:
    samples, rate_hz = decode(speech.audio)
    kept = trim(samples, rate_hz)
    path.write_bytes(kept.samples)
    count = len(kept.samples) // SAMPLE_BYTES
    marks = tuple(_shifted(mark, -kept.cut_s, count / rate_hz) for mark in speech.marks)
    return Clip(segment, path, count, rate_hz, marks, cached, kept.lead_s, kept.tail_s)


def _shifted(mark: Mark, by_s: float, length_s: float) -> Mark:
    start_s, end_s = (min(max(0.0, at_s + by_s), length_s) for at_s in (mark.start_s, mark.end_s))
    return replace(mark, start_s=round(start_s, 3), end_s=round(end_s, 3))
