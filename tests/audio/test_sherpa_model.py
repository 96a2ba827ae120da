"""A folder with a model for sherpa-onnx is known by its files."""

from pathlib import Path

import pytest

from audio.sherpa_model import find_model
from scripts import ConfigurationError


def files(folder: Path, *names: str) -> Path:
    """A folder with empty files; a name that ends in / is a folder."""
    for name in names:
        path = folder / name
        path.mkdir(parents=True) if name.endswith("/") else path.write_bytes(b"")
    return folder


def named(path: str) -> str:
    return ",".join(Path(each).name for each in path.split(","))


# As the archives of the models hold them.
KOKORO = ("model.onnx", "voices.bin", "tokens.txt", "espeak-ng-data/")
KOKORO_LEXICONS = ("lexicon-gb-en.txt", "lexicon-us-en.txt", "lexicon-zh.txt", "date-zh.fst", "dict/")
MATCHA = ("model-steps-3.onnx", "vocos-22khz-univ.onnx", "lexicon.txt", "tokens.txt", "phone.fst", "dict/")
PIPER = ("zh_CN-huayan-medium.onnx", "zh_CN-huayan-medium.onnx.json", "tokens.txt", "espeak-ng-data/")


@pytest.mark.parametrize(
    ("names", "kind", "wanted"),
    [
        (
            KOKORO + KOKORO_LEXICONS,
            "kokoro",
            {
                "model": "model.onnx",
                "voices": "voices.bin",
                "tokens": "tokens.txt",
                "lexicon": "lexicon-us-en.txt,lexicon-zh.txt",
                "data_dir": "espeak-ng-data",
            },
        ),
        (
            MATCHA,
            "matcha",
            {
                "acoustic_model": "model-steps-3.onnx",
                "vocoder": "vocos-22khz-univ.onnx",
                "tokens": "tokens.txt",
                "lexicon": "lexicon.txt",
            },
        ),
        (
            PIPER,
            "vits",
            {"model": "zh_CN-huayan-medium.onnx", "tokens": "tokens.txt", "data_dir": "espeak-ng-data"},
        ),
        (
            ("model.int8.onnx", "model.onnx", "tokens.txt", "lexicon.txt"),
            "vits",
            {"model": "model.onnx", "tokens": "tokens.txt", "lexicon": "lexicon.txt"},
        ),
    ],
)
def test_a_model_is_known_by_the_files_in_its_folder(
    tmp_path: Path, names: tuple[str, ...], kind: str, wanted: dict[str, str]
) -> None:
    model = find_model(files(tmp_path, *names))
    assert model.kind == kind
    assert {name: named(path) for name, path in model.files.items()} == wanted


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((), "the vits model in .* lacks its .onnx file"),
        (("model.onnx",), "the vits model in .* lacks tokens.txt"),
        (("voices.bin",), "the kokoro model in .* lacks its .onnx file"),
        (KOKORO[:3], "the kokoro model in .* lacks espeak-ng-data"),
        (("model-steps-3.onnx", "tokens.txt"), "the matcha model in .* lacks its vocoder"),
        (("vocos-22khz-univ.onnx", "tokens.txt"), "the matcha model in .* lacks its .onnx file"),
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, names: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        find_model(files(tmp_path, *names))
    assert "pretrained_models" in caught.value.hint


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no model folder"):
        find_model(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="not a whole path"):
        find_model(Path("models"))
