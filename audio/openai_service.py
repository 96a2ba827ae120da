"""Where a server with OpenAI's interface is, and what it is asked."""

import os
from dataclasses import dataclass
from typing import Any

from .engine import Utterance


@dataclass(frozen=True, slots=True)
class Service:
    """A server with OpenAI's speech interface.

    Attributes:
        url: what comes before /audio/speech.
        model: what it is to speak with.
        format: "wav" or "mp3".
        key_name: the name of the environment's variable that holds the key.
    """

    url: str
    model: str
    format: str
    key_name: str

    @property
    def address(self) -> str:
        """Where to ask for speech."""
        return f"{self.url}/audio/speech"

    @property
    def key(self) -> str:
        """The key, or "" if there is none; a secret."""
        return os.environ.get(self.key_name, "").strip() if self.key_name else ""

    def request(self, utterance: Utterance) -> dict[str, Any]:
        """What is sent, as JSON (https://platform.openai.com/docs/api-reference/audio/createSpeech)."""
        return {
            "model": self.model,
            "input": utterance.text,
            "voice": utterance.voice,
            "response_format": self.format,
            "speed": 1 + utterance.rate_percent / 100,
        }
