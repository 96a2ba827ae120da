"""The title: as declared, as shown above the story, or failing both its first words."""

import re
from collections.abc import Iterable, Sequence

from .blocks import Judged, is_prose
from .lines import Reason, fold

_LONGEST = 80
_SHORTEST = 4
_TWICE = 2
_LONGEST_WORDS = 30
_FARTHEST = 14
_SITE = re.compile(r"(?:网|网站|报|社|新闻|频道|在线|客户端|平台|门户|官网|中心|博客)$")
_SITE_SPLIT = re.compile(r"\s*[_|｜丨]\s*|\s*--+\s*|\s+[-–—]\s+|-(?=[^-]{2,12}$)")
# A menu that is one line: five words or more, all of them short.
_MENU = re.compile(r"(?:\S{1,6}\s+){4,}\S{1,6}")
_SENTENCE = re.compile(r"[。！？!?；;]")
_CLAUSE = re.compile(r".{8,30}(?=[，,：:])")


def declared_title(lines: Sequence[Judged], declared: Iterable[str]) -> str:
    """Return the declared title as the page shows it, without the site's name; "" if none is declared."""
    titles = list(declared)
    for folded in map(fold, titles):
        shown = [judged for judged in lines if len(judged.folded) >= _SHORTEST and judged.folded in folded]
        best = max(shown, key=lambda judged: len(judged.folded), default=None)
        if best and 2 * len(best.folded) >= len(folded):
            return best.line.text
    return without_site(titles[0]) if titles else ""


def without_site(title: str) -> str:
    """Return a page's title without the names of channel and site behind it, or in front."""
    parts = [part.strip() for part in _SITE_SPLIT.split(title) if part.strip()]
    is_behind = len(parts) > 1 and _SITE.search(parts[0]) and len(parts[1]) > len(parts[0])
    return parts[1 if is_behind else 0] if parts else title.strip()


def shown_title(lines: Sequence[Judged], story: range) -> str:
    """Return the line above the story that looks most like its title, or ""."""
    window = lines[max(0, story.start - _FARTHEST) : story.start]
    byline = next(
        (index for index, judged in enumerate(window) if judged.reason is Reason.METADATA), len(window)
    )
    above = [judged for judged in window[:byline] if _may_be_title(judged)]
    candidates = above or [judged for judged in window if _may_be_title(judged)]
    distances = range(len(candidates), 0, -1)
    rated = [
        (_rating(judged, distance, lines), judged.line.text)
        for judged, distance in zip(candidates, distances, strict=True)
    ]
    return max(rated, default=(0, ""))[1]


def manuscript_title(texts: Sequence[str]) -> str:
    """Return the title of a text that is nothing but a story: its first line, or the first words of that."""
    has_headline = len(texts) > 1 and is_headline(texts[0])
    return texts[0] if has_headline else first_words(texts[0])


def is_headline(text: str) -> bool:
    """Whether a text's first line can be its title: a line, not a sentence."""
    return len(text) <= _LONGEST and (
        not is_prose(text) or (len(text) <= _LONGEST // 2 and text[-1] in "！？!?”》）)")
    )


def first_words(text: str) -> str:
    """Return the beginning of a text without a title, to call it by: at most 30 characters."""
    sentence = _SENTENCE.split(text, maxsplit=1)[0] or text
    if len(sentence) <= _LONGEST_WORDS:
        return sentence
    clause = _CLAUSE.match(sentence)
    return clause[0] if clause else f"{sentence[: _LONGEST_WORDS - 1]}…"


def _may_be_title(judged: Judged) -> bool:
    text = judged.line.text
    if _MENU.fullmatch(text):
        return False
    return judged.reason is None and 1 < len(text) <= _LONGEST and not text.endswith(("。", "：", ":"))


def _rating(judged: Judged, distance: int, lines: Sequence[Judged]) -> int:
    """Rate a line: a title is long for a line of its kind, near the story, and often printed twice."""
    copies = sum(other.folded == judged.folded for other in lines)
    return min(len(judged.line.text), 24) - 3 * distance + (12 if copies == _TWICE else 0)
