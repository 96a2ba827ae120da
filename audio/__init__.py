"""A script becomes sound: engines, clips, the timeline, music, mastering."""

from .cache import ClipCache, cache_bound_bytes, default_folder, open_cache
from .cache_upkeep import Freed, clear_cache, prune_cache, survey_cache
from .connections import ConnectionLimit, MachineLimit
from .cues import Cue, Soundtrack
from .engine import Engine, Line, Mark, Speech, Utterance, Voice
from .engines import (
    EDGE_URL,
    engine_names,
    is_set_up,
    list_voices,
    load_engine,
    make_ready,
    portable_options,
    resolve_voice,
)
from .errors import (
    AudioError,
    EngineBusyError,
    EngineError,
    EngineUnreachable,
    FfmpegError,
    IncompleteSpeechError,
    MusicError,
    StorageError,
    UnknownVoiceError,
)
from .estimate import Foreseen, foresee, usual_budget_s
from .ffmpeg import ffmpeg_path, ffmpeg_version
from .inspection import MOST_TRUE_PEAK_DBTP, AudioReport, Silence, inspect_audio
from .levels import Sound
from .mastering import Master, encode_speech, master
from .music import JINGLES, Music, load_music
from .pace import Pace
from .shared_clips import shared_address, sharing_trouble
from .storage import Storage, lies_within
from .synthesis import Clip, Narrator, synthesize
from .tags import SyntheticLabel, Tags, fitting
from .timeline import Chapter, Event, Placed, Timeline, lay_out
from .voices import choose_voice
from .waveform import SUFFIX as WAVEFORM
from .waveform import heights_in

__all__ = [
    "EDGE_URL",
    "JINGLES",
    "MOST_TRUE_PEAK_DBTP",
    "WAVEFORM",
    "AudioError",
    "AudioReport",
    "Chapter",
    "Clip",
    "ClipCache",
    "ConnectionLimit",
    "Cue",
    "Engine",
    "EngineBusyError",
    "EngineError",
    "EngineUnreachable",
    "Event",
    "FfmpegError",
    "Foreseen",
    "Freed",
    "IncompleteSpeechError",
    "Line",
    "MachineLimit",
    "Mark",
    "Master",
    "Music",
    "MusicError",
    "Narrator",
    "Pace",
    "Placed",
    "Silence",
    "Sound",
    "Soundtrack",
    "Speech",
    "Storage",
    "StorageError",
    "SyntheticLabel",
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
    "ffmpeg_path",
    "ffmpeg_version",
    "fitting",
    "foresee",
    "heights_in",
    "inspect_audio",
    "is_set_up",
    "lay_out",
    "lies_within",
    "list_voices",
    "load_engine",
    "load_music",
    "make_ready",
    "master",
    "open_cache",
    "portable_options",
    "prune_cache",
    "resolve_voice",
    "shared_address",
    "sharing_trouble",
    "survey_cache",
    "synthesize",
    "usual_budget_s",
]
