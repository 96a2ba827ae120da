"""What is played: two signatures in D major over one motif, three repeated notes that leap up a fourth,
and a bed in the same key.

A line is written as pitches with their lengths in beats: `A4:.5` is an A for half a beat, `D3+A3:2` a chord
for two beats, `-:1` a rest of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .instruments import BASS, BELL, GLOCKENSPIEL, HORNS, PAD, TICK, TIMPANI, TRUMPETS, Instrument

_SEMITONES = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a line.

    Attributes:
        start_beats: when it begins, counted from the start of the line.
        held_beats: how long it is held.
        pitch_hz: equal temperament, A4 at 440 Hz.
    """

    start_beats: float
    held_beats: float
    pitch_hz: float


@dataclass(frozen=True, slots=True)
class Part:
    """A line and who plays it, how loud (1 is as the instrument comes)."""

    instrument: Instrument
    gain: float
    line: str

    def notes(self) -> Iterator[Note]:
        """Read the line."""
        start = 0.0
        for word in self.line.split():
            chord, _, beats = word.partition(":")
            for name in chord.split("+"):
                if name != "-":
                    yield Note(start, float(beats), _pitch_hz(name))
            start += float(beats)


@dataclass(frozen=True, slots=True)
class Score:
    """A whole signature.

    Attributes:
        tempo_bpm: beats a minute.
        duration_s: the length of the finished sound.
        fade_s: how much of its end is faded.
        parts: who plays.
    """

    tempo_bpm: float
    duration_s: float
    fade_s: float
    parts: tuple[Part, ...]


def _pitch_hz(name: str) -> float:
    """`F#4` → 369.99."""
    sharp = name[1:].startswith("#")
    octave = int(name[-1])
    return float(440 * 2 ** ((_SEMITONES[name[0]] + sharp) / 12 + octave - 4))


INTRO = Score(
    tempo_bpm=120,
    duration_s=6.0,
    fade_s=1.6,
    parts=(
        Part(
            TRUMPETS,
            0.50,
            "A4:.5 A4:.25 A4:.25 D5:1 E5:.5 D5:.25 E5:.25 F#5:1 A5:.75 F#5:.25 E5:.5 C#5:.5 D5:1.5",
        ),
        Part(
            GLOCKENSPIEL,
            0.15,
            "A5:.5 A5:.25 A5:.25 D6:1 E6:.5 D6:.25 E6:.25 F#6:1 A6:.75 F#6:.25 E6:.5 C#6:.5 D6:1",
        ),
        Part(BELL, 0.14, "-:7 F#6:.5 E6:.5 D6:.5 A6:2"),
        Part(HORNS, 0.20, "-:1 F#4+A4:1 -:1 D4+F#4+B4:1 D4+G4+B4:1 C#4+E4+A4:1 D4+F#4+A4:2"),
        Part(PAD, 0.07, "D3+A3+D4+F#4:2 B2+F#3+B3+D4:2 G2+D3+B3+D4:1 A2+E3+A3+C#4:1 D3+A3+D4+F#4:4"),
        Part(BASS, 0.32, "D2:.5 " * 4 + "B1:.5 " * 4 + "G2:.5 G2:.5 A2:.5 A2:.5 D2:1"),
        Part(TIMPANI, 0.30, "D2:1 D2:2 D2:1 D2:1 A2:.5 A2:.25 A2:.25 D2:1"),
        Part(TICK, 0.07, "D7:.25 A6:.25 A6:.25 A6:.25 " * 6),
    ),
)

OUTRO = Score(
    tempo_bpm=100,
    duration_s=7.0,
    fade_s=2.0,
    parts=(
        Part(
            GLOCKENSPIEL,
            0.26,
            "A5:.5 A5:.25 A5:.25 D6:1 E6:.5 D6:.25 B5:.25 A5:1 B5:.5 A5:.5 F#5:.5 E5:.5 D5:1",
        ),
        Part(TRUMPETS, 0.34, "-:1 D5:1 E5:.5 D5:.25 B4:.25 A4:1 B4:.5 A4:.5 F#4:.5 E4:.5 D4:2"),
        Part(BELL, 0.15, "-:7 A5:.5 D6:.5 F#6:.5 A6:2"),
        Part(HORNS, 0.25, "-:1 F#4+A4:1 D4+G4:1 D4+F#4:1 D4+G4:1 C#4+G4:1 A3+D4+F#4:2.5"),
        Part(PAD, 0.10, "D3+A3+D4+F#4:2 G2+D3+G3+B3:1 B2+F#3+B3+D4:1 G2+D3+B3:1 A2+E3+G3:1 D3+A3+D4+F#4:3.5"),
        Part(BASS, 0.26, "D2:1 D2:.5 D2:.5 G2:1 B1:1 G2:1 A2:1 D2:2"),
        Part(TIMPANI, 0.15, "D2:4 -:1 A2:.5 A2:.5 D2:1"),
        Part(TICK, 0.06, "D7:.5 A6:.5 " * 6),
    ),
)

BED = Score(
    tempo_bpm=80,
    duration_s=12.0,
    fade_s=1.5,
    parts=(
        Part(PAD, 0.30, "D3+A3+E4:4 B2+F#3+D4:4 G2+D3+B3:4 A2+E3+C#4:3"),
        Part(BASS, 0.16, "D2:2 D2:2 B1:2 B1:2 G2:2 G2:2 A2:2 A2:2"),
        Part(BELL, 0.05, "-:1 A4:1 D5:1 F#5:1 -:1 F#4:1 B4:1 D5:1 -:1 D4:1 G4:1 B4:1 -:1 E4:1 A4:1 C#5:1"),
        Part(TICK, 0.02, "-:.5 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:1 A6:.5"),
    ),
)
