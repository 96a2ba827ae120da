"""What tests of finished audio files share."""

import pytest
from PIL import Image

from audio import SyntheticLabel, Tags


@pytest.fixture(scope="session")
def tags(tmp_path_factory: pytest.TempPathFactory) -> Tags:
    cover = tmp_path_factory.mktemp("cover") / "cover.jpg"
    Image.new("RGB", (64, 64), "red").save(cover)
    return Tags(
        title="新馆开馆",
        show="播报",
        date="2026-11-20",
        comment="海州日报 https://example.com/1",
        language="zho",
        cover=cover,
        publisher="海州日报",
        link="https://example.com/1",
        transcript="新馆开馆。\n馆长说：“欢迎。”",
        label=SyntheticLabel("播报编辑部", "urn:uuid:1"),
    )
