"""Sources are read, and articles cleaned of everything that is not the story."""

from .cleaning import Cleaning, clean
from .fetching import Fetched, Limits, Validators, fetch
from .lines import Dropped, Reason
from .page_links import Headline, feed_of, headlines, same_site
from .site_rules import SiteRules, line_pattern
from .source import Source, SourceKind, is_link, read_source, source_of
from .subscriptions import Entry, LeftOut, Subscription, read_subscription, story_source

__all__ = [
    "Cleaning",
    "Dropped",
    "Entry",
    "Fetched",
    "Headline",
    "LeftOut",
    "Limits",
    "Reason",
    "SiteRules",
    "Source",
    "SourceKind",
    "Subscription",
    "Validators",
    "clean",
    "feed_of",
    "fetch",
    "headlines",
    "is_link",
    "line_pattern",
    "read_source",
    "read_subscription",
    "same_site",
    "source_of",
    "story_source",
]
