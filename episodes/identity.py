"""Which episode an article belongs to: identity is for ever.

An article is known by its canonical link; else by publisher, title and publication day; else by its content.
All that it was ever known by are its aliases, so that a link learnt later, or the same file with much the
same text, leads to the episode that is there.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scripts import Article, Digest, Script

_GUIDS = uuid.UUID("6b0d6a3e-6c8e-5d53-9a2f-0f6a9c6f2b10")
"""The namespace of episode guids: the same article in the same show has the same guid on every machine."""

_TRACKING = ("utm_", "spm", "from", "share", "isappinstalled", "scene", "clicktime", "enterid")
_MUCH_THE_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Identity:
    """What a story is known by.

    Attributes:
        names: aliases, the strongest first; never empty.
        path: the alias of the file it was read from, which counts only if the text is much the same; may be
            empty.
        body: the story's text, to compare by.
    """

    names: tuple[str, ...]
    path: str
    body: str

    @property
    def guid(self) -> str:
        """What podcast apps know the episode by; it does not hold the show's address."""
        return f"urn:uuid:{uuid.uuid5(_GUIDS, self.names[0])}"


def identify(story: Article | Script | Digest, path: Path | None) -> Identity:
    """Find all that a story is known by.

    Args:
        story: as published, or as a script written by hand, or several told as one.
        path: the file it was read from.
    """
    if isinstance(story, Digest):
        return _identify_digest(story)
    body = "\n".join(part.text for part in (story.body if isinstance(story, Article) else story.segments))
    names = [f"link:{canonical(story.url)}"] if story.url else []
    if story.publisher and story.published:
        names.append(f"story:{story.publisher}|{story.title}|{story.published:%Y-%m-%d}")
    names.append(f"content:{sha256(body.encode()).hexdigest()}")
    return Identity(tuple(names), f"path:{path}" if path else "", body)


def _identify_digest(digest: Digest) -> Identity:
    """A digest is known by its show, day and ordinal, and by which stories it tells."""
    stories = sha256("\n".join(sorted(digest.keys)).encode()).hexdigest()
    names = (f"digest:{digest.name}", f"stories:{stories}")
    return Identity(names, "", "\n".join(article.title for article in digest.articles))


def canonical(url: str) -> str:
    """A link without what differs between two shares of one page: scheme, tracking, fragment."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.strip()
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = sorted((name, value) for name, value in given if not name.lower().startswith(_TRACKING))
    host = (parts.hostname or "").removeprefix("www.") + port
    # Behind #/ or #! a page of one address tells apart its articles.
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(query), route)).lstrip("/")


def much_the_same(one: str, other: str) -> bool:
    """Whether one text is a corrected version of the other: at least half of their 4-grams are shared."""
    a, b = _grams(one), _grams(other)
    shared, union = sum((a & b).values()), sum((a | b).values())
    return union > 0 and shared / union >= _MUCH_THE_SAME


def _grams(text: str, size: int = 4) -> Counter[str]:
    letters = "".join(char for char in text if char.isalnum())
    return Counter(letters[at : at + size] for at in range(max(1, len(letters) - size + 1)))
