"""The Mandarin voices of Edge read-aloud, as a snapshot: naming a voice needs no network."""

from collections.abc import Iterable, Mapping
from typing import Any

from .engine import Voice

DEFAULT_VOICE = "zh-CN-YunyangNeural"

SNAPSHOT = (
    Voice(DEFAULT_VOICE, "zh-CN", "male", "news, professional"),
    Voice("zh-CN-XiaoxiaoNeural", "zh-CN", "female", "news, warm"),
    Voice("zh-CN-XiaoyiNeural", "zh-CN", "female", "lively"),
    Voice("zh-CN-YunjianNeural", "zh-CN", "male", "sports, passionate"),
    Voice("zh-CN-YunxiNeural", "zh-CN", "male", "bright, lively"),
    Voice("zh-CN-YunxiaNeural", "zh-CN", "male", "a boy's, cute"),
    Voice("zh-CN-liaoning-XiaobeiNeural", "zh-CN-liaoning", "female", "northeastern dialect, humorous"),
    Voice("zh-CN-shaanxi-XiaoniNeural", "zh-CN-shaanxi", "female", "Shaanxi dialect, bright"),
    Voice("zh-TW-HsiaoChenNeural", "zh-TW", "female", "Taiwan, friendly"),
    Voice("zh-TW-HsiaoYuNeural", "zh-TW", "female", "Taiwan, friendly"),
    Voice("zh-TW-YunJheNeural", "zh-TW", "male", "Taiwan, friendly"),
)
"""As of edge-tts 7.3.1; the default one first."""

# zh-HK is Cantonese, which reads the same characters as another language.
_MANDARIN = ("zh-CN", "zh-TW")


def mandarin_voices(entries: Iterable[Mapping[str, Any]]) -> tuple[Voice, ...]:
    """Read the list that the service publishes.

    Args:
        entries: its JSON: objects with "ShortName", "Locale", "Gender" and, perhaps, "VoiceTag".

    Returns:
        Those for Mandarin, the default one first.

    Raises:
        KeyError, TypeError, AttributeError: it is not such a list.
    """
    voices = [_voice(entry) for entry in entries if entry["Locale"].startswith(_MANDARIN)]
    return tuple(sorted(voices, key=lambda voice: voice.name != DEFAULT_VOICE))


def _voice(entry: Mapping[str, Any]) -> Voice:
    tags = entry.get("VoiceTag", {})
    character = [*tags.get("ContentCategories", ()), *tags.get("VoicePersonalities", ())]
    return Voice(
        entry["ShortName"],
        entry["Locale"],
        entry["Gender"].lower(),
        ", ".join(word.strip().lower() for word in character),
    )
