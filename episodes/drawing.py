"""A cover drawn from a show's title: a broadcast's waves over a horizon, in colours of its own."""

import colorsys
import io
import math
import re
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SIDE_PX = 3000
"""The most that Apple takes; apps scale it down."""

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

_MARGIN_PX = 300
_LINE_WIDTH = 6
_MOST_LINES = 3
_MOST_TYPE_PX = 620
_QUALITY = 88

_TURN = Lock()
"""A cover takes 27 MB while it is drawn: the shows of a fleet draw theirs one after another."""

_PIECE = re.compile(r"[!-~]+|\s|.")
"""What stays on one line: a Latin word, a Chinese character."""


def draw_cover(title: str) -> bytes:
    """Draw the cover of a show.

    Returns:
        A square RGB JPEG of 3,000 px; the title is on it if there is type for it and it is not too long.
    """
    with _TURN:
        return _drawn(title)


def _drawn(title: str) -> bytes:
    hue = sha256(title.encode()).digest()[0] / 255
    cover = _sky(hue)
    lines = lines_of(title)
    font = _type_for(lines)
    if font:
        _draw_waves(cover, hue, middle_px=1000, reach_px=560)
        _draw_title(cover, lines, font)
    else:
        _draw_waves(cover, hue, middle_px=1500, reach_px=800)
    out = io.BytesIO()
    cover.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def lines_of(title: str) -> list[str]:
    """A title in lines of much the same length; none if it has too many for a cover."""
    pieces = _PIECE.findall(title.strip())
    count = math.ceil(_width(title.strip()) / _LINE_WIDTH)
    if not pieces or count > _MOST_LINES:
        return []
    lines, least = [""], _width(title.strip()) / count
    for piece in pieces:
        if _width(lines[-1]) >= least - _width(piece) / 2:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _width(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if char > "\u2e80" else 0.55 for char in text)


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _sky(hue: float) -> "Image":
    """One colour that darkens into its neighbour."""
    from PIL import Image

    top, bottom = _colour(hue, 0.62, 0.72), _colour(hue + 0.08, 0.85, 0.24)
    mask = Image.linear_gradient("L").resize((1, SIDE_PX), Image.Resampling.BICUBIC)
    column = Image.composite(Image.new("RGB", mask.size, bottom), Image.new("RGB", mask.size, top), mask)
    return column.resize((SIDE_PX, SIDE_PX), Image.Resampling.NEAREST)


def _draw_waves(cover: "Image", hue: float, middle_px: int, reach_px: int) -> None:
    """Rounded bars, as tall as a voice is loud, white in the middle and tinted at the edges."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(cover)
    count, width, gap = 17, 84, 62
    left = (SIDE_PX - count * width - (count - 1) * gap) // 2
    for bar in range(count):
        away = abs(bar - count // 2) / (count // 2)
        swing = math.cos(away * math.pi / 2) * (0.5 + 0.5 * math.cos(bar * 2.3) ** 2)
        half = round(70 + (reach_px - 70) * swing)
        x = left + bar * (width + gap)
        box = (x, middle_px - half, x + width, middle_px + half)
        draw.rounded_rectangle(box, width // 2, fill=_colour(hue + 0.04, 0.45 * away**1.5, 1.0))


def _draw_title(cover: "Image", lines: list[str], font: "FreeTypeFont") -> None:
    from PIL import ImageDraw

    draw: ImageDraw.ImageDraw = ImageDraw.Draw(cover)
    step = round(font.size * 1.25)
    top = 2200 - step * (len(lines) - 1) // 2
    for number, line in enumerate(lines):
        draw.text((SIDE_PX // 2, top + number * step), line, font=font, fill="white", anchor="mm")


def _type_for(lines: list[str]) -> "FreeTypeFont | None":
    """Chinese type as large as the lines allow; None if there is none, or nothing to write."""
    font = _chinese_font(_MOST_TYPE_PX) if lines else None
    if not font:
        return None
    widest = max(font.getlength(line) for line in lines)
    room = min(1.0, (SIDE_PX - 2 * _MARGIN_PX) / widest, 1250 / (len(lines) * 1.25 * _MOST_TYPE_PX))
    return font.font_variant(size=round(_MOST_TYPE_PX * room))


def _chinese_font(size_px: int) -> "FreeTypeFont | None":
    from PIL import ImageFont

    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return None
