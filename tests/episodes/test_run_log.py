"""The log reads well, rotates, and keeps nobody from building."""

import re
from pathlib import Path

from episodes.job import LOG
from episodes.run_log import LARGEST_BYTES, OLDER, open_log
from tests.episodes.samples import show


def lines(folder: Path) -> list[str]:
    return (folder / "logs" / "run.log").read_text("utf-8").splitlines()


def test_each_thing_is_a_line_in_the_shows_time(tmp_path: Path) -> None:
    with open_log(show(tmp_path)) as log:
        log.info("Reading %s", "https://example.cn/1")
        log.warning("新\nline\x1b[31m \u202eends")
    first, second = lines(tmp_path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0800  INFO     Reading https://example.cn/1", first)
    assert second.endswith("  WARNING  新 line [31m  ends")


def test_it_stays_within_its_bound(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / LOG).write_bytes(b"line\n" * LARGEST_BYTES)
    for _ in range(OLDER + 3):
        with open_log(show(tmp_path)) as log:
            log.info("x" * (LARGEST_BYTES - 100))
    sizes = [path.stat().st_size for path in (tmp_path / "logs").iterdir()]
    assert len(sizes) == OLDER + 2
    assert max(sizes) <= LARGEST_BYTES
    assert (tmp_path / LOG).read_bytes().startswith(b"line\n")


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    with open_log(show(tmp_path)) as log:
        log.info("x")
