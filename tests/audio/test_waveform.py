"""The picture of an episode shows how loud it is where, and is small."""

import io
from array import array

import pytest
from lxml import etree

from audio import heights_in
from audio.waveform import BARS, ENVELOPE_HZ, draw_waveform, envelope


def sizes(samples: list[int]) -> tuple[float, ...]:
    return envelope(len(samples) / ENVELOPE_HZ)(io.BytesIO(array("h", samples).tobytes()))


@pytest.mark.parametrize("seconds", [0.48, 24, 61])
def test_a_bar_is_the_mean_of_its_stretch(seconds: float) -> None:
    half = round(seconds * ENVELOPE_HZ / 2)
    found = sizes([1000, -1000] * (half // 2) + [100] * half)
    assert len(found) == BARS
    assert found[: BARS // 2 - 1] == pytest.approx([1000] * (BARS // 2 - 1), rel=0.01)
    assert found[BARS // 2 + 2 : BARS - 2] == pytest.approx([100] * (BARS // 2 - 4), rel=0.01)


def test_it_is_an_svg_whose_bars_can_be_read_again() -> None:
    drawn = draw_waveform([0, 50, 100, 25])
    root = etree.fromstring(drawn.encode())
    assert (root.tag, root.get("viewBox")) == ("{http://www.w3.org/2000/svg}svg", "0 0 16 96")
    low, middle, high, quarter = heights_in(drawn)
    assert low < quarter < middle < high <= 1


def test_silence_is_a_thin_line_and_no_picture_is_large() -> None:
    assert set(heights_in(draw_waveform([0.0] * BARS))) == {2 / 96}
    assert len(draw_waveform([1.0, 0.5] * (BARS // 2))) < 5000
