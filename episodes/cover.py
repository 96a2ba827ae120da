"""The show's cover, drawn from its title: a broadcast's waves on a colour of its own."""

import colorsys
import io
import math
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIDE_PX = 1400
"""The least that Apple accepts; every app scales it down anyway."""

_FONTS = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansSC-Bold.otf",
    "SourceHanSansSC-Bold.otf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Medium.ttc",
    "msyhbd.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
)
"""Chinese type as Linux, macOS and Windows name it."""

_LONGEST_TITLE = 12


def draw_cover(title: str) -> bytes:
    """Draw the cover of a show.

    Returns:
        A square RGB JPEG of 1,400 px.
    """
    from PIL import Image, ImageDraw

    hue = sha256(title.encode()).digest()[0] / 255
    image = Image.linear_gradient("L").resize((SIDE_PX, SIDE_PX))
    cover = _two_tone(image, _colour(hue, 0.62, 0.78), _colour(hue + 0.06, 0.78, 0.36))
    draw = ImageDraw.Draw(cover)
    font = _chinese_font(min(250, 1100 // max(2, len(title))))
    if font and len(title) <= _LONGEST_TITLE:
        draw.text((SIDE_PX // 2, 960), title, font=font, fill="white", anchor="mm")
        _draw_waves(draw, middle_px=520)
    else:
        _draw_waves(draw, middle_px=700)
    out = io.BytesIO()
    cover.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _two_tone(mask: "Image", top: tuple[int, int, int], bottom: tuple[int, int, int]) -> "Image":
    from PIL import Image

    return Image.composite(Image.new("RGB", mask.size, bottom), Image.new("RGB", mask.size, top), mask)


def _draw_waves(draw: "ImageDraw", middle_px: int) -> None:
    """Eleven rounded bars, as tall as a voice is loud."""
    width, gap = 46, 34
    left = (SIDE_PX - 11 * width - 10 * gap) // 2
    for bar in range(11):
        swing = math.cos((bar - 5) / 5 * math.pi / 2) * (0.55 + 0.45 * math.cos(bar * 2.1) ** 2)
        half = round(40 + 260 * swing)
        x = left + bar * (width + gap)
        draw.rounded_rectangle((x, middle_px - half, x + width, middle_px + half), width // 2, fill="white")


def _chinese_font(size_px: int) -> "FreeTypeFont | None":
    from PIL import ImageFont

    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return None
