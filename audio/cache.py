"""The clip cache: speech that was made once is not made again.

An entry is one file named by the SHA-256 of all that shapes the sound. It holds a line with the hash of all
that follows, the marks as a line of JSON, and then the engine's bytes as they came. It is written beside its
place and renamed into it, so that other processes see it whole or not at all.
"""

import json
import os
import tempfile
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path

from .engine import Engine, Mark, Speech, Utterance

ENVIRONMENT = "BOBAO_CACHE_DIR"


def default_folder() -> Path:
    """Where clips are kept: the user's cache folder, or what BOBAO_CACHE_DIR says."""
    if os.environ.get(ENVIRONMENT):
        return Path(os.environ[ENVIRONMENT])
    from platformdirs import user_cache_path

    return user_cache_path("bobao", appauthor=False)


class ClipCache:
    """Speech by what was asked for.

    Args:
        folder: where the entries lie; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "clips"

    def get(self, engine: Engine, utterance: Utterance) -> Speech | None:
        """The speech that was kept, or None if there is none or the entry is damaged."""
        try:
            digest, _, kept = self._path(engine, utterance).read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest != sha256(kept).hexdigest().encode():
            return None
        marks, _, audio = kept.partition(b"\n")
        return Speech(audio, tuple(Mark(*mark) for mark in json.loads(marks)))

    def put(self, engine: Engine, utterance: Utterance, speech: Speech) -> None:
        """Keep speech that is known to be whole."""
        path = self._path(engine, utterance)
        path.parent.mkdir(parents=True, exist_ok=True)
        marks = json.dumps([astuple(mark) for mark in speech.marks], ensure_ascii=False)
        kept = marks.encode() + b"\n" + speech.audio
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            file.write(sha256(kept).hexdigest().encode() + b"\n" + kept)
        Path(file.name).replace(path)

    def _path(self, engine: Engine, utterance: Utterance) -> Path:
        asked = [
            engine.name,
            engine.version,
            utterance.voice,
            utterance.rate_percent,
            engine.wording(utterance),
        ]
        key = sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()
        return self._folder / key[:2] / f"{key[2:]}.clip"
