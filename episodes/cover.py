"""The show's cover: the show's own picture, or one drawn from its title."""

import io
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import ConfigurationError

from .drawing import draw_cover
from .show import Show

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_PX, MOST_PX = 1400, 3000
"""What Apple accepts."""

MOST_BYTES = 500_000
"""What loads on a telephone at once; it is in every audio file, too."""

_USABLE_PX = 600
"""A smaller picture would be a blur at the size that apps ask for."""

_MOST_PIXELS = 100_000_000
_SQUARE = 0.01
_QUALITIES = (90, 85, 80, 70, 60, 50, 40)
_FORMATS = {"JPEG": ".jpg", "PNG": ".png"}
_HINT = "name a square JPEG or PNG of at least 1,400 pixels in show.toml as cover, or leave it empty"


class CoverError(ConfigurationError):
    """A picture cannot be the show's cover."""


def cover_name(show: Show) -> str:
    """What the cover's file is called in public/; another picture has another name, or apps keep the old one.

    Raises:
        CoverError: the show's own picture cannot be used.
    """
    if not show.settings.cover:
        return f"cover-{sha256(f'3000 {show.settings.title}'.encode()).hexdigest()[:8]}.jpg"
    path = show.folder / show.settings.cover
    opened, content = _opened(path)
    suffix = _FORMATS[opened.format or ""] if _fits(opened, content) else ".jpg"
    return f"cover-{sha256(content).hexdigest()[:8]}{suffix}"


def make_cover(show: Show) -> bytes:
    """The cover itself: the show's own picture, written anew only if it must be, or one that is drawn.

    Raises:
        CoverError: the show's own picture cannot be used.
    """
    if not show.settings.cover:
        return draw_cover(show.settings.title)
    opened, content = _opened(show.folder / show.settings.cover)
    return content if _fits(opened, content) else fitted(opened)


def fitted(picture: "Image") -> bytes:
    """A picture as apps want it: square, RGB, of a size they take, as a JPEG that is not too large."""
    from PIL import Image, ImageOps

    flat = picture.convert("RGBA") if "A" in picture.getbands() or "transparency" in picture.info else picture
    if flat.mode == "RGBA":
        flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat)
    for side in (max(LEAST_PX, min(MOST_PX, *picture.size)), LEAST_PX):
        square = ImageOps.fit(flat.convert("RGB"), (side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            if len(jpeg := _jpeg(square, quality)) <= MOST_BYTES:
                return jpeg
    return jpeg  # noise, and nothing else, is larger still


def _jpeg(picture: "Image", quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _opened(path: Path) -> "tuple[Image, bytes]":
    from PIL import Image, UnidentifiedImageError

    try:
        content = path.read_bytes()
        picture = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
        if picture.width * picture.height > _MOST_PIXELS:
            raise CoverError(f"the cover {path} has {picture.width} × {picture.height} pixels", _HINT)
        picture.load()
    except UnidentifiedImageError as error:
        raise CoverError(f"the cover {path} is neither JPEG nor PNG", _HINT) from error
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise CoverError(f"the cover {path} cannot be read: {reason}", _HINT) from error
    _check_shape(path, picture)
    return picture, content


def _check_shape(path: Path, picture: "Image") -> None:
    width, height = picture.size
    if abs(width - height) > _SQUARE * max(width, height):
        raise CoverError(f"the cover {path} has {width} × {height} pixels and is not square", _HINT)
    if min(width, height) < _USABLE_PX:
        raise CoverError(f"the cover {path} has only {width} × {height} pixels", _HINT)


def _fits(picture: "Image", content: bytes) -> bool:
    """Whether it can stay as it is."""
    width, height = picture.size
    return (
        width == height
        and LEAST_PX <= width <= MOST_PX
        and picture.mode == "RGB"
        and "transparency" not in picture.info
        and len(content) <= MOST_BYTES
    )
