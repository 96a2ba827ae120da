"""What podcast apps require of a picture."""

import io
import warnings
from collections.abc import Iterator

from .problems import Problem, error

LEAST_PX, MOST_PX = 1400, 3000
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
_FIX = f"make it a square RGB JPEG or PNG of {LEAST_PX:,} to {MOST_PX:,} px"


def image_problems(content: bytes, name: str) -> Iterator[Problem]:
    """Check a cover.

    Args:
        content: the file's.
        name: its name or address, with the ending.
    """
    for rule, told in _wrong(content, name):
        yield error(rule, name, told, "Apple Podcasts refuses the picture", _FIX)


def _wrong(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        yield "image-format", "it is no picture"
        return
    if not name.lower().endswith(_ENDINGS.get(image.format or "", ("\0",))):
        yield "image-format", f"it is a {image.format}, which its name does not say or apps do not show"
    width, height = image.size
    if width != height:
        yield "image-square", f"it is not square: {width} × {height} px"
    if not (LEAST_PX <= width <= MOST_PX and LEAST_PX <= height <= MOST_PX):
        yield "image-size", f"it has {width} × {height} px"
    if image.mode != "RGB":
        yield "image-colour", f"its colours are {image.mode}, not RGB"
