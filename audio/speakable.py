"""What can be said at all."""

from .errors import EngineError


def require_words(text: str) -> None:
    """Let a text pass if there is something to say in it.

    Raises:
        EngineError: it is empty, or punctuation only.
    """
    if not any(character.isalnum() for character in text):
        raise EngineError(f"there is nothing to say in {text!r}", "give it a text with words")
