"""A show, and episodes of it, as a build would leave them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from audio import Chapter
from episodes import Episode, Recording, Settings, Show

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
"""Twelve o'clock in Shanghai."""

COVER = "cover-0.jpg"


def show(folder: Path = Path("/show"), **settings: Any) -> Show:
    return Show(folder, Settings(**settings))


def recording(**changes: Any) -> Recording:
    usual: dict[str, Any] = {
        "recipe": "r1",
        "title": "海州新图书馆开馆",
        "author": "林一舟",
        "publisher": "海州日报",
        "url": "https://example.com/1",
        "audio": "public/audio/1.mp3",
        "bytes": 123_456,
        "length_s": 83.4,
        "engine": "tone",
        "voice": "sine",
        "fallback": False,
        "chapters": (
            Chapter("开场", 0, 9.5),
            Chapter("海州新图书馆开馆", 9.5, 80),
            Chapter("结尾", 80, 83.4),
        ),
    }
    return Recording(**{**usual, **changes})


def episode(number: int = 1, **changes: Any) -> Episode:
    made = recording(**{"audio": f"public/audio/{number}.mp3", **changes})
    return Episode(f"{number:08x}", f"urn:uuid:{number}", NOON + timedelta(minutes=number), made)


def episodes(count: int) -> list[Episode]:
    """So many of them, newest first."""
    return [episode(number, title=f"第{number}条新闻") for number in range(count, 0, -1)]
