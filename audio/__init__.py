"""A script becomes sound: engines, clips, the timeline, music, mastering."""

from .cache import ClipCache, default_folder
from .engine import Engine, Mark, Speech, Utterance, Voice
from .engines import EDGE_URL, engine_names, list_voices, load_engine, resolve_voice
from .errors import (
    AudioError,
    EngineBusyError,
    EngineError,
    EngineUnreachable,
    FfmpegError,
    IncompleteSpeechError,
    MusicError,
    UnknownVoiceError,
)
from .ffmpeg import ffmpeg_path, ffmpeg_version
from .mastering import Sound, Tags, encode_speech, master
from .music import JINGLES, Music, load_music
from .synthesis import Clip, Narrator, synthesize
from .timeline import Chapter, Timeline, lay_out
from .voices import choose_voice

__all__ = [
    "EDGE_URL",
    "JINGLES",
    "AudioError",
    "Chapter",
    "Clip",
    "ClipCache",
    "Engine",
    "EngineBusyError",
    "EngineError",
    "EngineUnreachable",
    "FfmpegError",
    "IncompleteSpeechError",
    "Mark",
    "Music",
    "MusicError",
    "Narrator",
    "Sound",
    "Speech",
    "Tags",
    "Timeline",
    "UnknownVoiceError",
    "Utterance",
    "Voice",
    "choose_voice",
    "default_folder",
    "encode_speech",
    "engine_names",
    "ffmpeg_path",
    "ffmpeg_version",
    "lay_out",
    "list_voices",
    "load_engine",
    "load_music",
    "master",
    "resolve_voice",
    "synthesize",
]
