"""What a backup holds: the list of its files, itself a file that is written last.

A file is kept in blocks of a quarter of a megabyte, each named by the hash of its content. Of a catalog that
has grown by an episode, only the blocks that differ are new.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, ValidationError

from .errors import BackupError
from .sections import Section

MANIFEST = "backup.json"
_FORMAT = 1
_BLOCK_BYTES = 1 << 18


def _contained(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in parts[0]:
        raise ValueError("it should be a path within the show's folder")
    return path


Inside = Annotated[str, AfterValidator(_contained)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class KeptFile(Section):
    """A file of the show.

    Attributes:
        bytes: its size.
        modified_ns: when it was changed, in nanoseconds since 1970.
        executable: whether it is a program.
        blocks: the SHA-256 of each.
    """

    bytes: int
    modified_ns: int
    executable: bool
    blocks: tuple[Digest, ...]


class Manifest(Section):
    """A backup.

    Attributes:
        format: of this file.
        show: names the show, whatever its folder; a random UUID.
        title: what the show was called.
        made_at: when, with a zone.
        files: by their paths from the show's folder.
        hosted: sizes of files that their owner has put into public/, by their paths from there.
    """

    format: Literal[1] = 1
    show: str
    title: str
    made_at: datetime
    files: dict[Inside, KeptFile]
    hosted: dict[Inside, int]

    @classmethod
    def parse(cls, data: bytes, url: str) -> Self:
        """Read a manifest.

        Args:
            data: what the file holds.
            url: where it was found.

        Raises:
            BackupError: it is none, is damaged, or was made by a newer bobao.
        """
        try:
            found = json.loads(data)["format"]
            if isinstance(found, int) and found > _FORMAT:
                raise BackupError(f"the backup at {url} was made by a newer bobao", "update bobao")
            return cls.model_validate_json(data)
        except (ValueError, LookupError, TypeError, ValidationError) as error:
            raise BackupError(
                f"{MANIFEST} at {url} is not a whole backup's", "name another place, or remove that file"
            ) from error

    def render(self) -> bytes:
        """The file itself."""
        return self.model_dump_json(indent=1).encode()

    @property
    def blocks(self) -> set[str]:
        """All that it needs, by their names."""
        return {block for file in self.files.values() for block in file.blocks}

    def says_the_same(self, other: "Manifest | None") -> bool:
        """Whether it holds what another one holds."""
        return other is not None and self == other.model_copy(update={"made_at": self.made_at})


def block_path(digest: str) -> str:
    """Where a block lies, from the backup's folder."""
    return f"blocks/{digest}"


def blocks_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's blocks, each with its name."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield sha256(block).hexdigest(), block
