"""The cover is what Apple accepts, and every show has its own."""

import io

import pytest
from PIL import Image

from episodes.drawing import draw_cover


@pytest.mark.parametrize("title", ["播报", "A", "很长很长很长很长很长的节目名字" * 10, "👩‍👩‍👧", "<b>&"])
def test_it_is_a_square_rgb_jpeg_that_is_large_enough(title: str) -> None:
    drawn = draw_cover(title)
    image = Image.open(io.BytesIO(drawn))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(drawn) < 500_000


def test_the_same_title_gives_the_same_bytes_and_another_one_others() -> None:
    assert draw_cover("早报") == draw_cover("早报") != draw_cover("晚报")


def test_it_is_not_a_plain_colour() -> None:
    image = Image.open(io.BytesIO(draw_cover("播报"))).convert("L")
    darkest, lightest = image.getextrema()
    assert int(lightest) - int(darkest) > 100  # type: ignore[arg-type]
