"""What an episode takes of the disk is stated, and checked before anything is spoken."""

from pathlib import Path

import pytest

from audio import Sound
from episodes import ShowUnwritable
from episodes.room import ensure_room, needed_bytes


def test_it_grows_with_the_length_and_the_bitrate() -> None:
    assert needed_bytes(18_000, Sound()) < 2_000_000_000
    assert needed_bytes(3600, Sound()) > 3600 * (48_000 + 2 * 12_000)
    assert needed_bytes(3600, Sound(bitrate_kbps=320)) > needed_bytes(3600, Sound())


def test_a_disk_without_room_is_told_in_numbers(tmp_path: Path) -> None:
    ensure_room(tmp_path, 1)
    with pytest.raises(
        ShowUnwritable, match=r"takes up to 1,000,000,000 MB while it is made, and .* MB free"
    ):
        ensure_room(tmp_path, 10**15)
