"""One phrase, spoken as the show would speak it."""

from dataclasses import dataclass
from pathlib import Path

from audio import ClipCache, encode_speech, lay_out, synthesize
from scripts import ConfigurationError, Paragraph, spoken_segments

from .casting import choose_cast
from .report import Order
from .show import Show
from .stories import style_of


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and its sound.

    Attributes:
        spoken: its spoken form.
        audio: an MP3.
    """

    spoken: str
    audio: Path


def say_phrase(text: str, show: Show, order: Order, cache: ClipCache, folder: Path) -> Phrase:
    """Speak a phrase with the show's voice and words; no other engine stands in.

    Args:
        text: as written.
        show: whose voice and words.
        order: another engine, voice or speed.
        cache: speech made earlier.
        folder: where the MP3 is written.

    Raises:
        ConfigurationError: no such engine or voice, or nothing to say.
        EngineError: the engine cannot speak.
    """
    segments = tuple(spoken_segments(Paragraph(text), style_of(show.settings)))
    if not any(segment.says_something for segment in segments):
        raise ConfigurationError("there is nothing to say", "give a phrase with words in it")
    lead = choose_cast(show.settings, order).lead
    clips = synthesize(segments, lead, cache, folder, lambda _: None)
    spoken = "".join(segment.spoken for segment in segments)
    return Phrase(spoken, encode_speech(lay_out(clips), folder / "phrase.mp3"))
