"""What can go wrong with sound; the tree's root is `scripts.BobaoError`.

AudioError
├── EngineError               an engine could not speak
│   ├── EngineUnreachable     its service cannot be reached at all
│   ├── EngineBusyError       its service asks to be left alone for a while
│   └── IncompleteSpeechError it spoke, but not all of the text
├── FfmpegError               ffmpeg is missing, does not run, or failed
└── StorageError              a folder, here or elsewhere, cannot be read or written to
MusicError                    (a ConfigurationError) a music file cannot be used
UnknownVoiceError             (a ConfigurationError) no such voice, or not one for Chinese
"""

from scripts import BobaoError, ConfigurationError


class AudioError(BobaoError):
    """Sound could not be made."""


class EngineError(AudioError):
    """An engine could not speak a text."""


class EngineUnreachable(EngineError):  # noqa: N818 - it names a state of the world, as ConnectionRefused does
    """The engine's service cannot be reached: no network, or nobody answers."""


class EngineBusyError(EngineError):
    """The engine's service is overloaded, or asks for fewer requests; it will answer later."""


class IncompleteSpeechError(EngineError):
    """The engine's answer ended before the text did, or is not sound."""


class FfmpegError(AudioError):
    """ffmpeg is missing, does not run, or failed."""


class StorageError(AudioError):
    """A folder, here or elsewhere, cannot be reached, read or written to."""


class MusicError(ConfigurationError):
    """A music file cannot be used."""


class UnknownVoiceError(ConfigurationError):
    """No such voice, or not one that speaks Mandarin."""
