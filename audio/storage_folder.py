"""A storage that is a folder of this computer; see `Storage`."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from secrets import token_hex

_PART = ".part"


def part_name() -> str:
    """A name for what is not whole yet: hidden, short, and nobody else's."""
    return f".{token_hex(4)}{_PART}"


def is_part(path: str) -> bool:
    """Whether a file is not whole yet."""
    name = PurePosixPath(path).name
    return name.startswith(".") and name.endswith(_PART)


class Folder:
    """Files below a folder, written beside their places and renamed into them; made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self, *, alone: bool) -> dict[str, int]:
        """The size of every file, by its path; `alone` removes what is half-written."""
        found: dict[str, int] = {}
        for path in self._paths():
            name = path.relative_to(self._folder).as_posix()
            with suppress(FileNotFoundError):  # others write and remove meanwhile
                if not is_part(name):
                    found[name] = path.stat().st_size
                elif alone:
                    path.unlink()
        return found

    def read(self, path: str) -> bytes | None:
        """What a file holds, or None."""
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, path: str, data: bytes) -> None:
        """Put a file of this content in its place."""
        with whole(self._folder / path) as beside:
            beside.write_bytes(data)
            _endure(beside)

    def put(self, local: Path, path: str, _content_type: str, _caching: str) -> None:
        """Copy a file into its place."""
        with whole(self._folder / path) as beside:
            shutil.copyfile(local, beside)

    def take(self, local: Path, path: str) -> None:
        """Move a file into its place."""
        with whole(self._folder / path) as beside:
            shutil.move(local, beside)
            _endure(beside)

    def fetch(self, path: str, local: Path) -> bool:
        """Copy a file out of here."""
        with suppress(FileNotFoundError), (self._folder / path).open("rb") as file, whole(local) as beside:
            with beside.open("wb") as out:
                shutil.copyfileobj(file, out, 1 << 20)
            return True
        return False

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        (self._folder / path).unlink(missing_ok=True)

    def _paths(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self._folder, followlinks=True):
            for name in names:
                yield Path(folder, name)


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """A path to write to; what lies there then is moved into its place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(part_name())
    try:
        yield beside
        beside.replace(place)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _endure(path: Path) -> None:
    """Have a file outlive a power cut. It takes milliseconds; what is only copied is still elsewhere."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
