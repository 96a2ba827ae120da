"""Having an engine speak one utterance whole: asked again, then cut in two, and asked again."""

import asyncio
from dataclasses import replace
from functools import partial

from .cache import ClipCache
from .connections import ConnectionLimit
from .engine import Engine, Speech, Utterance
from .errors import IncompleteSpeechError
from .halves import halves, joined
from .persistence import Pause, persist
from .switchboard import Switchboard, lines_of
from .whole import Gate, Measure, Sound

_ATTEMPTS = 3
"""For the whole text, and then for each of its halves."""
_TOLD_CHARS = 60


class Speaking:
    """What one engine speaks for one episode. To be used within one event loop.

    Args:
        engine: who speaks.
        cache: speech made earlier, and where it is kept.
        pause: waits for so many seconds between two attempts.
        limit: bounds connections beyond this process.
    """

    def __init__(
        self,
        engine: Engine,
        cache: ClipCache,
        pause: Pause = asyncio.sleep,
        limit: ConnectionLimit | None = None,
    ) -> None:
        self._engine = engine
        self._cache = cache
        self._pause = pause
        self._gate = Gate(engine.pace)
        self._switchboard = Switchboard(lines_of(engine), pause, limit)

    async def kept(self, utterance: Utterance) -> Sound | None:
        """What was spoken before, or None if it was not, or its entry is damaged."""
        return await asyncio.to_thread(self._kept, utterance)

    async def made(self, utterance: Utterance) -> Sound:
        """Have it spoken, and keep it.

        Raises:
            IncompleteSpeechError: it was never whole; the message tells the text and the reason.
            EngineError: the engine has failed.
        """
        try:
            return await self._persistently(utterance, keep=True)
        except IncompleteSpeechError as error:
            parts = halves(utterance.text) or (utterance.text,)
            try:
                return await self._in_parts(utterance, parts)
            except IncompleteSpeechError as last:
                raise _unspoken(utterance.text, last) from error

    def is_doubtful(self, utterance: Utterance, measure: Measure) -> bool:
        """Whether it passed only because little had been heard of its voice by then."""
        return not self._gate.still_passes(utterance, measure)

    async def made_anew(self, utterance: Utterance) -> Sound:
        """Have it spoken again in the place of what is not to be believed; raises as `made` does."""
        await asyncio.to_thread(self._cache.forget, self._engine, utterance)
        return await self.made(utterance)

    async def _in_parts(self, utterance: Utterance, parts: tuple[str, ...]) -> Sound:
        if len(parts) == 1:
            return await self._persistently(utterance, keep=True)
        sounds = [await self._persistently(replace(utterance, text=part), keep=False) for part in parts]
        speech = joined(sounds, self._engine.pace)
        return await self._proved(utterance, speech, keep=True)

    async def _persistently(self, utterance: Utterance, *, keep: bool) -> Sound:
        return await persist(
            partial(self._once, utterance, keep=keep), IncompleteSpeechError, _ATTEMPTS, self._pause
        )

    async def _once(self, utterance: Utterance, *, keep: bool) -> Sound:
        speech = await self._switchboard.speak(utterance)
        return await self._proved(utterance, speech, keep=keep)

    async def _proved(self, utterance: Utterance, speech: Speech, *, keep: bool) -> Sound:
        loop = asyncio.get_running_loop()
        # Shielded: speech that is there is kept, though another segment's failure ends it all.
        return await asyncio.shield(loop.run_in_executor(None, self._passed, utterance, speech, keep))

    def _passed(self, utterance: Utterance, speech: Speech, keep: bool) -> Sound:  # noqa: FBT001 - for the executor
        """Only speech that is whole is kept: what is silent or garbled would be so for ever."""
        sound = self._gate.passed(utterance, speech)
        if keep:
            self._cache.put(self._engine, utterance, sound.speech)
        return sound

    def _kept(self, utterance: Utterance) -> Sound | None:
        speech = self._cache.get(self._engine, utterance)
        return self._gate.known(utterance, speech) if speech else None


def _unspoken(text: str, error: IncompleteSpeechError) -> IncompleteSpeechError:
    told = text if len(text) <= _TOLD_CHARS else f"{text[:_TOLD_CHARS]}…"
    return IncompleteSpeechError(f"“{told}” could not be spoken whole: {error.message}", error.hint)
