"""The `sherpa` engine: models for sherpa-onnx (Kokoro, Matcha, VITS), on this computer, without a network."""

import asyncio
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from scripts import ConfigurationError

from .engine import Speech, Utterance, Voice
from .errors import EngineError
from .pace import Pace
from .sherpa_model import find_model
from .sherpa_process import Answer, SherpaProcess
from .speakable import require_words
from .voices import choose_voice
from .wav import to_wav

_PATIENCE_S = 60.0
_PATIENCE_PER_CHAR_S = 1.0
"""A large model on a small computer needs about as long as its speech lasts, or twice that."""

# What sherpa-onnx says of a word or a character that it knows no sounds for, and leaves out.
_LEFT_OUT = re.compile(
    r"OOV(?: character skipped:| word skipped:|:)? '?(.+?)'?(?:\. Ignore it!| from .+)?$"
    r"|unknown character\. Unicode codepoint: \\U\+([0-9a-f]+)"
)


class SherpaEngine:
    """Speaks with a model that the user has downloaded. See `audio.Engine`.

    The model lives in a process of its own: the library ends its process when a model is not to its liking.
    It says no times.

    Args:
        model: the model's folder.

    Raises:
        ConfigurationError: sherpa-onnx is not installed, or the folder holds no whole model.
    """

    name = "sherpa"
    default_voice = "0"
    concurrency = 1
    max_chars = 1000
    pace = Pace(0.2, 0.02, 0.35, 0.15, 0.3)

    def __init__(self, model: str) -> None:
        if find_spec("sherpa_onnx") is None:
            raise ConfigurationError(
                "the engine sherpa needs the package sherpa-onnx", "pip install 'bobao[sherpa]'"
            )
        self._model = find_model(Path(model).expanduser())
        self._turn = Lock()
        self._process: SherpaProcess | None = None
        self.version = f"1 {self._model.kind} {self._model.version}"

    async def voices(self) -> Sequence[Voice]:
        """The model's speakers, by their numbers: the model says no more of them.

        Raises:
            EngineError: the model cannot be loaded.
        """
        return await asyncio.to_thread(self._speakers)

    def wording(self, utterance: Utterance) -> str:
        """The text itself."""
        return utterance.text

    async def speak(self, utterance: Utterance) -> Speech:
        """Say it, without marks. See `audio.Engine`.

        Raises:
            UnknownVoiceError: the model has no such speaker.
            EngineError: the model does not know all of the words, or cannot be loaded.
        """
        choose_voice(utterance.voice, await self.voices())
        require_words(utterance.text)
        return await asyncio.to_thread(self._speak, utterance)

    def _speakers(self) -> tuple[Voice, ...]:
        with self._turn:
            count = self._running().loaded.header["speakers"]
        return tuple(Voice(str(number), "zh-CN", "", f"speaker {number}") for number in range(count))

    def _running(self) -> SherpaProcess:
        """The model's process; started anew if it has ended."""
        if not (self._process and self._process.is_running):
            self._process = SherpaProcess({"kind": self._model.kind, "files": dict(self._model.files)})
        return self._process

    def _speak(self, utterance: Utterance) -> Speech:
        request = {
            "text": utterance.text,
            "speaker": int(utterance.voice),
            "speed": 1 + utterance.rate_percent / 100,
        }
        with self._turn:
            answer = self._running().ask(request, _PATIENCE_S + _PATIENCE_PER_CHAR_S * len(utterance.text))
        _require_all_words(answer)
        # Where there is no sound, the library gives no rate either.
        audio = to_wav(answer.samples, answer.header["rate_hz"] or 1)
        return Speech(audio, ())


def _require_all_words(answer: Answer) -> None:
    left_out = {_word(*found.groups()) for line in answer.said if (found := _LEFT_OUT.search(line))}
    words = sorted(word for word in left_out if any(character.isalnum() for character in word))
    if words:
        raise EngineError(
            f"the model has no sounds for {', '.join(words)}",
            "say how they are read under [words] in show.toml",
        )


def _word(word: str | None, code: str | None) -> str:
    return chr(int(code, 16)) if code else word or ""
