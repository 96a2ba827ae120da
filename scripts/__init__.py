"""Text only: sources are read, articles cleaned, and written Chinese turned into what is said."""

from .article import Article, Kind, Paragraph
from .errors import BobaoError, ConfigurationError, NoArticleError, ScriptError, SourceError
from .reading import Cleaning, Dropped, Reason, Source, SourceKind, clean, read_source, source_of
from .script import (
    FIELDS,
    Pauses,
    Script,
    Segment,
    Speaker,
    Style,
    names_in,
    spoken_segments,
    write_script,
)
from .script_file import format_script, is_script, parse_script
from .spoken import Words, spoken

__all__ = [
    "FIELDS",
    "Article",
    "BobaoError",
    "Cleaning",
    "ConfigurationError",
    "Dropped",
    "Kind",
    "NoArticleError",
    "Paragraph",
    "Pauses",
    "Reason",
    "Script",
    "ScriptError",
    "Segment",
    "Source",
    "SourceError",
    "SourceKind",
    "Speaker",
    "Style",
    "Words",
    "clean",
    "format_script",
    "is_script",
    "names_in",
    "parse_script",
    "read_source",
    "source_of",
    "spoken",
    "spoken_segments",
    "write_script",
]
