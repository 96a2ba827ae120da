"""A source becomes an article: its lines are judged, the story is found, the rest is named and left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..article import Article, Kind, Paragraph
from . import bylines, markdown, pasted, titles
from .blocks import Judged, is_prose, judge, story_of
from .facts import Facts, page_facts
from .lines import Dropped, Line, Reason, fold
from .refusals import refuse_feed, refuse_foreign, refuse_notices, refuse_storyless
from .site_rules import SiteRules, before_stop, with_site_rules
from .source import Source, SourceKind


@dataclass(frozen=True, slots=True)
class Cleaning:
    """An article, and what was left out to get it.

    Attributes:
        article: the story.
        lines: all lines of the source in order: those of the story, and the others, each with its reason.
    """

    article: Article
    lines: tuple[Paragraph | Dropped, ...]

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """The lines that are not the story, in order."""
        return tuple(line for line in self.lines if isinstance(line, Dropped))


# Lines of these kinds stand on pages only: text without any of them is a story from end to end.
_PAGE_REASONS = frozenset(
    (Reason.NAVIGATION, Reason.PROMOTION, Reason.RELATED, Reason.COMMENT, Reason.LICENCE)
)
_LONGEST_HEADING = 30
_LONG = 40
_MARGIN = 12


def clean(source: Source, rules: Sequence[SiteRules] = ()) -> Cleaning:
    """Find the story in a source.

    Args:
        source: what to read.
        rules: a show's own, for the sites that they name.

    Raises:
        NoArticleError: there is none; the message says what was found instead.
    """
    if source.kind is SourceKind.FEED:
        refuse_feed(source.name)
    lines, facts = read_lines(source)
    judged = without_related_lists(within_boxes(judge(lines)))
    judged = with_site_rules(judged, rules, source.url or facts.url)
    is_manuscript = source.kind is not SourceKind.HTML and _is_manuscript(judged)
    story = before_stop(judged, range(len(judged)) if is_manuscript else story_of(judged))
    title = _manuscript_title(judged, facts) if is_manuscript else _page_title(judged, story, facts)
    kept = _kept(judged, story, title)
    refuse_notices(source.name, judged, kept)
    if not is_manuscript:
        refuse_storyless(source.name, judged, story, kept)
    refuse_foreign(source.name, [judged[index].line.text for index in kept])
    return _cleaning(source, judged, kept, title, facts)


def read_lines(source: Source) -> tuple[list[Line], Facts]:
    """Return a source's lines, and what its head declares of the story."""
    if source.kind is SourceKind.HTML:
        from . import page

        root = page.parse_page(source.text)
        return ([], Facts()) if root is None else (page.page_lines(root), page_facts(root))
    fields, text = markdown.split_front_matter(source.text)
    read = markdown.markdown_lines if source.kind is SourceKind.MARKDOWN else pasted.pasted_lines
    return read(text), markdown.facts_of(fields)


def within_boxes(lines: Sequence[Judged]) -> list[Judged]:
    """Mark a box of related stories as one that does not end the story: behind it, the story goes on."""
    marked: list[Judged] = []
    home = 0
    for index, judged in enumerate(lines):
        is_box = judged.reason is Reason.RELATED and judged.ends and judged.line.home != home
        behind = lines[index + 1 : index + 1 + _MARGIN]
        if home and is_box and any(_is_story(other) and other.line.home == home for other in behind):
            marked.append(replace(judged, line=replace(judged.line, region=Reason.RELATED), rule=None))
            continue
        home = judged.line.home if _is_story(judged) else home
        marked.append(judged)
    return marked


def _is_story(judged: Judged) -> bool:
    return judged.reason is None and not judged.is_link and is_prose(judged.line.text)


