"""The house music: the two signatures that open and close an episode. `generate` makes them."""

from pathlib import Path

__all__ = ["INTRO", "OUTRO"]

INTRO = Path(__file__).with_name("intro.flac")
"""Six seconds that announce the news; its last one and a half are a tail under which a voice may begin."""

OUTRO = Path(__file__).with_name("outro.flac")
"""Seven seconds that take up the intro's motif and settle."""
