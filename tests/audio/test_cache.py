"""Speech that was made once is found again, whole, and only for what it was made for."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import ClipCache, Mark, Speech, Utterance, default_folder
from audio.cache import DEFAULT_BOUND_BYTES, _key, cache_bound_bytes
from audio.cache_upkeep import clear_cache
from scripts import ConfigurationError
from tests.properties import brief
from tests.tones import ToneEngine

ASKED = Utterance("今天是晴天。", "sine")
SPEECH = Speech(b"RIFF\n\x00sound", (Mark("今天", 0.0, 0.5), Mark("是晴天。", 0.5, 1.25)))


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path)


def entry(folder: Path) -> Path:
    (only,) = (path for path in folder.rglob("*") if path.is_file())
    return only


def test_what_was_never_made_is_not_there(cache: ClipCache) -> None:
    assert cache.get(ToneEngine(), ASKED) is None


def test_what_was_kept_is_there_for_every_engine_of_the_kind(cache: ClipCache) -> None:
    cache.put(ToneEngine(), ASKED, SPEECH)
    assert cache.get(ToneEngine(), ASKED) == SPEECH


@brief
@given(
    audio=st.binary(),
    marks=st.lists(
        st.builds(Mark, st.text(st.characters(codec="utf-8")), st.floats(0, 99), st.floats(0, 99))
    ),
)
def test_any_speech_comes_back_as_it_was(cache: ClipCache, audio: bytes, marks: list[Mark]) -> None:
    cache.put(ToneEngine(), ASKED, Speech(audio, tuple(marks)))
    assert cache.get(ToneEngine(), ASKED) == Speech(audio, tuple(marks))


class Shouting(ToneEngine):
    def wording(self, utterance: Utterance) -> str:
        return utterance.text + "！"


class Homophonic(ToneEngine):
    def wording(self, utterance: Utterance) -> str:  # noqa: ARG002 - all sounds the same
        return "ta1 lai2 le5"


class Renamed(ToneEngine):
    name = "buzz"


@pytest.mark.parametrize(
    ("engine", "asked"),
    [
        (ToneEngine(), replace(ASKED, voice="square")),
        (ToneEngine(), replace(ASKED, rate_percent=10)),
        (ToneEngine(), replace(ASKED, text="今天是阴天。")),
        (ToneEngine(version="2"), ASKED),
        (Shouting(), ASKED),
        (Renamed(), ASKED),
    ],
    ids=["voice", "rate", "text", "version", "wording", "engine"],
)
def test_what_would_sound_different_is_another_entry(
    cache: ClipCache, engine: ToneEngine, asked: Utterance
) -> None:
    cache.put(ToneEngine(), ASKED, SPEECH)
    assert cache.get(engine, asked) is None


def test_homophones_keep_their_own_marks(cache: ClipCache) -> None:
    cache.put(Homophonic(), replace(ASKED, text="他来了"), SPEECH)
    assert cache.get(Homophonic(), replace(ASKED, text="她来了")) is None


def test_an_entry_with_any_byte_changed_is_not_used(cache: ClipCache, tmp_path: Path) -> None:
    cache.put(ToneEngine(), ASKED, SPEECH)
    path = entry(tmp_path)
    whole = path.read_bytes()
    for at, byte in enumerate(whole):
        path.write_bytes(whole[:at] + bytes([byte ^ 1]) + whole[at + 1 :])
        assert cache.get(ToneEngine(), ASKED) is None


def test_an_entry_cut_off_anywhere_is_not_used(cache: ClipCache, tmp_path: Path) -> None:
    cache.put(ToneEngine(), ASKED, SPEECH)
    path = entry(tmp_path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert cache.get(ToneEngine(), ASKED) is None


def test_a_damaged_entry_is_replaced(cache: ClipCache, tmp_path: Path) -> None:
    cache.put(ToneEngine(), ASKED, SPEECH)
    entry(tmp_path).write_bytes(b"")
    cache.put(ToneEngine(), ASKED, SPEECH)
    assert cache.get(ToneEngine(), ASKED) == SPEECH


# Recency ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age_s", "noted_age_s"),
    [(7200, 0), (1800, 1800), (-7200, 0)],
    ids=["long ago", "just now", "in the future"],
)
def test_use_is_noted_once_an_hour(
    cache: ClipCache, tmp_path: Path, age_s: float, noted_age_s: float
) -> None:
    cache.put(ToneEngine(), ASKED, SPEECH)
    now_s = time.time()
    os.utime(entry(tmp_path), (now_s - age_s, now_s - age_s))
    assert cache.get(ToneEngine(), ASKED) == SPEECH
    assert entry(tmp_path).stat().st_mtime == pytest.approx(now_s - noted_age_s, abs=60)


def test_at_the_end_of_a_build_what_was_longest_of_no_use_goes(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, bound_bytes=2_500)
    asked = [replace(ASKED, text=text) for text in "甲乙丙"]
    for utterance in asked:
        cache.put(ToneEngine(), utterance, Speech(b"x" * 1_000, ()))
    os.utime(cache._path(_key(ToneEngine(), asked[1])), (1, 1))
    cache.keep_bounded()
    assert [cache.get(ToneEngine(), each) is None for each in asked] == [False, True, False]


def test_a_build_that_added_nothing_removes_nothing(tmp_path: Path) -> None:
    ClipCache(tmp_path).put(ToneEngine(), ASKED, SPEECH)
    cache = ClipCache(tmp_path, bound_bytes=0)
    assert cache.get(ToneEngine(), ASKED) == SPEECH
    cache.keep_bounded()
    assert entry(tmp_path).exists()


# Trouble ---------------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_to_is_told_of_once(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("not a folder", "utf-8")
    warnings: list[str] = []
    cache = ClipCache(tmp_path / "taken", warn=warnings.append)
    for text in "甲乙丙":
        cache.put(ToneEngine(), replace(ASKED, text=text), SPEECH)
    cache.keep_bounded()
    assert cache.get(ToneEngine(), ASKED) is None
    (warning,) = warnings
    assert warning.startswith("speech is not kept for next time: ")
    assert str(tmp_path / "taken") in warning
    assert "BOBAO_CACHE_DIR" in warning


def test_without_a_listener_there_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("not a folder", "utf-8")
    ClipCache(tmp_path / "taken").put(ToneEngine(), ASKED, SPEECH)


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow beyond some bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="Windows sets no limits on a process")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_of_and_nothing_half_written_stays(tmp_path: Path) -> None:
    warnings: list[str] = []
    cache = ClipCache(tmp_path, warn=warnings.append)
    cache.put(ToneEngine(), ASKED, Speech(b"x" * 10_000, ()))
    assert len(warnings) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# Several at once -------------------------------------------------------------------------------------------


def put_and_get_often(folder: Path) -> bool:
    cache, speech = ClipCache(folder, warn=fail), Speech(b"x" * 200_000, ())
    for _ in range(20):
        cache.put(ToneEngine(), ASKED, speech)
        if cache.get(ToneEngine(), ASKED) != speech:
            return False
    return True


def put_get_and_prune_often(folder: Path) -> bool:
    """Everything is removed again at once; what is found is whole all the same."""
    cache, speech = ClipCache(folder, bound_bytes=0, warn=fail), Speech(b"x" * 200_000, ())
    for _ in range(20):
        cache.put(ToneEngine(), ASKED, speech)
        if cache.get(ToneEngine(), ASKED) not in {speech, None}:
            return False
        cache.keep_bounded()
    return True


def fail(warning: str) -> None:
    raise AssertionError(warning)


@pytest.fixture(params=["threads", "processes"])
def pool(request: pytest.FixtureRequest) -> Iterator[Executor]:
    spawn = get_context("spawn")
    with ThreadPoolExecutor(4) if request.param == "threads" else ProcessPoolExecutor(2, spawn) as pool:
        yield pool


def test_several_writers_of_one_entry_do_not_disturb_each_other(pool: Executor, tmp_path: Path) -> None:
    assert all(pool.map(put_and_get_often, [tmp_path] * 4))
    assert entry(tmp_path).suffix == ".clip"


def test_writers_and_pruners_do_not_disturb_each_other(pool: Executor, tmp_path: Path) -> None:
    assert all(pool.map(put_get_and_prune_often, [tmp_path] * 4))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_cleared_while_it_is_written_is_written_again(tmp_path: Path) -> None:
    speech = Speech(b"x" * 200_000, ())
    with ThreadPoolExecutor(2) as pool:
        putting = pool.submit(put_often, ClipCache(tmp_path), speech)
        while not putting.done():
            clear_cache(tmp_path)
    ClipCache(tmp_path, warn=fail).put(ToneEngine(), ASKED, speech)
    assert ClipCache(tmp_path).get(ToneEngine(), ASKED) == speech
    assert entry(tmp_path).suffix == ".clip"


def put_often(cache: ClipCache, speech: Speech) -> None:
    for _ in range(50):
        cache.put(ToneEngine(), ASKED, speech)
        assert cache.get(ToneEngine(), ASKED) in {speech, None}


# What the environment says ---------------------------------------------------------------------------------


def test_the_environment_may_name_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOBAO_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path


def test_else_it_is_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOBAO_CACHE_DIR", raising=False)
    assert "bobao" in default_folder().parts


@pytest.mark.parametrize(("said", "bound"), [("", DEFAULT_BOUND_BYTES), ("500", 500_000_000), (" 0 ", 0)])
def test_the_environment_may_set_the_bound(said: str, bound: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOBAO_CACHE_MB", said)
    assert cache_bound_bytes() == bound


@pytest.mark.parametrize("said", ["much", "-1", "1.5", "2 GB", "²", "1_000"])
def test_a_bound_that_is_no_number_is_an_error(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOBAO_CACHE_MB", said)
    with pytest.raises(ConfigurationError, match="BOBAO_CACHE_MB"):
        cache_bound_bytes()
