"""How long an episode will be, before any of it is spoken."""

from collections.abc import Sequence

from scripts import Segment

from .music import Music
from .synthesis import Narrator
from .timeline import end_s, music_cues, speech_start_s


def estimated_s(
    segments: Sequence[Segment], narrator: Narrator, intro: Music | None = None, outro: Music | None = None
) -> float:
    """About how long the timeline of these segments will be, music included, in seconds."""
    said = [segment for segment in segments if segment.says_something]
    pace = narrator.engine.pace
    speech_s = sum(pace.length_s(segment.spoken, narrator.rate_percent) for segment in said)
    speech_end_s = speech_start_s(intro) + speech_s + sum(segment.pause_s for segment in said[:-1])
    return end_s(speech_end_s, music_cues(speech_end_s, intro, outro))
