"""A script becomes sound: engines, clips, the timeline, music, mastering."""

from .cache import ClipCache, cache_bound_bytes, default_folder, open_cache
from .cache_upkeep import Freed, clear_cache, prune_cache, survey_cache
from .engine import Engine, Mark, Speech, Utterance, Voice
from .engines import EDGE_URL, engine_names, is_set_up, list_voices, load_engine, resolve_voice
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
from .estimate import estimated_s, usual_budget_s
from .ffmpeg import ffmpeg_path, ffmpeg_version
from .levels import Sound
from .mastering import encode_speech, master
from .music import JINGLES, Music, load_music
from .pace import Pace
from .synthesis import Clip, Narrator, synthesize
from .tags import Tags
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
    "Freed",
    "IncompleteSpeechError",
    "Mark",
    "Music",
    "MusicError",
    "Narrator",
    "Pace",
    "Sound",
    "Speech",
    "Tags",
    "Timeline",
    "UnknownVoiceError",
    "Utterance",
    "Voice",
    "cache_bound_bytes",
    "choose_voice",
    "clear_cache",
    "default_folder",
    "encode_speech",
    "engine_names",
    "estimated_s",
    "ffmpeg_path",
    "ffmpeg_version",
    "is_set_up",
    "lay_out",
    "list_voices",
    "load_engine",
    "load_music",
    "master",
    "open_cache",
    "prune_cache",
    "resolve_voice",
    "survey_cache",
    "synthesize",
    "usual_budget_s",
]
