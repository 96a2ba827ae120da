"""The band: things that are struck, whose partials ring out, and things that are blown, which hold a note."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import cos, pi, sin, tau
from typing import Protocol

RATE_HZ = 44_100

Sound = list[float]
"""Mono samples at `RATE_HZ`; full scale is ±1."""

_ACCENT_S = 0.9
"""How long the accent at the start of a blown note takes to fall by 60 dB."""


class Instrument(Protocol):
    """Plays one note at a time."""

    def play(self, pitch_hz: float, held_s: float) -> Sound:
        """Play a note from its attack to its last breath, which comes later than `held_s`.

        The sound starts and ends at zero.
        """
        ...


@dataclass(frozen=True, slots=True)
class Partial:
    """One mode in which a struck body rings.

    Attributes:
        ratio: its frequency, in multiples of the note's pitch.
        gain: its amplitude at the stroke.
        ring_s: seconds until it has fallen by 60 dB.
    """

    ratio: float
    gain: float
    ring_s: float


@dataclass(frozen=True, slots=True)
class Struck:
    """A bell, string or drum as a sum of decaying partials (modal synthesis). It rings as long as it rings.

    Attributes:
        attack_s: how long the stroke takes: a felt mallet is slow and soft, a stick quick and bright.
        partials: the modes of the body.
    """

    attack_s: float
    partials: tuple[Partial, ...]

    def play(self, pitch_hz: float, held_s: float) -> Sound:  # noqa: ARG002 - a struck body is not held
        """Strike it once."""
        sound = silence(max(partial.ring_s for partial in self.partials))
        for partial in self.partials:
            ringing = _ringing(pitch_hz * partial.ratio, partial.ring_s)
            for index, sample in enumerate(islice(ringing, len(sound))):
                sound[index] += partial.gain * sample
        fade(sound, self.attack_s, release_s=0.1)
        return sound


@dataclass(frozen=True, slots=True)
class Blown:
    """A brass section or a pad: players slightly out of tune, brighter as they play louder (Chowning's FM).

    Attributes:
        attack_s: from silence to full sound.
        sustain: what is left of the full sound once the accent has passed, 0 to 1.
        release_s: from the note's end back to silence.
        brightness: the FM index at full sound, about the number of strong overtones.
        players_cents: how far each player is off the pitch, in hundredths of a semitone.
    """

    attack_s: float
    sustain: float
    release_s: float
    brightness: float
    players_cents: tuple[float, ...]

    def play(self, pitch_hz: float, held_s: float) -> Sound:
        """Hold a note; the release comes on top of `held_s`."""
        sound = silence(held_s + self.release_s)
        damping = _damping(_ACCENT_S)
        breath = [self.sustain + (1 - self.sustain) * damping**index for index in range(len(sound))]
        fade(breath, min(self.attack_s, held_s), self.release_s)
        for cents in self.players_cents:
            self._add_player(sound, breath, pitch_hz * 2 ** (cents / 1200))
        return sound

    def _add_player(self, sound: Sound, breath: Sound, pitch_hz: float) -> None:
        step = tau * pitch_hz / RATE_HZ
        share = 1 / len(self.players_cents)
        for index, loudness in enumerate(breath):
            phase = step * index
            sound[index] += share * loudness * sin(phase + self.brightness * loudness * sin(phase))


def silence(duration_s: float) -> Sound:
    """Make room for a sound."""
    return [0.0] * round(duration_s * RATE_HZ)


def fade(sound: Sound, attack_s: float, release_s: float) -> None:
    """Bring a sound up from zero and down to zero, in place, along half a cosine so that no edge is heard."""
    for index, gain in enumerate(_rise(attack_s)):
        sound[index] *= gain
    for index, gain in enumerate(_rise(release_s)):
        sound[-1 - index] *= gain


def _rise(duration_s: float) -> Iterator[float]:
    length = round(duration_s * RATE_HZ)
    return ((1 - cos(pi * index / length)) / 2 for index in range(length))


def _damping(ring_s: float) -> float:
    """The factor from sample to sample that comes to −60 dB in `ring_s`."""
    return float(10 ** (-3 / (ring_s * RATE_HZ)))


def _ringing(pitch_hz: float, ring_s: float) -> Iterator[float]:
    """A decaying sine without end, by the two-pole recurrence: no call of sin per sample."""
    damping = _damping(ring_s)
    step = tau * pitch_hz / RATE_HZ
    feedback = 2 * damping * cos(step)
    before, now = -sin(step) / damping, 0.0
    while True:
        yield now
        before, now = now, feedback * now - damping * damping * before


BELL = Struck(
    attack_s=0.003,
    partials=(
        Partial(1.0, 1.0, 2.6),
        Partial(2.0, 0.25, 1.6),
        Partial(2.76, 0.30, 1.1),
        Partial(5.40, 0.14, 0.5),
        Partial(8.93, 0.05, 0.2),
    ),
)
GLOCKENSPIEL = Struck(
    attack_s=0.002,
    partials=(
        Partial(1.0, 1.0, 1.1),
        Partial(2.76, 0.35, 0.5),  # 2.76 and 5.40 are what make a free metal bar sound of metal
        Partial(5.40, 0.16, 0.25),
    ),
)
BASS = Struck(
    attack_s=0.006,
    partials=tuple(Partial(n, n**-1.1, 0.9 / n**0.6) for n in range(1, 9)),
)
TIMPANI = Struck(
    attack_s=0.005,
    partials=(
        Partial(1.0, 1.0, 1.5),
        Partial(
            1.5, 0.6, 1.1
        ),  # the kettle's air pulls the skin's modes to near 2 : 3 : 4 : 5, hence a pitch
        Partial(1.98, 0.4, 0.8),
        Partial(2.44, 0.25, 0.6),
        Partial(4.1, 0.2, 0.12),
    ),
)
TICK = Struck(
    attack_s=0.0015,
    partials=(Partial(1.0, 1.0, 0.11), Partial(1.51, 0.6, 0.12), Partial(2.32, 0.4, 0.1)),
)
TRUMPETS = Blown(attack_s=0.03, sustain=0.6, release_s=0.07, brightness=2.2, players_cents=(-5.0, 0.0, 4.0))
HORNS = Blown(attack_s=0.06, sustain=0.6, release_s=0.2, brightness=1.7, players_cents=(-4.0, 3.0))
PAD = Blown(attack_s=0.5, sustain=1.0, release_s=1.2, brightness=0.8, players_cents=(-9.0, 7.0))
