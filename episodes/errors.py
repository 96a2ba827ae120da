"""What can go wrong with a show; the tree's root is `scripts.BobaoError`.

EpisodeError
├── BackupError         a show cannot be kept, or made again of what was kept
├── CatalogError        the catalog cannot be read or written
├── FeedRefused         the feed would lack what podcast apps require
├── PublishError        the show cannot be brought to where it is hosted
├── ShowUnwritable      the show's folder cannot be written to
├── ShowLocked          another run holds the show
└── WorkerError         a worker cannot work, or is lost
    └── CrewLost        there are no workers any more
DesignError             (a ConfigurationError) a template of the show fails
ShowNotFound            (a ConfigurationError) there is no show where one was named
SettingsError           (a ConfigurationError) show.toml does not say what it may
UnknownEpisode          (a ConfigurationError) no episode has this id
"""

from scripts import BobaoError, ConfigurationError


class EpisodeError(BobaoError):
    """A show cannot be read or written."""


class BackupError(EpisodeError):
    """A show cannot be kept, or made again of what was kept."""


class CatalogError(EpisodeError):
    """The catalog cannot be read or written."""


class FeedRefused(EpisodeError):  # noqa: N818 - it names a state of the world
    """The feed would lack what podcast apps require; the last good one stays."""


class PublishError(EpisodeError):
    """The show cannot be brought to where it is hosted."""


class DesignError(ConfigurationError):
    """A template of the show fails."""


class ShowUnwritable(EpisodeError):  # noqa: N818 - it names a state of the world
    """The show's folder cannot be written to."""


class ShowLocked(EpisodeError):  # noqa: N818 - it names a state of the world
    """Another run holds the show."""


class WorkerError(EpisodeError):
    """A worker cannot work, or was lost again and again over one episode."""


class CrewLost(WorkerError):  # noqa: N818 - it names a state of the world
    """There are no workers any more: the cluster's scheduler is gone."""


class ShowNotFound(ConfigurationError):  # noqa: N818 - it names a state of the world
    """There is no show where one was named."""


class SettingsError(ConfigurationError):
    """show.toml is not TOML, or says what it may not."""


class UnknownEpisode(ConfigurationError):  # noqa: N818 - it names a state of the world
    """No episode has this id."""
