"""A show's own word on which lines are the story, beside the table of rules that holds for all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ..errors import ConfigurationError
from .blocks import Judged
from .lines import Reason
from .rules import Rule

LONGEST_LINE = 500
"""Longer lines are prose, which these patterns leave alone; so none of them takes long either."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What a show says of the lines of one site, or of all. Patterns are searched in lines as printed.

    Attributes:
        site: a host, such as "example.com", with those below it; empty for all.
        drop: lines that are not the story.
        keep: lines that are, whatever the other rules say of them.
        stop_at: lines before which the story is over.
    """

    site: str = ""
    drop: tuple[re.Pattern[str], ...] = ()
    keep: tuple[re.Pattern[str], ...] = ()
    stop_at: tuple[re.Pattern[str], ...] = ()

    def concern(self, url: str) -> bool:
        """Whether a page at this address is judged by them."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        return not self.site or host == self.site or host.endswith(f".{self.site}")


_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_INNERMOST = re.compile(
    r"\((?:\?(?:[:=!>]|<[=!]|P<\w+>))?(?P<inner>[^()]*)\)(?P<repeat>[*+]|\{(?:\d*,|\d*,?\d\d+)\})?"
)
# Not what is possessive (`++`): it gives nothing back, so there is nothing to try again.
_REPEAT = re.compile(r"(?<![*+}])(?:[*+]|\{\d*,\})(?!\+)")
_END = Rule("show", Reason.SHOW, "", 0, ends=True)


def line_pattern(written: str) -> re.Pattern[str]:
    """Return a pattern that a user has written.

    Raises:
        ConfigurationError: it is no regular expression, matches every line, or could take for ever; the
            message says what it should be.
    """
    try:
        pattern = re.compile(written)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigurationError(f"it should be a regular expression: {error}") from error
    if pattern.search(""):
        raise ConfigurationError("it should not match every line")
    if _may_explode(written):
        raise ConfigurationError(
            "it should not repeat a repetition, or not without end: write ++ for + inside"
        )
    return pattern


def with_site_rules(lines: Iterable[Judged], rules: Iterable[SiteRules], url: str) -> list[Judged]:
    """Return the lines of a page at `url`, judged anew where these rules have a word on them."""
    concerned = [each for each in rules if each.concern(url)]
    drop = [pattern for each in concerned for pattern in each.drop]
    keep = [pattern for each in concerned for pattern in each.keep]
    stop_at = [pattern for each in concerned for pattern in each.stop_at]
    together = SiteRules("", tuple(drop), tuple(keep), tuple(stop_at))
    return [_judged(judged, together) for judged in lines]


def before_stop(lines: Sequence[Judged], story: range) -> range:
    """Return the part of the story before the first line that a show says it stops at."""
    stop = next((index for index in story if lines[index].rule is _END), story.stop)
    return range(story.start, stop)


def _judged(judged: Judged, rules: SiteRules) -> Judged:
    line = judged.line
    if len(line.text) > LONGEST_LINE:
        return judged
    if _any(rules.keep, line.text):
        return replace(judged, line=replace(line, region=None, linked=0.0), rule=None, is_sure=True)
    if _any(rules.stop_at, line.text):
        return replace(judged, line=replace(line, region=Reason.SHOW), rule=_END)
    is_open = judged.reason is None or judged.only_at_edge
    if is_open and _any(rules.drop, line.text):
        return replace(judged, line=replace(line, region=Reason.SHOW), rule=None)
    return judged


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _may_explode(written: str) -> bool:
    """Whether something repeated without end stands in a group that is itself repeated."""
    left = _CLASS.sub("c", written)
    while group := _INNERMOST.search(left):
        repeats = _REPEAT.search(group["inner"]) is not None
        if repeats and group["repeat"]:
            return True
        left = left[: group.start()] + ("c*" if repeats else "c") + left[group.end() :]
    return False
