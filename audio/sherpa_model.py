"""A folder with a sherpa-onnx model: which kind it is, by the files in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scripts import ConfigurationError

_DESCRIBED = "unpack one of k2-fsa.github.io/sherpa/onnx/tts/pretrained_models there, with all its files"
_VOCODERS = ("vocos", "hifigan")
_HEAD_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SherpaModel:
    """A model that can be loaded.

    Attributes:
        kind: "kokoro", "matcha" or "vits".
        files: the paths that sherpa-onnx wants for this kind, by its names for them.
        version: changes with the model.
    """

    kind: str
    files: Mapping[str, str]
    version: str


def find_model(folder: Path) -> SherpaModel:
    """Recognise the model in a folder.

    Raises:
        ConfigurationError: there is none, it is not the only one, or a file is missing.
    """
    if not folder.is_absolute():
        raise ConfigurationError(f"the model's folder “{folder}” is not a whole path", "begin it with / or ~")
    if not folder.is_dir():
        raise ConfigurationError(f"there is no model folder {folder}", _DESCRIBED)
    networks = sorted(folder.glob("*.onnx"), key=lambda path: ("int8" in path.name, path.name))
    vocoders = [path for path in networks if path.name.startswith(_VOCODERS)]
    voices = [path for path in networks if path not in vocoders]
    kind = (
        "kokoro" if (folder / "voices.bin").exists() else "matcha" if _is_matcha(voices, vocoders) else "vits"
    )
    if not voices:
        raise _missing(folder, kind, "its .onnx file")
    files = {**_network(kind, voices[0], vocoders, folder), **_language(kind, folder)}
    return SherpaModel(kind, files, _version(voices[0], files))


def _is_matcha(voices: list[Path], vocoders: list[Path]) -> bool:
    # Their names tell how many steps the model takes: model-steps-3.onnx.
    return bool(vocoders) or any("steps" in path.name for path in voices)


def _network(kind: str, voice: Path, vocoders: list[Path], folder: Path) -> dict[str, str]:
    if kind == "kokoro":
        return {"model": str(voice), "voices": str(folder / "voices.bin")}
    if kind == "vits":
        return {"model": str(voice)}
    if not vocoders:
        raise _missing(folder, kind, "its vocoder (vocos-….onnx or hifigan-….onnx)")
    return {"acoustic_model": str(voice), "vocoder": str(vocoders[0])}


def _language(kind: str, folder: Path) -> dict[str, str]:
    """What turns text into sounds: tokens, and a lexicon or espeak-ng's data, or both."""
    # A model has one kind of English: lexicon-us-en.txt or lexicon-gb-en.txt.
    lexicons = [path for path in sorted(folder.glob("lexicon*.txt")) if "gb-en" not in path.name]
    data = folder / "espeak-ng-data"
    if not (folder / "tokens.txt").exists():
        raise _missing(folder, kind, "tokens.txt")
    if kind == "kokoro" and not data.is_dir():
        raise _missing(folder, kind, "espeak-ng-data")
    found = {"tokens": str(folder / "tokens.txt")}
    if lexicons:
        found["lexicon"] = ",".join(map(str, lexicons))
    if data.is_dir():
        found["data_dir"] = str(data)
    return found


def _missing(folder: Path, kind: str, what: str) -> ConfigurationError:
    return ConfigurationError(f"the {kind} model in {folder} lacks {what}", _DESCRIBED)


def _version(network: Path, files: Mapping[str, str]) -> str:
    """A hash of the network's first MB and of every file's size: to read all of a large one takes seconds."""
    with network.open("rb") as file:
        digest = sha256(file.read(_HEAD_BYTES))
    for path in ",".join(files.values()).split(","):
        digest.update(f"{Path(path).name} {Path(path).stat().st_size}\n".encode())
    return digest.hexdigest()[:16]
