"""Choosing one of an engine's voices by the name a person typed."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from .engine import Voice
from .errors import UnknownVoiceError

_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}(?=-)")


def choose_voice(name: str, voices: Sequence[Voice]) -> Voice:
    """Find a voice before anything is spoken with it.

    Args:
        name: as given by `--voice`, a show or a script; it must be the voice's whole name.
        voices: what the engine offers for Mandarin.

    Raises:
        UnknownVoiceError: no such voice, or one of another language; the hint names the nearest ones.
    """
    for voice in voices:
        if voice.name == name:
            return voice
    raise UnknownVoiceError(_refusal(name, voices), _suggestion(name, voices))


def _refusal(name: str, voices: Sequence[Voice]) -> str:
    locale = _LOCALE.match(name)
    if locale is None or any(voice.locale.startswith(locale[0]) for voice in voices):
        return f"there is no voice {name!r}"
    language = "Cantonese" if locale[0] == "zh-HK" else locale[0]
    return f"the voice {name!r} speaks {language}, not Mandarin"


def _suggestion(name: str, voices: Sequence[Voice]) -> str:
    nearest = _nearest(name, voices)
    if nearest:
        return f"did you mean {' or '.join(nearest)}? `bobao voices` lists them all"
    return "`bobao voices` lists those there are"


def _nearest(name: str, voices: Sequence[Voice]) -> list[str]:
    """Up to three names that resemble the whole name, or what is left of it without locale and "Neural"."""
    names = {key: voice.name for voice in voices for key in (_key(voice.name), voice.name.lower())}
    matches = get_close_matches(_key(name), names, cutoff=0.7) + get_close_matches(
        name.lower(), names, cutoff=0.85
    )
    return list(dict.fromkeys(names[match] for match in matches))[:3]


def _key(name: str) -> str:
    return name.rpartition("-")[2].lower().removesuffix("neural")
