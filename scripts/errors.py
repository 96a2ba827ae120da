"""What can go wrong, as one tree.

    BobaoError
    ├── ConfigurationError      the command line or show.toml asks for what cannot be
    ├── SourceError             a source cannot be read
    │   ├── FetchError          a link leads to nothing that can be read
    │   └── NoArticleError      it can be read, but there is no story in it
    ├── ScriptError             a script file does not say what it means
    ├── FilterError             a show's own program does not rewrite a script
    ├── AudioError              sound cannot be made            (audio.errors)
    └── EpisodeError            a show cannot be read or written (episodes.errors)

The library raises these; only `cli` prints them and chooses the exit code.
"""


class BobaoError(Exception):
    """The root of every error a user can meet.

    Attributes:
        message: what happened, in one line of plain English.
        hint: what to do next, in one line; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class ConfigurationError(BobaoError):
    """The command line or show.toml asks for something that cannot be."""


class SourceError(BobaoError):
    """A source cannot be read as an article."""


class FetchError(SourceError):
    """A link cannot be fetched."""


class NoArticleError(SourceError):
    """The source can be read, but no story was found in it."""


class ScriptError(BobaoError):
    """A script file does not follow the format."""


class FilterError(BobaoError):
    """The program that a show names to rewrite its scripts does not do so."""
