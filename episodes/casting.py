"""Who speaks an episode: the engine asked for, or the show's, or the one that stands in for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audio import (
    Clip,
    ClipCache,
    ConnectionLimit,
    EngineError,
    Narrator,
    load_engine,
    resolve_voice,
    synthesize,
    usual_budget_s,
)
from scripts import Script, Segment

from .report import Order, Watcher
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is to speak.

    Attributes:
        lead: whoever was asked for.
        understudy: who speaks the whole episode if the lead cannot; None if nobody may.
    """

    lead: Narrator
    understudy: Narrator | None


@dataclass(frozen=True, slots=True)
class Narration:
    """A script, spoken.

    Attributes:
        clips: in the order of speaking.
        narrator: who spoke all of it.
        fallback: whether that was the understudy.
    """

    clips: tuple[Clip, ...]
    narrator: Narrator
    fallback: bool


def choose_cast(settings: Settings, order: Order, limit: ConnectionLimit | None = None) -> Cast:
    """Find out who is to speak, before anything is spoken.

    Args:
        settings: the show's.
        order: what the user asked for.
        limit: bounds connections to speech services beyond this process.

    Raises:
        ConfigurationError: there is no such engine or voice.
        EngineError: the engine asked for cannot say what voices it has.
    """
    wanted = order.engine or settings.voice.engine
    engine = load_engine(wanted, settings.options_of(wanted))
    named = order.voice or (settings.voice.name if wanted == settings.voice.engine else "")
    rate = settings.voice.rate if order.rate_percent is None else order.rate_percent
    understudy = None
    if not order.engine and settings.voice.fallback not in {"none", wanted}:
        other = load_engine(settings.voice.fallback, settings.options_of(settings.voice.fallback))
        understudy = Narrator(other, other.default_voice, rate, limit=limit)
    try:
        voice = resolve_voice(engine, named)
        if wanted == settings.voice.engine:
            for name in (settings.voice.quotations, *settings.voice.alternate):
                resolve_voice(engine, name)
    except EngineError:
        if not understudy:
            raise
        # Speaking will fail in the same way, and that is when the understudy is called.
        voice = named
    return Cast(Narrator(engine, voice, rate, settings.voice.budget_s or None, limit), understudy)


def narrate(script: Script, cast: Cast, cache: ClipCache, folder: Path, watcher: Watcher) -> Narration:
    """Speak a whole script in one engine's voices: the lead's, or else the understudy's.

    Raises:
        EngineError: neither can speak it.
    """
    lead = replace(cast.lead, budget_s=cast.lead.budget_s or usual_budget_s(script.segments, cast.lead))
    try:
        return Narration(_spoken(script.segments, lead, cache, folder, watcher), lead, fallback=False)
    except EngineError as error:
        if not cast.understudy:
            raise
        told = f"{lead.engine.name} cannot speak ({error.message})"
        watcher.warn(f"{told}; {cast.understudy.engine.name} speaks this whole episode instead")
    # A voice that a script names is the lead's; the understudy has none of that name.
    own = [replace(segment, voice="") for segment in script.segments]
    return Narration(_spoken(own, cast.understudy, cache, folder, watcher), cast.understudy, fallback=True)


def _spoken(
    segments: Sequence[Segment], narrator: Narrator, cache: ClipCache, folder: Path, watcher: Watcher
) -> tuple[Clip, ...]:
    watcher.speaking(narrator.engine.name, sum(segment.says_something for segment in segments))
    return synthesize(segments, narrator, cache, folder, watcher.heard)
