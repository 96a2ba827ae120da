"""A picture of the user's is taken as it is if apps take it, made fit if it can be, and else refused in a line."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from episodes import Show
from episodes.cover import CoverError, cover_name, make_cover

from .samples import show


def with_cover(folder: Path, picture: Image.Image, name: str = "mine.jpg", **options: Any) -> Show:
    picture.save(folder / name, **options)
    return show(folder, cover=name)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("name", ["mine.jpg", "mine.png"])
def test_a_fit_picture_stays_as_it_is(tmp_path: Path, name: str) -> None:
    made = with_cover(tmp_path, Image.new("RGB", (1500, 1500), "teal"), name)
    assert make_cover(made) == (tmp_path / name).read_bytes()
    assert cover_name(made).endswith(Path(name).suffix)


@pytest.mark.parametrize(
    ("mode", "size", "side"),
    [
        ("RGB", (4000, 4000), 3000),
        ("RGB", (900, 900), 1400),
        ("RGBA", (1500, 1500), 1500),
        ("CMYK", (1600, 1600), 1600),
        ("P", (1400, 1400), 1400),
        ("L", (1400, 1400), 1400),
        ("RGB", (1400, 1409), 1400),
    ],
)
def test_what_apps_do_not_take_is_made_fit(
    tmp_path: Path, mode: str, size: tuple[int, int], side: int
) -> None:
    name = "mine.png" if mode in {"RGBA", "P"} else "mine.jpg"
    content = make_cover(made := with_cover(tmp_path, Image.new(mode, size, 1), name))
    picture = opened(content)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (side, side))
    assert cover_name(made).endswith(".jpg")


def test_what_is_too_large_a_file_is_written_anew(tmp_path: Path) -> None:
    noise = Image.effect_noise((1600, 1600), 25).convert("RGB")
    made = with_cover(tmp_path, noise, quality=100)
    assert (tmp_path / "mine.jpg").stat().st_size > 1_000_000
    assert len(make_cover(made)) <= 500_000


def test_what_is_seen_through_is_white(tmp_path: Path) -> None:
    made = with_cover(tmp_path, Image.new("RGBA", (1500, 1500), (0, 0, 0, 0)), "mine.png")
    assert opened(make_cover(made)).getpixel((7, 7)) == (255, 255, 255)


def test_another_picture_has_another_name(tmp_path: Path) -> None:
    one = cover_name(with_cover(tmp_path, Image.new("RGB", (1500, 1500), "teal")))
    assert cover_name(with_cover(tmp_path, Image.new("RGB", (1500, 1500), "navy"))) != one


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file"),
        (b"", "neither JPEG nor PNG"),
        (b"GIF89a", "neither JPEG nor PNG"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "mine.jpg").write_bytes(content)
    with pytest.raises(CoverError, match=told):
        cover_name(show(tmp_path, cover="mine.jpg"))


@pytest.mark.parametrize(
    ("size", "told"), [((1600, 900), "is not square"), ((300, 300), "has only 300 × 300")]
)
def test_what_would_be_cut_or_blurred_is_refused(tmp_path: Path, size: tuple[int, int], told: str) -> None:
    with pytest.raises(CoverError, match=told):
        cover_name(with_cover(tmp_path, Image.new("RGB", size)))


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    made = with_cover(tmp_path, Image.effect_noise((1500, 1500), 60).convert("RGB"))
    path = tmp_path / "mine.jpg"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(CoverError, match="cannot be read"):
        cover_name(made)
