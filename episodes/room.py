"""How much of the disk an episode takes while it is made: stated before it starts, and checked."""

import shutil
from pathlib import Path

from audio import Sound

from .errors import ShowUnwritable

_CLIP_BYTES_PER_S = 48_000
"""Samples of 16 bits, 24,000 a second."""

_COPIES = 2
"""The encoded sound, and the same with its tags."""

_MARGIN = 1.5
"""An engine may speak slower than its pace says, or give more samples a second."""

_BESIDES_BYTES = 5_000_000


def needed_bytes(length_s: float, sound: Sound) -> int:
    """What an episode of this length takes beside its place, at the most, until it is finished."""
    per_second = _CLIP_BYTES_PER_S + _COPIES * sound.bitrate_kbps * 125
    return round(_MARGIN * length_s * per_second) + _BESIDES_BYTES


def ensure_room(folder: Path, needed: int) -> None:
    """Find out whether a folder's disk has so much room.

    Raises:
        ShowUnwritable: it has not.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ShowUnwritable(
            f"an episode of this length takes up to {needed / 1e6:,.0f} MB while it is made, and {folder} has"
            f" {free / 1e6:,.0f} MB free",
            "free some disk space",
        )
