"""What show.toml may say of runs that nobody watches: [run], [digest], [keep], [notify]."""

import re
from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from scripts import DIGEST_FIELDS, names_in

from .due import clock_time
from .sections import Line, Section


def _digest_template(text: str) -> str:
    if any(name not in DIGEST_FIELDS for name in names_in(text)):
        allowed = ", ".join(f"{{{name}}}" for name in DIGEST_FIELDS)
        raise PydanticCustomError("template", f"in braces may stand only {allowed}")
    return text


DigestTitle = Annotated[
    Line, StringConstraints(min_length=1, max_length=200), AfterValidator(_digest_template)
]
DigestNotes = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_digest_template)]
Phrase = Annotated[Line, StringConstraints(max_length=200)]
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://\S+")


class Making(StrEnum):
    """What a run makes of the stories that it finds."""

    EPISODES = "episodes"
    DIGEST = "digest"


def _no_times() -> PydanticCustomError:
    return PydanticCustomError(
        "time", 'it should be a time of day such as "06:30", or a list such as ["06:30", "18:00"]'
    )


class RunSettings(Section):
    """[run]: when a show is due, and what `bobao run` does when nobody watches."""

    at: Annotated[tuple[str, ...], Field(max_length=96)] = ("06:30",)
    make: Making = Making.EPISODES
    minutes: Annotated[float, Field(gt=0, le=1440)] = 60
    attempts: Annotated[int, Field(ge=1, le=100)] = 3
    corrections_days: Annotated[float, Field(ge=0, le=365)] = 3
    rebuild_fallbacks: bool = True

    @property
    def times(self) -> tuple[time, ...]:
        """The times of day at which the show is due, in its zone, in their order; may be empty."""
        return tuple(sorted({moment for text in self.at if (moment := clock_time(text))}))

    @field_validator("at", mode="before")
    @classmethod
    def _one_or_several(cls, at: Any) -> Any:
        if not isinstance(at, str | list | tuple):
            raise _no_times()
        return (at,) if isinstance(at, str) else tuple(at)

    @field_validator("at")
    @classmethod
    def _times_of_day(cls, at: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(clock_time, at)):
            raise _no_times()
        return at

    @field_serializer("at")
    def _as_written(self, at: tuple[str, ...]) -> str | tuple[str, ...]:
        return at[0] if len(at) == 1 else at


class DigestSettings(Section):
    """[digest]: how several stories are told as one episode."""

    title: DigestTitle = "{date}：{title}"
    notes: DigestNotes = ""
    minutes: Annotated[float, Field(gt=0, le=600)] = 20
    editions: Annotated[int, Field(ge=1, le=1000)] = 1
    headlines: Phrase = "今天的主要内容有："
    transitions: tuple[Phrase, ...] = ("接下来看另一条消息。", "再来看下一条。", "我们继续关注。")


class KeepSettings(Section):
    """[keep]: how many episodes stay, and how long; 0 is for ever."""

    episodes: Annotated[int, Field(ge=0)] = 0
    days: Annotated[int, Field(ge=0, le=36_500)] = 0


class Telling(StrEnum):
    """After which runs somebody is told."""

    FAILURE = "failure"
    NEWS = "news"
    ALWAYS = "always"


class NotifySettings(Section):
    """[notify]: who is told how a run ended."""

    on: Telling = Telling.FAILURE
    to: tuple[Line, ...] = ()
    heartbeat: Line = ""

    @field_validator("to")
    @classmethod
    def _addresses(cls, to: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_ADDRESS.fullmatch(each) or _VARIABLE.fullmatch(each) for each in to):
            raise PydanticCustomError(
                "notify", "each should be an address of apprise's, or a variable that holds one"
            )
        return to

    @model_validator(mode="after")
    def _web(self) -> Self:
        if self.heartbeat and not re.fullmatch(r"https?://\S+", self.heartbeat):
            raise PydanticCustomError(
                "link", "its heartbeat should be an address such as https://hc-ping.com/…"
            )
        return self
