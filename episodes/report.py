"""What a build is asked, what it tells while it works, and what it reports at its end."""

from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from audio import Clip, Foreseen, Timeline
from scripts import BobaoError

from .episode import Episode


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks of a build beyond what the show says.

    Attributes:
        title: the episode's title instead of the story's; "" is the story's.
        engine: this engine and no other, never a fallback; "" is the show's.
        voice: the name of a voice; "" is the show's, or the engine's own choice.
        rate_percent: speed; None is the show's.
        update: the id of the episode that the story belongs to; "" lets the catalog find it.
    """

    title: str = ""
    engine: str = ""
    voice: str = ""
    rate_percent: int | None = None
    update: str = ""


class Change(StrEnum):
    """What a build did to an episode."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one story.

    Attributes:
        source: as the user named it.
        change: what was done.
        episode: as published.
        segments: how many say something.
        cached: how many of them had been spoken before.
    """

    source: str
    change: Change
    episode: Episode
    segments: int
    cached: int

    @property
    def synthesized(self) -> int:
        """How many segments were spoken anew."""
        return self.segments - self.cached


@dataclass(frozen=True, slots=True)
class Planned:
    """What a build would do with one story.

    Attributes:
        source: as the user named it.
        change: what would be done.
        title: of the episode.
        timeline: about what would be heard when.
        room_bytes: how much of the disk it would take while it is made.
    """

    source: str
    change: Change
    title: str
    timeline: Timeline[Foreseen]
    room_bytes: int

    @property
    def segments(self) -> int:
        """How many say something."""
        return len(self.timeline.placed)

    @property
    def estimated_s(self) -> float:
        """About how long it would play, music included."""
        return self.timeline.length_s


@dataclass(frozen=True, slots=True)
class Failed:
    """A story that no episode was made of.

    Attributes:
        source: as the user named it.
        error: why.
    """

    source: str
    error: BobaoError


Outcomes: TypeAlias = Generator["Built | Failed", None, None]
"""What becomes of several stories, one after the other; closed, it gives up those that are left."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes:
        built: the stories that have an episode now.
        failed: those that have none because of an error.
    """

    built: tuple[Built, ...]
    failed: tuple[Failed, ...]

    @property
    def status(self) -> str:
        """As in `--json`: built, nothing-new, partial or failed."""
        if self.failed:
            return "partial" if self.built else "failed"
        return "nothing-new" if all(each.change is Change.UNCHANGED for each in self.built) else "built"


class Stage(StrEnum):
    """The stages that take time."""

    READING = "Reading"
    SPEAKING = "Speaking"
    MASTERING = "Mastering"
    PUBLISHING = "Publishing"
    KEEPING = "Backing up"


class Watcher(Protocol):
    """Told what a build is doing; nothing it does changes the build."""

    def stage(self, stage: Stage, subject: str) -> None:
        """A stage begins, for a source or a title."""
        ...

    def speaking(self, engine: str, segments: int) -> None:
        """An engine begins with so many segments."""
        ...

    def heard(self, clip: Clip) -> None:
        """A segment's sound is there."""
        ...

    def making(self, stories: int, workers: int) -> None:
        """A crew of so many workers begins with so many stories."""
        ...

    def made(self) -> None:
        """One of the crew's stories is done, or has failed."""
        ...

    def warn(self, message: str) -> None:
        """Something the user should know, in one line; the build goes on."""
        ...
