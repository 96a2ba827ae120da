"""Files that are seen whole or not at all."""

import filecmp
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import ShowUnwritable


@contextmanager
def told_if_unwritable(folder: Path) -> Iterator[None]:
    """Turn what the file system says of a folder that cannot be written to into an error of ours.

    Raises:
        ShowUnwritable: the disk is full, the rights are missing, or the like.
    """
    try:
        yield
    except OSError as error:
        hint = "free some disk space" if error.errno == 28 else "mend its rights, or choose another folder"  # noqa: PLR2004 - ENOSPC
        raise ShowUnwritable(f"{folder} cannot be written to: {error.strerror or error}", hint) from error


def replace_if_changed(path: Path, content: bytes) -> bool:
    """Write a file beside its place and rename it into it, unless it holds just this already.

    Its modification time, and so its ETag, moves only with its content.

    Returns:
        Whether it was written.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    beside = _beside(path)
    beside.write_bytes(content)
    beside.replace(path)
    return True


def replace_by(path: Path, write: Callable[[BinaryIO], None], approve: Callable[[Path], None]) -> bool:
    """The same for what is too large to be held: it is written a piece at a time.

    Args:
        path: where it shall lie.
        write: writes it.
        approve: is shown the finished file beside its place; what it raises leaves the old one standing.

    Returns:
        Whether the file was replaced.
    """
    beside = _beside(path)
    try:
        with beside.open("wb") as out:
            write(out)
        if path.is_file() and filecmp.cmp(beside, path, shallow=False):
            return False
        approve(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def settle(finished: Path, place: Path) -> None:
    """Move a finished file into its place on the same disk; once it is there, it outlives a power cut."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with finished.open("rb+") as file:
        os.fsync(file.fileno())
    finished.replace(place)


def digest_of(path: Path) -> str:
    """The SHA-256 of what a file holds, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")
