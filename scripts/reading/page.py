"""A page becomes lines, as select-all and copy would give them, with what the markup says of each."""

import functools
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from ..article import Kind
from .lines import Line, Reason, squeeze

_UNSEEN_NAMES = """
    script style noscript template svg math iframe frame object embed applet select datalist option
    button input textarea canvas audio video map head title
"""
_BLOCK_NAMES = """
    address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    p pre section summary table tbody tfoot thead tr ul
"""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_BOXES = _BLOCKS - {"p", "br", "hr", "li", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = {"blockquote": Kind.QUOTATION, "li": Kind.ITEM} | dict.fromkeys(_HEADINGS, Kind.HEADING)
_BOLD = frozenset(("b", "strong"))

_REGION_TAGS = {
    "nav": Reason.NAVIGATION,
    "footer": Reason.NAVIGATION,
    "aside": Reason.RELATED,
    "figcaption": Reason.CAPTION,
}
# Words in class and id that say what an element is for; `-` and `_` stand round them, or a change of case.
_REGION_WORDS = {
    Reason.COMMENT: "comments? cmt pinglun reply replies gentie liuyan disqus",
    Reason.RELATED: """
        related? relevant recommend(?:s|ation)? recom tuijian xiangguan hot rank(?:ing)? sidebar side aside
        guess morenews popular trending
    """,
    Reason.CAPTION: """
        (?:fig)?caption descr zhushi tupianzhu (?:image|img|pic|photo)[-_]?(?:desc|text|intro|info|note|title)
    """,
    Reason.PROMOTION: "ads? advert adv gg guanggao qrcode erweima subscribe sponsor promo(?:tion)? banner",
    Reason.LICENCE: "copyrights? disclaimer statement shengming",
    Reason.NAVIGATION: """
        nav(?:bar|igation)? menu (?:bread)?crumbs? toolbar tools (?:bd)?share sharing foot(?:er)? login
        pagination pager topbar
    """,
}
_REGION_PATTERNS = {
    reason: re.compile(rf"(?<![a-z])(?:{'|'.join(words.split())})(?![a-z])")
    for reason, words in _REGION_WORDS.items()
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？!?；;…][”’」』）)]?")
# A part of the page that holds this much of its prose is the story, whatever its class says.
_TOO_MUCH = 0.3


def parse_page(text: str) -> Any | None:
    """Return the root element of a page, or None if there is no markup to speak of.

    Hostile pages are safe: no network, no entities, and libxml2's own limits on depth and size hold.
    """
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=True,
    )
    try:
        return etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def page_lines(root: Any) -> list[Line]:
    """Return what a reader sees of the page, line by line, in the order of the markup."""
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            walk.leave(element)
        elif element.tag in _UNSEEN or _is_hidden(element):
            events.skip_subtree()
            walk.skip(element)
        else:
            walk.enter(element)
    walk.break_line()
    return _trusted(walk.drafts)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _region_of(element: Any) -> Reason | None:
    """Return what an element says it is for, by its tag, or by the words in its class and id."""
    if element.tag in ("html", "body", "main", "article"):
        return None
    if element.tag in _REGION_TAGS:
        return _REGION_TAGS[element.tag]
    names = f"{element.get('class', '')} {element.get('id', '')}".strip()
    return _region_named(names) if names else None


