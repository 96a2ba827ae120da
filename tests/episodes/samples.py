"""A show, and episodes of it, as a build would leave them."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from audio import Chapter
from episodes import Caption, Catalog, Episode, Recording, Settings, Show
from episodes.addresses import Standing
from episodes.catalog import Span
from episodes.feed import Masthead, write_feed
from episodes.identity import Identity
from episodes.leaves import Leaf
from episodes.transcripts import place_texts

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
    own = {name: changes.pop(name) for name in ("own_title", "notes", "image") if name in changes}
    made = recording(**{"audio": f"public/audio/{number}.mp3", **changes})
    return Episode(f"{number:08x}", f"urn:uuid:{number}", NOON + timedelta(minutes=number), made, **own)


def episodes(count: int) -> list[Episode]:
    """So many of them, newest first."""
    return [episode(number, title=f"第{number}条新闻") for number in range(count, 0, -1)]


FIRST = Leaf("feed.xml", Span(0, 0, ""))
"""The first page of a feed that has no other."""

NOBODY_YET = Standing()

CAPTIONS = (
    Caption(0.5, 4.0, "海州新图书馆开馆", "播报", begins=True),
    Caption(4.5, 9.25, "新馆藏书120万册，", "播报", begins=True),
    Caption(9.25, 12.0, "设有1800个座位。", "Xiaoxiao", begins=False),
)


def feed(of: Show, shown: Iterable[Episode], leaf: Leaf = FIRST, standing: Standing = NOBODY_YET) -> bytes:
    """A page of a show's feed."""
    out = io.BytesIO()
    write_feed(out, Masthead(of, COVER, standing), leaf, shown)
    return out.getvalue()


def put_episodes(catalog: Catalog, of: Show, count: int, **changes: Any) -> list[str]:
    """Publish so many episodes, a minute apart; their ids, oldest first."""
    return [put_episode(catalog, of, number, **changes) for number in range(1, count + 1)]


def put_episode(catalog: Catalog, of: Show, number: int, **changes: Any) -> str:
    """Publish one episode as a build does it, with texts, but with an audio file of a byte."""
    identity = Identity((f"link:example.com/{number}",), "", "text")
    reserved = catalog.reserve(identity, NOON + timedelta(minutes=number), None)
    name = f"2026-11-20-{reserved.id}"
    made = recording(**{"title": f"第{number}条新闻", "bytes": 1, "summary": "新馆藏书120万册。", **changes})
    texts = place_texts(of.media, name, made, CAPTIONS)
    audio = of.media / f"{name}-{number:012x}.mp3"
    audio.write_bytes(b"\0")
    audio_path, texts_path = (path.relative_to(of.folder).as_posix() for path in (audio, texts))
    catalog.publish(reserved.id, replace(made, audio=audio_path, texts=texts_path), CAPTIONS)
    return reserved.id
