"""The hall they play in: Schroeder's reverberator, parallel combs and then all-passes, with damped walls."""

from collections.abc import Iterable, Iterator

from .instruments import RATE_HZ, Sound

_WET = 0.22
_COMBS_S = (0.0297, 0.0371, 0.0411, 0.0437)
_ALLPASSES_S = (0.0050, 0.0017)
_REVERBERATION_S = 1.6
_DAMPING = 0.35
_DIFFUSION = 0.7


def reverberate(dry: Sound) -> Sound:
    """Put a sound into the hall; what rings beyond its end is cut."""
    combs = [_comb(dry, delay_s) for delay_s in _COMBS_S]
    wet: Iterable[float] = (sum(echoes) / len(echoes) for echoes in zip(*combs, strict=True))
    for delay_s in _ALLPASSES_S:
        wet = _allpass(wet, delay_s)
    return [sample + _WET * echo for sample, echo in zip(dry, wet, strict=True)]


def _comb(sound: Iterable[float], delay_s: float) -> Iterator[float]:
    """An echo of an echo; each loses treble, and 60 dB are gone after the reverberation time."""
    loss = 10 ** (-3 * delay_s / _REVERBERATION_S)
    line = [0.0] * round(delay_s * RATE_HZ)
    at, dull = 0, 0.0
    for sample in sound:
        echo = line[at]
        dull += (1 - _DAMPING) * (echo - dull)
        line[at] = sample + loss * dull
        at = (at + 1) % len(line)
        yield echo


def _allpass(sound: Iterable[float], delay_s: float) -> Iterator[float]:
    """Smears an echo in time and leaves its colour."""
    line = [0.0] * round(delay_s * RATE_HZ)
    at = 0
    for sample in sound:
        echo = line[at]
        line[at] = fed = sample + _DIFFUSION * echo
        at = (at + 1) % len(line)
        yield echo - _DIFFUSION * fed
