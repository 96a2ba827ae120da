"""The show's page, for those who have no podcast app at hand."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .episode import Episode
from .feed import NAME, address
from .notes import clock, story_link
from .show import Show

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"

_TEMPLATES = Path(__file__).with_name("templates")


def render_index(show: Show, episodes: Iterable[Episode], cover: str) -> bytes:
    """Write the page that lists the episodes.

    Args:
        show: what the podcast is.
        episodes: newest first.
        cover: the cover's path from public/.
    """
    template = _environment().get_template("index.html")
    page = template.render(show=show, episodes=episodes, cover=cover, feed=NAME, feed_url=address(show, NAME))
    return page.encode()


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clock=clock, story_link=story_link)
    return environment
