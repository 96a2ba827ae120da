"""show.toml says what a show is; what is wrong in it is told in one line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes import Settings, SettingsError
from episodes.settings import TEMPLATE
from scripts import Pauses
from tests.properties import brief

DATA = Path(__file__).with_name("data") / "settings.txt"
CASES = [case.strip("\n").split("\n→ ") for case in DATA.read_text("utf-8").split("\n\n")[1:]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "show.toml"


def loaded(path: Path, text: str) -> Settings:
    path.write_text(text, "utf-8")
    return Settings.load(path)


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        Settings.load(path)
    return str(caught.value)


@pytest.mark.parametrize(("written", "told"), CASES)
def test_what_is_wrong_is_told_in_one_line(path: Path, written: str, told: str) -> None:
    line = refusal(path, written.encode())
    assert line.startswith(f"{path}: {told.removesuffix('…')}")
    assert "\n" not in line
    assert told.endswith("…") or line.endswith(told)


def test_a_misspelt_option_is_told_with_all_there_are(path: Path) -> None:
    told = refusal(path, b'titel = "a"')
    assert told == f"{path}: unknown key “titel”; here may stand: {', '.join(Settings.model_fields)}"


@pytest.mark.parametrize("content", [b'title = "', b"title", b'title = "a"\ntitle = "b"', b"\x00", b"[[[["])
def test_what_is_not_toml_is_told(path: Path, content: bytes) -> None:
    told = refusal(path, content)
    assert told.startswith(f"{path} is not TOML: ")
    assert "\n" not in told


def test_what_is_not_utf_8_is_told(path: Path) -> None:
    assert refusal(path, 'title = "播报"'.encode("gb18030")) == f"{path} is not UTF-8; save it as UTF-8"


def test_what_is_long_is_not_told_in_full(path: Path) -> None:
    assert len(refusal(path, f'title = "{"长" * 9999}"'.encode())) < 250 + len(str(path))


@brief
@given(st.binary() | st.from_regex(rb"\[?(title|voice|words|pauses)\]?\s*=?\s*[\"\[{\w.]*", fullmatch=True))
def test_any_file_is_read_or_refused_in_one_line(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    told = ""
    try:
        Settings.load(path)
    except SettingsError as error:
        told = str(error)
    assert "\n" not in told


def test_a_file_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.load(path)


# What it may say -------------------------------------------------------------------------------------------


def test_the_template_shows_every_option_at_its_default() -> None:
    assert Settings.load(TEMPLATE) == Settings()
    text = TEMPLATE.read_text("utf-8")
    for name, field in Settings.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None) or getattr(
            field.annotation, "__match_args__", ()
        )
        for option in inner or [name]:
            assert re.search(rf"^(# )?({option} = |\[+{option}\]+$)", text, re.MULTILINE), option


def test_an_empty_file_is_all_defaults(path: Path) -> None:
    assert loaded(path, "") == Settings()
    assert loaded(path, "\ufeff") == Settings()


def test_a_whole_number_may_stand_for_seconds(path: Path) -> None:
    assert loaded(path, "[pauses]\nsentence_s = 1\n").pauses == Pauses(sentence_s=1.0)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a/", "https://example.com/a/"),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://example.com/播", "https://example.com/%E6%92%AD/"),
        ("https://example.com/%E6%92%AD", "https://example.com/%E6%92%AD/"),
        ("", ""),
    ],
)
def test_the_address_is_ascii_and_ends_with_a_slash(path: Path, written: str, address: str) -> None:
    assert loaded(path, f'base_url = "{written}"').base_url == address


def test_the_shows_words_are_said_in_its_way(path: Path) -> None:
    assert loaded(path, '[words]\n"GPT-4o" = "GPT 四 O"').speaker("GPT-4o来了") == "GPT 四 O来了"


def test_settings_do_not_change(path: Path) -> None:
    made = loaded(path, "")
    with pytest.raises(ValueError, match="frozen"):
        made.title = "别的"
