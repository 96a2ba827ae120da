"""Sound as ffmpeg has encoded it becomes a file with all that players show."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from .id3 import id3_tag
from .mp4 import describe
from .tags import Tags
from .timeline import Chapter


def write_tagged(bare: Path, tags: Tags, chapters: Sequence[Chapter], result: Path) -> None:
    """Write an encoded sound again with its tags.

    Args:
        bare: an MP3 without any tag, or an M4A that has its chapters already.
        tags: what players show.
        chapters: for an MP3; at most 255.
        result: the new file.
    """
    with result.open("wb") as out:
        if bare.suffix == ".m4a":
            describe(bare, tags, out)
            return
        out.write(id3_tag(tags, chapters))
        with bare.open("rb") as sound:
            shutil.copyfileobj(sound, out, 1 << 20)
