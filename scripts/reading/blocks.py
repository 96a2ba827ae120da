"""Where on a page the story lies: the run of lines with the largest sum of worth."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..article import Kind
from .lines import Line, Reason, fold
from .rulebook import rule_for
from .rules import Rule

_PUNCTUATED = re.compile(r"[，。；：？！…,;?!]|[”」』]$")
_SENTENCE_END = re.compile(r"[。！？!?…；;.][”’」』）)】\]]*$")

# What it costs to go on past a line that is not the story.
_COST = 30
_COSTS = {Reason.SHOW: 0, Reason.CAPTION: 2, Reason.METADATA: 15, Reason.CREDIT: 15}
_COSTS_OF_END = {
    Reason.SHOW: 100_000,
    Reason.COMMENT: 100_000,
    Reason.RELATED: 150,
    Reason.LICENCE: 400,
    Reason.CREDIT: 400,
}
_COST_OF_HEADING = 10

# A run behind the end of another is other people's stories or comments, though it may well be longer:
# the first one is the story when it has this share of the longer one's worth.
_ENOUGH = {Reason.SHOW: 0.01, Reason.COMMENT: 0.01}
_ENOUGH_BY_DEFAULT = 0.3
_LEAST = 60
_LEAD_LENGTHS = range(4, 31)
_LEADS = 2
# A line is a link when this share of it is.
_LINK = 0.6
_BYLINE = 6
_LEAST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with the rule it meets, if any.

    Attributes:
        line: the line.
        folded: its text as rules compare it.
        rule: the rule that says it is not the story; None if it may be.
        is_sure: whether it is the story wherever it stands.
    """

    line: Line
    folded: str
    rule: Rule | None
    is_sure: bool = False

    @property
    def reason(self) -> Reason | None:
        """Why the line is not the story; None if it may be."""
        return self.line.region or (self.rule.reason if self.rule else None)

    @property
    def ends(self) -> bool:
        """Whether a story before this line is over."""
        return self.rule is not None and self.rule.ends

    @property
    def is_link(self) -> bool:
        """Whether the line is a link, or nearly all of it."""
        return self.line.linked > _LINK

    @property
    def only_at_edge(self) -> bool:
        """Whether the line is left out only where the story begins or ends."""
        return self.line.region is None and self.rule is not None and self.rule.edge


def judge(lines: Iterable[Line]) -> list[Judged]:
    """Hold each line against the rules."""
    folded = ((line, fold(line.text)) for line in lines)
    return [Judged(line, text, rule_for(text)) for line, text in folded]


def is_prose(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None


def worth(judged: Judged) -> int:
    """Return what a line adds to a story that holds it: its length if it is prose, else a cost."""
    line, reason = judged.line, judged.reason
    if judged.only_at_edge and is_prose(line.text):
        return -_COST
    if reason is not None:
        return -(_COSTS_OF_END.get(reason, _COST) if judged.ends else _COSTS.get(reason, _COST))
    if judged.is_link:
        return -_COST
    if _PUNCTUATED.search(line.text):
        return len(line.text)
    return -_COST_OF_HEADING if line.kind is Kind.HEADING else -_COST


def story_of(lines: Sequence[Judged]) -> range:
    """Return the run of lines that is the story, headings in front of it included; it may be empty."""
    worths = [worth(judged) for judged in lines]
    best, most = _best_run(worths)
    for wall in (index for index in range(best.start) if lines[index].ends):
        earlier, total = _best_run(worths[:wall])
        enough = _ENOUGH.get(lines[wall].reason or Reason.OUTSIDE, _ENOUGH_BY_DEFAULT)
        if total >= max(_LEAST, enough * most):
            best = earlier
            break
    return _trimmed(lines, _with_tail(lines, _with_leads(lines, _below_byline(lines, best))))


def _best_run(worths: Sequence[int]) -> tuple[range, int]:
    """Return the run of consecutive values with the largest sum, and the sum."""
    best, most, start, total = range(0), 0, 0, 0
    for index, value in enumerate(worths):
        if total <= 0:
            start, total = index, 0
        total += value
        if total > most:
            best, most = range(start, index + 1), total
    return best, most


def _below_byline(lines: Sequence[Judged], run: range) -> range:
    """Leave out the title when only the byline stands between it and the first sentence."""
    for index in run[: _LEADS + 1]:
        if lines[index].reason is Reason.METADATA:
            return range(index + 1, run.stop)
        if lines[index].line.text.endswith("。"):
            break
    return run


def _with_leads(lines: Sequence[Judged], run: range) -> range:
    """Take in a heading or two between the title, with its byline or a picture, and the first sentence."""
    first = run.start
    while first > max(0, run.start - _LEADS) and _may_lead(lines[first - 1]):
        first -= 1
    starts = (index for index in range(first, run.start) if _is_below_title(lines, index))
    return range(next(starts, run.start), run.stop)


def _is_below_title(lines: Sequence[Judged], index: int) -> bool:
    """Whether a title stands above the line, and it is marked as a heading or follows the byline."""
    above = lines[max(0, index - _BYLINE) : index]
    between = list(itertools.takewhile(lambda judged: judged.reason is not None, reversed(above)))
    has_title = any(judged.reason is None and len(judged.line.text) >= _LEAST_TITLE for judged in above)
    is_set_off = lines[index].line.kind is Kind.HEADING and between != above
    return has_title and (is_set_off or any(judged.reason is Reason.METADATA for judged in between))


def _with_tail(lines: Sequence[Judged], run: range) -> range:
    """Take in short last paragraphs that did not outweigh the headings in front of them."""
    stop, passed = run.stop, 0
    for index in range(run.stop, len(lines)):
        judged = lines[index]
        if passed > _LEADS or judged.is_link or not _may_be_within(judged):
            break
        is_part = judged.reason is None and is_prose(judged.line.text)
        stop, passed = (index + 1, 0) if is_part else (stop, passed + (judged.reason is not Reason.CAPTION))
    return range(run.start, stop)


def _may_be_within(judged: Judged) -> bool:
    return judged.reason in (None, Reason.CAPTION) or (judged.only_at_edge and not judged.ends)


def _may_lead(judged: Judged) -> bool:
    text = judged.line.text
    return judged.reason is None and not judged.is_link and len(text) in _LEAD_LENGTHS


def _trimmed(lines: Sequence[Judged], run: range) -> range:
    """Leave out what is not the story at both ends."""
    first, stop = run.start, run.stop
    while first < stop and lines[first].reason is not None:
        first += 1
    while stop > first and lines[stop - 1].reason is not None:
        stop -= 1
    return range(first, stop)
