"""The house music: the two signatures that open and close an episode, and a bed. `generate` makes them."""

from pathlib import Path

__all__ = ["BED", "INTRO", "OUTRO"]

INTRO = Path(__file__).with_name("intro.flac")
"""Six seconds that announce the news; its last one and a half are a tail under which a voice may begin."""

OUTRO = Path(__file__).with_name("outro.flac")
"""Seven seconds that take up the intro's motif and settle."""

BED = Path(__file__).with_name("bed.flac")
"""Twelve seconds of soft chords to speak over, in the key of both."""
