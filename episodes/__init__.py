"""Sound becomes a podcast: the show, its catalog, the build pipeline, feed, pages, serving."""

from .backup import BackedUp, back_up
from .casting import Cast, choose_cast
from .catalog import Catalog
from .checking import check_feed_file, check_show
from .crew import Crew, crew_of_processes, crew_on_cluster
from .doctor import Finding, examine
from .due import clock_time
from .duty import Duty
from .editions import build_digest, plan_digest
from .episode import Caption, Episode, Recording, Reservation
from .errors import (
    BackupError,
    CatalogError,
    CrewLost,
    DesignError,
    EpisodeError,
    FeedRefused,
    PublishError,
    SettingsError,
    ShowLocked,
    ShowNotFound,
    ShowUnwritable,
    UnknownEpisode,
    WorkerError,
)
from .feed_rules import feed_problems
from .fleet import Standing, find_shows, standing_of
from .job import Job, job_of
from .live_rules import check_address
from .memory import Memory, PastRun
from .phrase import Phrase, say_phrase
from .pipeline import build, plan, read_stories, rebuild
from .problems import Problem
from .publishing import Action, Published, Step, publish
from .refetching import Missing
from .report import Built, Change, Failed, Order, Planned, Report, Stage, Watcher
from .restore import Restored, restore
from .run_report import RunReport, in_a_line, skipped_lines
from .running import run
from .scheduling import Scheduler, SchedulerError, choose_scheduler, preview
from .scheduling import install as install_job
from .scheduling import installed as installed_jobs
from .scheduling import remove as remove_job
from .serving import serve
from .settings import Settings
from .show import (
    Show,
    create_show,
    find_show,
    open_or_plan_show,
    open_show,
    open_show_or_defaults,
    require_catalog,
    require_show,
)
from .stories import Story, read_story, rewritten, script_of, style_of
from .studio import Studio, music_of, open_studio
from .telling import announce, announce_failure
from .upkeep import Edit, bring_up_to_date, edit_episode, remove_episode

__all__ = [
    "Action",
    "BackedUp",
    "BackupError",
    "Built",
    "Caption",
    "Cast",
    "Catalog",
    "CatalogError",
    "Change",
    "Crew",
    "CrewLost",
    "DesignError",
    "Duty",
    "Edit",
    "Episode",
    "EpisodeError",
    "Failed",
    "FeedRefused",
    "Finding",
    "Job",
    "Memory",
    "Missing",
    "Order",
    "PastRun",
    "Phrase",
    "Planned",
    "Problem",
    "PublishError",
    "Published",
    "Recording",
    "Report",
    "Reservation",
    "Restored",
    "RunReport",
    "Scheduler",
    "SchedulerError",
    "Settings",
    "SettingsError",
    "Show",
    "ShowLocked",
    "ShowNotFound",
    "ShowUnwritable",
    "Stage",
    "Standing",
    "Step",
    "Story",
    "Studio",
    "UnknownEpisode",
    "Watcher",
    "WorkerError",
    "announce",
    "announce_failure",
    "back_up",
    "bring_up_to_date",
    "build",
    "build_digest",
    "check_address",
    "check_feed_file",
    "check_show",
    "choose_cast",
    "choose_scheduler",
    "clock_time",
    "create_show",
    "crew_of_processes",
    "crew_on_cluster",
    "edit_episode",
    "examine",
    "feed_problems",
    "find_show",
    "find_shows",
    "in_a_line",
    "install_job",
    "installed_jobs",
    "job_of",
    "music_of",
    "open_or_plan_show",
    "open_show",
    "open_show_or_defaults",
    "open_studio",
    "plan",
    "plan_digest",
    "preview",
    "publish",
    "read_stories",
    "read_story",
    "rebuild",
    "remove_episode",
    "remove_job",
    "require_catalog",
    "require_show",
    "restore",
    "rewritten",
    "run",
    "say_phrase",
    "script_of",
    "serve",
    "skipped_lines",
    "standing_of",
    "style_of",
]
