"""Music placed in time: before and after the speech, and a bed under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .loudness import REFERENCE_LUFS, gain_db
from .music import Music

UNDER_INTRO_S = 1.5
"""The opening words begin this long before the intro's tail has died away."""

BEFORE_OUTRO_S = 0.4
BETWEEN_S = 2.6
"""The pause between two chapters when a bed is heard there: long enough to be heard as music."""

MUSIC_LUFS = REFERENCE_LUFS - 1.5
"""Music before and after speech is a little softer than it."""

BED_LUFS = REFERENCE_LUFS - 9.0
"""A bed, where nobody speaks; under speech it is ducked by as much again and more."""

_EDGE_S = 0.02
"""No file of a user's begins or ends with a click."""
_BED_IN_S, _BED_OUT_S = 0.8, 1.5
_BED_BEFORE_S = 1.2
"""A bed under the opening is there before the intro has died away."""
_BED_AFTER_S = 1.0
"""A bed fades into the first words of what follows."""

Where = Literal["opening", "chapters"]
Speech = tuple[float, float, bool]
"""When a clip is heard, from and to in seconds, and whether a chapter begins with it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Music, when it is heard, and how.

    Attributes:
        music: what is heard; from its beginning again if it is shorter than the cue.
        start_s: when it begins, in seconds.
        length_s: how long it is heard, in seconds.
        gain_db: what its file is amplified by, before it is mixed with speech at the reference loudness.
        fade_in_s: from silence to full sound.
        fade_out_s: from full sound to silence, at its end.
        is_bed: whether it lies under speech, or between.
    """

    music: Music
    start_s: float
    length_s: float
    gain_db: float
    fade_in_s: float
    fade_out_s: float
    is_bed: bool = False

    @property
    def loudness_lufs(self) -> float:
        """How loud it is mixed, before it is ducked."""
        return self.music.loudness_lufs + self.gain_db

    @property
    def end_s(self) -> float:
        """When it has died away, in seconds."""
        return self.start_s + self.length_s


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """The music of an episode; None for none.

    Attributes:
        intro: before the speech.
        outro: after it.
        bed: under it.
        bed_under: "opening": under the first chapter. "chapters": between each two chapters.
    """

    intro: Music | None = None
    outro: Music | None = None
    bed: Music | None = None
    bed_under: Where = "opening"

    @property
    def speech_start_s(self) -> float:
        """When the first word is heard, in seconds."""
        return max(0.0, self.intro.length_s - UNDER_INTRO_S) if self.intro else 0.0

    @property
    def between_s(self) -> float:
        """How long the pause between two chapters is at least, in seconds."""
        return BETWEEN_S if self.bed and self.bed_under == "chapters" else 0.0

    def cues(self, speech: Sequence[Speech]) -> tuple[Cue, ...]:
        """The music around and under this speech, in the order of time.

        Args:
            speech: never empty.
        """
        before = (_whole(self.intro, 0.0),) if self.intro else ()
        after = (_whole(self.outro, speech[-1][1] + BEFORE_OUTRO_S),) if self.outro else ()
        return (*before, *self._beds(speech), *after)

    def _beds(self, speech: Sequence[Speech]) -> Sequence[Cue]:
        if not self.bed:
            return ()
        joins = [(one[1], other[0]) for one, other in pairwise(speech) if other[2]]
        if self.bed_under == "chapters":
            return [_bed(self.bed, ends_s, starts_s + _BED_AFTER_S) for ends_s, starts_s in joins]
        # Speech that has no chapters has no opening.
        return [_bed(self.bed, speech[0][0] - _BED_BEFORE_S, joins[0][1] + _BED_AFTER_S)] if joins else ()


SILENCE = Soundtrack()
"""No music."""


def _whole(music: Music, start_s: float) -> Cue:
    return Cue(music, start_s, music.length_s, gain_db(music.loudness_lufs, MUSIC_LUFS), _EDGE_S, _EDGE_S)


def _bed(music: Music, start_s: float, end_s: float) -> Cue:
    start_s = max(0.0, start_s)
    gain = gain_db(music.loudness_lufs, BED_LUFS)
    return Cue(music, start_s, end_s - start_s, gain, _BED_IN_S, _BED_OUT_S, is_bed=True)