@functools.lru_cache(maxsize=1024)
def _region_named(names: str) -> Reason | None:
    words = _CAMEL.sub("-", names).lower()
    return next((reason for reason, pattern in _REGION_PATTERNS.items() if pattern.search(words)), None)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line with all the regions around it, the outermost first, and the boxes nearest to it."""

    line: Line
    regions: tuple[tuple[int, Reason], ...]
    boxes: tuple[int, ...]


class _Walk:
    """Gathers text into lines on the way through the tree; it holds what is open."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._parts: list[str] = []
        self._marked: Counter[str] = Counter()
        self._open: list[Any] = []
        self._depth: Counter[str] = Counter()
        self._kinds: list[Kind] = []
        self._boxes: list[int] = []
        self._box = 0
        self._regions: list[tuple[int, Reason]] = []
        self._after_picture = False

    def enter(self, element: Any) -> None:
        """Open an element."""
        if element.tag in _BLOCKS:
            self.break_line()
        elif element.tag in _CELLS:
            self._parts.append(" ")
        self._count(element, 1)
        if (kind := _KINDS.get(element.tag)) is not None:
            self._kinds.append(kind)
        if (region := _region_of(element)) is not None:
            self._regions.append((id(element), region))
            self._open.append(element)
        if element.tag == "img":
            self._after_picture = True
        self._add(element.text)

    def leave(self, element: Any) -> None:
        """Close an element, and take up the text behind it."""
        if element.tag in _BLOCKS:
            self.break_line()
        self._count(element, -1)
        if element.tag in _KINDS and self._kinds:
            self._kinds.pop()
        if self._open and self._open[-1] is element:
            self._open.pop()
            self._regions.pop()
        self._add(element.tail)

    def skip(self, element: Any) -> None:
        """Pass over an element that is not shown; `leave` follows."""
        if element.tag in _KINDS:
            self._kinds.append(_KINDS[element.tag])
        self._count(element, 1)

    def break_line(self) -> None:
        """End the line that is being gathered."""
        text = squeeze("".join(self._parts))
        if text:
            self.drafts.append(_Draft(self._line(text), tuple(self._regions), tuple(self._boxes[-2:])))
            self._after_picture = False
        self._parts.clear()
        self._marked.clear()

    def _line(self, text: str) -> Line:
        linked = min(1.0, self._marked["a"] / len(text))
        bold = self._marked["bold"] > 0.8 * len(text)
        kind = self._kinds[-1] if self._kinds else Kind.PARAGRAPH
        if kind is Kind.PARAGRAPH and bold and not _SENTENCE.search(text):
            kind = Kind.HEADING
        is_caption = self._after_picture and self._depth["centre"] and kind is not Kind.HEADING
        region = Reason.CAPTION if is_caption and not _SENTENCE.search(text) else None
        return Line(text, kind, linked, region)

    def _count(self, element: Any, step: int) -> None:
        if element.tag in _BOXES:
            self._step_box(step)
        if element.tag == "a":
            self._depth["a"] += step
        if element.tag in _BOLD:
            self._depth["bold"] += step
        if (
            element.tag == "center"
            or element.get("align") == "center"
            or _CENTRED.search(element.get("style", ""))
        ):
            self._depth["centre"] += step

    def _step_box(self, step: int) -> None:
        if step > 0:
            self._box += 1
            self._boxes.append(self._box)
        elif self._boxes:
            self._boxes.pop()

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append(text)
        size = len(text.strip())
        for mark in ("a", "bold"):
            if self._depth[mark]:
                self._marked[mark] += size


def _trusted(drafts: list[_Draft]) -> list[Line]:
    """Give each line its region, leaving out the regions that hold too much of the page's prose."""
    prose: Counter[int] = Counter()
    for draft in drafts:
        size = len(draft.line.text) if _SENTENCE.search(draft.line.text) else 0
        prose.update({number: size for number, _ in draft.regions} | {0: size})
    sizes = Counter(draft.boxes[-1] for draft in drafts if draft.boxes)
    return [_placed(draft, prose, sizes) for draft in drafts]


def _placed(draft: _Draft, prose: Counter[int], sizes: Counter[int]) -> Line:
    """Return a line with its region and its home: a box that holds more than this line."""
    line = draft.line
    regions = (region for number, region in draft.regions if prose[number] <= _TOO_MUCH * prose[0])
    home = next((box for box in reversed(draft.boxes) if sizes[box] != 1), 0)
    return replace(line, region=line.region or next(regions, None), home=home)
