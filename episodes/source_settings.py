"""What [[source]] in show.toml may say: where stories come from, and which of them are told."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from .sections import Line, Section

Word = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
_LINK = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)


class SourceOrder(StrEnum):
    """Which stories come first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LISTED = "listed"


class SourceSettings(Section):
    """[[source]]: one place that stories come from."""

    feed: Line = ""
    page: Line = ""
    folder: Line = ""
    command: tuple[Line, ...] = ()
    include: tuple[Word, ...] = ()
    exclude: tuple[Word, ...] = ()
    limit: Annotated[int, Field(ge=1, le=1000)] = 20
    max_age_days: Annotated[float, Field(ge=0, le=36_500)] = 0
    order: SourceOrder = SourceOrder.NEWEST

    @property
    def label(self) -> str:
        """What the source is called."""
        return self.feed or self.page or self.folder or " ".join(self.command)

    @property
    def max_age(self) -> timedelta | None:
        """How old a story may be; None for any age."""
        return timedelta(days=self.max_age_days) if self.max_age_days else None

    @field_validator("feed", "page")
    @classmethod
    def _link(cls, url: str) -> str:
        if url and not _LINK.fullmatch(url):
            raise PydanticCustomError("link", "it should be an address such as https://example.com/feed.xml")
        return url

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(map(bool, (self.feed, self.page, self.folder, self.command))) != 1:
            raise PydanticCustomError("source", "it should have just one of feed, page, folder, command")
        return self
