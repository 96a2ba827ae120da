"""Sources are read, and articles cleaned of everything that is not the story."""

from .cleaning import Cleaning, clean
from .lines import Dropped, Reason
from .source import Source, SourceKind, read_source, source_of

__all__ = [
    "Cleaning",
    "Dropped",
    "Reason",
    "Source",
    "SourceKind",
    "clean",
    "read_source",
    "source_of",
]
