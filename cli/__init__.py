"""What a person types: thin commands, progress, and errors as one clear line with the next step."""

from .app import main

__all__ = ["main"]
