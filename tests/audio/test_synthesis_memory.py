"""A long script takes no more memory than a short one."""

import sys

import pytest

from benchmarks.synthesis_memory import BOUND_MB, peaks_mb


@pytest.mark.storm
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process its peak")
def test_2000_segments_take_hardly_more_memory_than_20() -> None:
    peaks = peaks_mb()
    assert peaks["many"] - peaks["few"] < BOUND_MB
    assert peaks["again"] - peaks["few"] < BOUND_MB