def without_related_lists(lines: Sequence[Judged]) -> list[Judged]:
    """Mark the headlines that follow “related stories”, up to the next full sentence."""
    marked: list[Judged] = []
    is_list = False
    for judged in lines:
        is_list = judged.reason is Reason.RELATED or (is_list and not is_prose(judged.line.text))
        is_headline = is_list and judged.reason is None
        marked.append(
            replace(judged, line=replace(judged.line, region=Reason.RELATED)) if is_headline else judged
        )
    return marked


def _is_manuscript(lines: Sequence[Judged]) -> bool:
    return not any(judged.reason in _PAGE_REASONS for judged in lines)


def _page_title(lines: Sequence[Judged], story: range, facts: Facts) -> str:
    return titles.declared_title(lines, facts.titles) or titles.shown_title(lines, story)


def _manuscript_title(lines: Sequence[Judged], facts: Facts) -> str:
    texts = [judged.line.text for judged in lines if judged.reason is None]
    return titles.declared_title(lines, facts.titles) or (titles.manuscript_title(texts) if texts else "")


def _kept(lines: Sequence[Judged], story: range, title: str) -> list[int]:
    """Return the numbers of the lines to be read out."""
    kept: list[int] = []
    seen = {fold(title)}
    last = max((index for index in story if lines[index].reason is None), default=story.start)
    for index, judged in enumerate(lines):
        is_inside = index in story and bool(kept) and index < last
        is_part = index in story and judged.reason is None
        if judged.folded in seen or not (is_part or judged.is_sure or (judged.only_at_edge and is_inside)):
            continue
        kept.append(index)
        if len(judged.folded) >= _LONG:
            seen.add(judged.folded)
    return kept


def _cleaning(
    source: Source, lines: Sequence[Judged], kept: Sequence[int], title: str, facts: Facts
) -> Cleaning:
    texts = [judged.line.text for judged in lines]
    story = [texts[index] for index in kept]
    round_it = _round(lines, kept)
    publisher = facts.publisher or bylines.publisher_in(round_it, title)
    author = bylines.author_in(round_it, story) or bylines.writer_of(facts.author, publisher, round_it)
    article = Article(
        title=title or titles.first_words(story[0]),
        body=_body([lines[index].line for index in kept]),
        author=bylines.without_medium(author, publisher),
        publisher=publisher,
        published=bylines.fuller(facts.published, bylines.published_among(round_it)),
        url=facts.url or bylines.link_in(texts) or source.url,
    )
    paragraphs = dict(zip(kept, article.body, strict=True))
    told = (
        paragraphs.get(index) or _dropped(judged, title, kept, index) for index, judged in enumerate(lines)
    )
    return Cleaning(article, tuple(told))


def _round(lines: Sequence[Judged], kept: Sequence[int]) -> list[str]:
    """Return the lines just before and after the story, and those left out within; no captions."""
    window = range(max(0, kept[0] - _MARGIN), min(len(lines), kept[-1] + 1 + _MARGIN))
    left_out = sorted(set(window) - set(kept))
    return [lines[index].line.text for index in left_out if lines[index].reason is not Reason.CAPTION]


def _dropped(judged: Judged, title: str, kept: Sequence[int], index: int) -> Dropped:
    reason = judged.reason
    if judged.folded == fold(title):
        reason = Reason.METADATA if index < kept[0] else Reason.DUPLICATE
    elif reason is None:
        reason = Reason.DUPLICATE if kept[0] < index < kept[-1] else Reason.OUTSIDE
    return Dropped(judged.line.text, reason)


def _body(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Return the paragraphs; a short line without an end, with a full one behind it, is a heading."""
    following = [*lines[1:], Line("")]
    return tuple(
        Paragraph(line.text, _kind(line, after)) for line, after in zip(lines, following, strict=True)
    )


def _kind(line: Line, after: Line) -> Kind:
    is_heading = len(line.text) <= _LONGEST_HEADING and not is_prose(line.text) and is_prose(after.text)
    return Kind.HEADING if line.kind is Kind.PARAGRAPH and is_heading else line.kind
