"""Sound becomes a podcast: the show, its catalog, the build pipeline, feed, pages, serving."""

from .casting import Cast, choose_cast
from .catalog import Catalog, Episode, Recording, Reservation
from .doctor import Finding, examine
from .errors import (
    CatalogError,
    EpisodeError,
    SettingsError,
    ShowLocked,
    ShowNotFound,
    ShowUnwritable,
    UnknownEpisode,
)
from .job import Job, job_of
from .phrase import Phrase, say_phrase
from .pipeline import build, plan, read_stories
from .report import Built, Change, Failed, Order, Planned, Report, Stage, Watcher
from .scheduling import Scheduler, SchedulerError, choose_scheduler, preview
from .scheduling import install as install_job
from .scheduling import installed as installed_jobs
from .scheduling import remove as remove_job
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
    "Cast",
    "Catalog",
    "CatalogError",
    "Change",
    "Episode",
    "EpisodeError",
    "Failed",
    "Finding",
    "Job",
    "Order",
    "Phrase",
    "Planned",
    "Recording",
    "Report",
    "Reservation",
    "Scheduler",
    "SchedulerError",
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
    "choose_scheduler",
    "create_show",
    "examine",
    "find_show",
    "install_job",
    "installed_jobs",
    "job_of",
    "music_of",
    "open_or_plan_show",
    "open_show",
    "open_show_or_defaults",
    "open_studio",
    "plan",
    "preview",
    "read_stories",
    "read_story",
    "remove_job",
    "require_show",
    "rewritten",
    "say_phrase",
    "script_of",
    "serve",
    "style_of",
]
