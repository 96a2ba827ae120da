"""A script becomes sound: engines, clips, the timeline, music, mastering."""

from .engine import Engine, Mark, Speech, Utterance, Voice
from .errors import (
    AudioError,
    EngineError,
    EngineUnreachable,
    FfmpegError,
    IncompleteSpeechError,
    MusicError,
    UnknownVoiceError,
)

__all__ = [
    "AudioError",
    "Engine",
    "EngineError",
    "EngineUnreachable",
    "FfmpegError",
    "IncompleteSpeechError",
    "Mark",
    "MusicError",
    "Speech",
    "UnknownVoiceError",
    "Utterance",
    "Voice",
]
