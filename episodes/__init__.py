"""Sound becomes a podcast: the show, its catalog, the build pipeline, feed, pages, serving."""

from .casting import Cast, choose_cast
from .catalog import Catalog
from .doctor import Finding, examine
from .episode import Caption, Episode, Recording, Reservation
from .errors import (
    CatalogError,
    DesignError,
    EpisodeError,
    FeedRefused,
    PublishError,
    SettingsError,
    ShowLocked,
    ShowNotFound,
    ShowUnwritable,
    UnknownEpisode,
)
from .feed_rules import feed_problems
from .phrase import Phrase, say_phrase
from .pipeline import build, plan, read_stories
from .problems import Problem
from .report import Built, Change, Failed, Order, Planned, Report, Stage, Watcher
from .serving import serve
from .settings import LONGEST_TITLE, Settings
from .show import (
    Show,
    create_show,
    find_show,
    open_or_plan_show,
    open_show,
    open_show_or_defaults,
    require_show,
)
from .stories import Story, read_story, rewritten, script_of, style_of
from .studio import Studio, music_of, open_studio

__all__ = [
    "LONGEST_TITLE",
    "Built",
    "Caption",
    "Cast",
    "Catalog",
    "CatalogError",
    "Change",
    "DesignError",
    "Episode",
    "EpisodeError",
    "Failed",
    "FeedRefused",
    "Finding",
    "Order",
    "Phrase",
    "Planned",
    "Problem",
    "PublishError",
    "Recording",
    "Report",
    "Reservation",
    "Settings",
    "SettingsError",
    "Show",
    "ShowLocked",
    "ShowNotFound",
    "ShowUnwritable",
    "Stage",
    "Story",
    "Studio",
    "UnknownEpisode",
    "Watcher",
    "build",
    "choose_cast",
    "create_show",
    "examine",
    "feed_problems",
    "find_show",
    "music_of",
    "open_or_plan_show",
    "open_show",
    "open_show_or_defaults",
    "open_studio",
    "plan",
    "read_stories",
    "read_story",
    "require_show",
    "rewritten",
    "say_phrase",
    "script_of",
    "serve",
    "style_of",
]
