"""An assignment as text, fit to be sent to another process or machine, and known by its content.

Nothing in it depends on where it was packed: files are named by what they hold, engines by how they are made.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from audio import JINGLES, ConnectionLimit, Engine, Music, Narrator, Soundtrack, load_engine, portable_options
from scripts import ConfigurationError

from .casting import Cast
from .files import digest_of
from .making import Assignment
from .settings import Settings

FILES = "files"
"""The folder of what is packed beside the text: music, and the cover."""

_OURS = "jingles"


@dataclass(frozen=True, slots=True)
class Part:
    """A narrator, so that another process can have one just like it.

    Attributes:
        engine: its name.
        options: what it is made with.
        version: what it must say of itself, or it would sound otherwise.
        voice: the name of one of its voices.
        rate_percent: speed against the voice's own.
        budget_s: how long it may take to speak an episode; None for as long as it needs.
    """

    engine: str
    options: dict[str, Any]
    version: str
    voice: str
    rate_percent: int
    budget_s: float | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """An assignment and who is to speak it.

    Attributes:
        assignment: its files are named from the place that the parcel is brought to.
        lead: whoever was asked for.
        understudy: who speaks all of it if the lead cannot; None if nobody may.
    """

    assignment: Assignment
    lead: Part
    understudy: Part | None


_Parcel = TypeAdapter(Parcel)


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel as it is sent.

    Attributes:
        key: known by its content; 32 hexadecimal digits.
        text: JSON.
        files: what has to lie in the place it is brought to, by name.
    """

    key: str
    text: str
    files: dict[str, Path]


def pack(assignment: Assignment, cast: Cast, settings: Settings) -> Packed:
    """Pack an assignment.

    Args:
        assignment: its files must be there.
        cast: who is to speak.
        settings: what its engines were made with.
    """
    files = {_packed_name(path): path for path in _files_of(assignment)}
    names = {path: Path(name) for name, path in files.items()}
    understudy = _part(cast.understudy, settings) if cast.understudy else None
    parcel = Parcel(_refiled(assignment, names.__getitem__), _part(cast.lead, settings), understudy)
    text = _Parcel.dump_json(parcel).decode()
    key = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Packed(key, text, {name: path for name, path in files.items() if name.startswith(FILES)})


def unpack(text: str, place: Callable[[str], Path], limit: ConnectionLimit | None) -> tuple[Assignment, Cast]:
    """What was packed.

    Args:
        text: as it was sent.
        place: where a file of this name is.
        limit: bounds the narrators' connections to speech services.

    Raises:
        ConfigurationError: an engine cannot be had here, or would sound otherwise.
    """
    parcel = _Parcel.validate_json(text)
    assignment = _refiled(parcel.assignment, partial(_unpacked, place=place))
    understudy = _narrator(parcel.understudy, limit) if parcel.understudy else None
    return assignment, Cast(_narrator(parcel.lead, limit), understudy)


def _files_of(assignment: Assignment) -> Iterator[Path]:
    yield assignment.tags.cover
    track = assignment.track
    yield from (music.path for music in (track.intro, track.outro, track.bed) if music)


def _refiled(assignment: Assignment, renamed: Callable[[Path], Path]) -> Assignment:
    """The same with other names for its files."""

    def music(given: Music | None) -> Music | None:
        return given and replace(given, path=renamed(given.path))

    track = assignment.track
    tags = replace(assignment.tags, cover=renamed(assignment.tags.cover))
    moved = Soundtrack(music(track.intro), music(track.outro), music(track.bed), track.bed_under)
    return replace(assignment, tags=tags, track=moved)


def _packed_name(path: Path) -> str:
    for which, ours in JINGLES.items():
        if path == ours:
            return f"{_OURS}/{which}"
    return f"{FILES}/{digest_of(path)}{path.suffix}"


def _unpacked(name: Path, place: Callable[[str], Path]) -> Path:
    parts = PurePosixPath(name.as_posix())
    return JINGLES[parts.name] if parts.parent.name == _OURS else place(str(parts))


def _part(narrator: Narrator, settings: Settings) -> Part:
    engine = narrator.engine
    options = dict(portable_options(engine.name, settings.options_of(engine.name)))
    return Part(
        engine.name, options, engine.version, narrator.voice, narrator.rate_percent, narrator.budget_s
    )


def _narrator(part: Part, limit: ConnectionLimit | None) -> Narrator:
    engine = _engine(part.engine, json.dumps(part.options))
    if engine.version != part.version:
        raise ConfigurationError(
            f"the engine {part.engine} of a worker is {engine.version}, and this one {part.version}",
            "install the same versions on all machines",
        )
    return Narrator(engine, part.voice, part.rate_percent, part.budget_s, limit)


@cache
def _engine(name: str, options: str) -> Engine:
    """An engine is loaded once in a worker's life: one may hold a large model."""
    return load_engine(name, json.loads(options))
