"""What the owner of a show does with episodes that are published."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from scripts import LONGEST_TITLE, ConfigurationError

from .catalog import Catalog
from .episode import Episode
from .errors import ShowLocked, ShowUnwritable
from .files import replace_if_changed, told_if_unwritable
from .image_rules import image_problems
from .show import Show, locked, require_catalog
from .site import refresh
from .sweeping import release
from .transcripts import paths_of


@dataclass(frozen=True, slots=True)
class Edit:
    """What its owner wants to say of an episode; None leaves what is there.

    Attributes:
        title: "" is the story's own.
        notes: what stands first in the notes.
        image: a square picture of its own.
    """

    title: str | None = None
    notes: str | None = None
    image: Path | None = None


def edit_episode(show: Show, known: str, edit: Edit, now: datetime) -> Episode:
    """Change what is shown of an episode; its audio, guid and time stay, so no app takes it for a new one.

    Args:
        show: whose episode it is.
        known: its id.
        edit: what is changed.
        now: for what is taken away when its time of grace is over.

    Raises:
        UnknownEpisode: there is none of this id.
        ConfigurationError: the title is too long, or apps would not show the picture.
    """
    if edit.title and len(edit.title) > LONGEST_TITLE:
        told = f"the title has {len(edit.title)} characters"
        raise ConfigurationError(told, f"{LONGEST_TITLE} are the most")
    with _opened(show) as catalog:
        before = catalog.published(known)
        catalog.edit(
            known,
            title=before.own_title if edit.title is None else " ".join(edit.title.split()),
            notes=before.notes if edit.notes is None else edit.notes.strip(),
            image=_placed_image(show, known, edit.image) if edit.image else before.image,
        )
        if edit.image and before.image:
            release(show.folder / before.image)
        refresh(show, catalog, now)
        return catalog.published(known)


def remove_episode(show: Show, known: str, now: datetime, *, at_once: bool = False) -> Episode:
    """Take an episode out of feed and pages; its files go a day later, or at once.

    Raises:
        UnknownEpisode: there is none of this id.
    """
    with _opened(show) as catalog:
        episode = catalog.published(known)
        catalog.remove(known)
        refresh(show, catalog, now)
        for path in (show.folder / name for name in files_of(episode)):
            if at_once:
                path.unlink(missing_ok=True)
            else:
                release(path)
    return episode


def bring_up_to_date(show: Show, now: datetime) -> None:
    """Let feed and pages say what show.toml says today, unless a build holds it or it is read-only."""
    with (
        suppress(ShowLocked, ShowUnwritable),
        locked(show),
        told_if_unwritable(show.folder),
        Catalog(show.catalog) as catalog,
    ):
        refresh(show, catalog, now)


def files_of(episode: Episode) -> Iterator[str]:
    """The paths of an episode's own files, from the show's folder."""
    recording = episode.recording
    yield from (name for name in (recording.audio, episode.image, *paths_of(recording.texts)) if name)


def _placed_image(show: Show, known: str, image: Path) -> str:
    try:
        content = image.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{image} cannot be read: {error.strerror}", "name a picture") from error
    if problem := next(image_problems(content, image.name), None):
        raise ConfigurationError(str(problem), problem.fix)
    name = f"public/images/{known}-{sha256(content).hexdigest()[:12]}{image.suffix.lower()}"
    (show.folder / name).parent.mkdir(exist_ok=True)
    replace_if_changed(show.folder / name, content)
    return name


@contextmanager
def _opened(show: Show) -> Iterator[Catalog]:
    require_catalog(show)
    with locked(show), told_if_unwritable(show.folder), Catalog(show.catalog) as catalog:
        yield catalog
