"""The show's pages, for those who have no podcast app at hand: an index, and one for each episode.

Templates are ours unless the show's folder templates/ holds one of the same name; one of its own may extend
ours by the name bobao/NAME. A style.css there comes after ours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .addresses import FEED, INDEX, address, hosted, is_public, page_of
from .episode import Caption, Episode
from .errors import DesignError
from .feed import STYLE
from .leaves import Leaf
from .media_types import media_type
from .notes import clock, short_clock, story_link
from .show import Show
from .structured import structured_data
from .translations import translation

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")
_PICTURES = (".svg", ".webp", ".png")
"""A picture of the sound, which may lie beside the audio."""

_SHOWN = {"title", "description", "author", "email", "language", "category", "explicit", "public", "base_url"}
_SHOWN |= {"timezone", "feed"}


@dataclass(frozen=True, slots=True)
class Line:
    """A caption, as the page shows it.

    Attributes:
        caption: what is said, and when.
        at: the start as it stands in an address.
        anchor: whether it is the first at that time, so that the address leads to it.
    """

    caption: Caption
    at: str
    anchor: bool


class Design:
    """How a show's pages look.

    Args:
        show: what the podcast is.
        cover: the cover's path from public/.
    """

    def __init__(self, show: Show, cover: str) -> None:
        self._show = show
        self._cover = cover

    @cached_property
    def stamp(self) -> str:
        """Differs whenever a page of the same episodes would look otherwise."""
        settings = self._show.settings.model_dump_json(include=_SHOWN)
        code = [Path(__file__).with_name(f"{name}.py") for name in ("pages", "structured", "translations")]
        files = [*sorted(_TEMPLATES.iterdir()), *code, *self._own_templates()]
        parts = [settings.encode(), self._cover.encode(), *(path.read_bytes() for path in files)]
        return sha256(b"\0".join(sha256(part).digest() for part in parts)).hexdigest()

    @cached_property
    def assets(self) -> Mapping[str, bytes]:
        """Styles and script by path from public/; the names of those that pages use tell their content."""
        style = self._source("style.css") + (self._own("style.css") or b"")
        script = self._own("player.js") or self._source("player.js")
        with self._told():
            feed = self._environment.get_template("feed.css").render(t=self._words).encode()
        return {
            _hashed("assets/style.css", style): style,
            _hashed("assets/player.js", script): script,
            STYLE: feed,
        }

    def index(self, leaf: Leaf, episodes: Iterable[Episode]) -> bytes:
        """A page that lists episodes.

        Args:
            leaf: which page of the list it is.
            episodes: newest first.
        """
        return self._render("index.html", "", leaf.name, leaf=leaf, episodes=episodes)

    def episode(self, episode: Episode, captions: Sequence[Caption]) -> bytes:
        """The page of one episode.

        Args:
            episode: which.
            captions: its text; may be empty.
        """
        page = page_of(episode.id)
        return self._render(
            "episode.html",
            "../",
            page,
            episode=episode,
            made=episode.recording,
            paragraphs=_paragraphs(captions),
            waveform=self._picture(episode),
            structured=structured_data(self._show, episode, self._cover),
        )

    def _render(self, template: str, root: str, page: str, **values: Any) -> bytes:
        style, script = list(self.assets)[:2]
        common = {
            "show": self._show,
            "t": self._words,
            "root": root,
            "cover": self._cover,
            "style": style,
            "script": script,
            "feed": FEED,
            "feed_url": address(self._show, FEED),
            "home": address(self._show, ""),
            "page_url": address(self._show, "" if page == INDEX else page),
            "apps": _apps(address(self._show, FEED)) if is_public(self._show.settings.base_url) else {},
        }
        with self._told():
            return self._environment.get_template(template).render(common | values).encode()

    @cached_property
    def _words(self) -> SimpleNamespace:
        return SimpleNamespace(**translation(self._show.settings.language))

    @cached_property
    def _environment(self) -> "Environment":
        from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

        ours = FileSystemLoader(_TEMPLATES)
        loaders = [FileSystemLoader(self._folder), PrefixLoader({"bobao": ours}), ours]
        environment = Environment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            clock=clock,
            short_clock=short_clock,
            story_link=story_link,
            at=place_in_time,
            hosted=lambda path: quote(hosted(path)),
            page=lambda episode: page_of(episode.id),
            absolute=lambda path: address(self._show, hosted(path)),
            media_type=media_type,
        )
        return environment

    @property
    def _folder(self) -> Path:
        return self._show.folder / "templates"

    def _own_templates(self) -> list[Path]:
        return sorted(path for path in self._folder.rglob("*") if path.is_file())

    def _own(self, name: str) -> bytes | None:
        path = self._folder / name
        return path.read_bytes() if path.is_file() else None

    def _source(self, name: str) -> bytes:
        return (_TEMPLATES / name).read_bytes()

    def _picture(self, episode: Episode) -> str:
        """The path of the picture of its sound from the show's folder; "" if there is none."""
        audio = Path(episode.recording.audio)
        beside = (audio.with_suffix(suffix) for suffix in _PICTURES)
        return next((path.as_posix() for path in beside if (self._show.folder / path).is_file()), "")

    @contextmanager
    def _told(self) -> Iterator[None]:
        from jinja2 import TemplateError

        try:
            yield
        except TemplateError as error:
            line, name = getattr(error, "lineno", 0), getattr(error, "name", "")
            place = f" (line {line} of {name})" if line else ""
            raise DesignError(
                f"a template in {self._folder} fails: {error}{place}", "mend it, or take it away"
            ) from error


def place_in_time(seconds: float) -> str:
    """Seconds as they stand in an address.

    >>> place_in_time(83.50)
    '83.5'
    """
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def _paragraphs(captions: Sequence[Caption]) -> list[list[Line]]:
    lines, seen = [], set[str]()
    for caption in captions:
        at = place_in_time(caption.start_s)
        lines.append(Line(caption, at, at not in seen))
        seen.add(at)
    number = 0
    paragraphs = []
    for line in lines:
        number += line.caption.begins
        paragraphs.append((number, line))
    return [[line for _, line in group] for _, group in groupby(paragraphs, key=lambda pair: pair[0])]


def _apps(feed_url: str) -> dict[str, str]:
    """Links that open a podcast app at this feed; nothing is asked of anybody before one is clicked."""
    bare = feed_url.partition("://")[2]
    return {
        "Apple Podcasts": f"podcast://{bare}",
        "Overcast": f"overcast://x-callback-url/add?url={quote(feed_url, safe='')}",
        "Pocket Casts": f"pktc://subscribe/{bare}",
        "AntennaPod": f"https://antennapod.org/deeplink/subscribe?url={quote(feed_url, safe='')}",
    }


def _hashed(path: str, content: bytes) -> str:
    stem, _, suffix = path.rpartition(".")
    return f"{stem}-{sha256(content).hexdigest()[:12]}.{suffix}"
