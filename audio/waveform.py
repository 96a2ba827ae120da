"""A picture of an episode: how loud it is from beginning to end, as bars."""

import re
from array import array
from collections.abc import Callable, Sequence
from typing import IO

ENVELOPE_HZ = 1_000
"""The rate at which a sound is looked at. What a voice has below 500 Hz shows its syllables and pauses."""

BARS = 240
SUFFIX = ".svg"

_WIDTH, _GAP, _HEIGHT = 3, 1, 96
_LEAST = 2
_COLOUR = "#5b6b7f"
"""Stands out from white and from black."""

_BAR = re.compile(r"v(\d+)")
_READ_BYTES = 2 * ENVELOPE_HZ


def envelope(length_s: float) -> Callable[[IO[bytes]], tuple[float, ...]]:
    """What makes `BARS` means of a sound's size out of its 16-bit mono samples at `ENVELOPE_HZ`.

    Args:
        length_s: how long the sound is.
    """
    total = max(BARS, round(length_s * ENVELOPE_HZ))
    ends = [(bar + 1) * total // BARS for bar in range(BARS)]

    def read(stream: IO[bytes]) -> tuple[float, ...]:
        sums, bar, at = [0] * BARS, 0, 0
        while piece := stream.read(_READ_BYTES):
            values = array("h", piece)
            while values:
                room = ends[bar] - at if bar < BARS - 1 else len(values)
                part, values = values[:room], values[room:]
                sums[bar] += sum(map(abs, part))
                at += len(part)
                bar += at == ends[bar] and bar < BARS - 1
        return tuple(each * BARS / total for each in sums)

    return read


def draw_waveform(sizes: Sequence[float]) -> str:
    """Draw bars of these sizes, the largest as high as the picture.

    Returns:
        An SVG document of 960 × 96, without a background, the same for the same sizes.
    """
    heights = _heights(sizes)
    bars = "".join(
        f"M{number * (_WIDTH + _GAP) + _WIDTH / 2:g} {(_HEIGHT - height) / 2:g}v{height}"
        for number, height in enumerate(heights)
    )
    width = len(sizes) * (_WIDTH + _GAP)
    size = f'viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}"'
    pen = f'fill="none" stroke="{_COLOUR}" stroke-width="{_WIDTH}" stroke-linecap="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="{bars}" {pen}/></svg>\n'


def heights_in(picture: str) -> tuple[float, ...]:
    """The heights of a drawn picture's bars, 0 to 1."""
    return tuple(int(height) / _HEIGHT for height in _BAR.findall(picture))


def _heights(sizes: Sequence[float]) -> list[int]:
    """Even numbers, so that a bar's two ends lie on whole pixels; its round caps are part of it."""
    most = max([*sizes, 1.0])
    room = _HEIGHT - _WIDTH - 1
    return [max(_LEAST, round((size / most) ** 0.8 * room / 2) * 2) for size in sizes]
