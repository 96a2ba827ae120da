"""Pasted text becomes lines."""

from .lines import Line, squeeze


def pasted_lines(text: str) -> list[Line]:
    """Return the lines of text as copied from a page; blank ones are left out."""
    squeezed = (squeeze(line) for line in text.splitlines())
    return [Line(line) for line in squeezed if line]
