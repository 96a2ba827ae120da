"""Text only: sources are read, articles cleaned, and written Chinese turned into what is said."""

from .article import Article, Kind, Paragraph
from .errors import BobaoError, ConfigurationError, NoArticleError, ScriptError, SourceError

__all__ = [
    "Article",
    "BobaoError",
    "ConfigurationError",
    "Kind",
    "NoArticleError",
    "Paragraph",
    "ScriptError",
    "SourceError",
]
