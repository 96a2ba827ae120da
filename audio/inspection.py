"""A finished audio file, measured as a listener's player has it: decoded, from first to last."""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts import SourceError

from .errors import FfmpegError
from .ffmpeg import run
from .levels import Sound
from .loudness import loudness_in
from .tags import MOST_CHAPTERS
from .timeline import Chapter

LOUDNESS_WITHIN_LU = 0.5
MOST_TRUE_PEAK_DBTP = -1.0
LONGEST_SILENCE_S = 3.0
"""Longer, and listeners look whether the player has stopped."""

_HINT = "name an MP3 or M4A file"
_TAG = re.compile(r"^    (\S+) *: (.*)$", re.MULTILINE)
_CHAPTER = re.compile(r"Chapter #0:\d+: start ([\d.]+), end ([\d.]+)\n(?: +Metadata:\n +title +: (.*))?")
_DAMAGE = re.compile(
    r"^(?:\[.*?\] )*(.*(?:Invalid data found|Header missing|Error submitting packet).*)$", re.MULTILINE
)

_SILENCE_DB = -50
_LEAST_SILENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch in which nothing is heard, in seconds."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class AudioReport:
    """What was measured of an audio file.

    Attributes:
        path: the file.
        form: how it is encoded, as ffmpeg says it.
        length_s: of the decoded sound.
        loudness_lufs: integrated (EBU R128).
        range_lu: loudness range (EBU R128).
        true_peak_dbtp: the highest peak between samples, too.
        silences: of a second and more.
        chapters: as the file has them.
        tags: what players show, by ffmpeg's names.
        has_cover: whether there is a picture in it.
        damage: what the decoder complained of; "" if it did not.
    """

    path: Path
    form: str
    length_s: float
    loudness_lufs: float
    range_lu: float
    true_peak_dbtp: float
    silences: tuple[Silence, ...]
    chapters: tuple[Chapter, ...]
    tags: dict[str, str]
    has_cover: bool
    damage: str

    def complaints(self, sound: Sound) -> tuple[str, ...]:
        """What is not as it should be, each in a line.

        Args:
            sound: how loud the show wants its episodes.
        """
        off_lu = self.loudness_lufs - sound.loudness_lufs
        wrong = {
            f"the sound is damaged: {self.damage}": bool(self.damage),
            f"its loudness is {off_lu:+.1f} LU off the target": abs(off_lu) > LOUDNESS_WITHIN_LU,
            f"its true peak is above {MOST_TRUE_PEAK_DBTP} dBTP": self.true_peak_dbtp > MOST_TRUE_PEAK_DBTP,
            "it has no title": not self.tags.get("title"),
            "it has no cover": not self.has_cover,
            **{
                f"nothing is heard for {each.length_s:.1f} s from {each.start_s:.1f} s": True
                for each in self.silences
                if each.length_s > LONGEST_SILENCE_S
            },
            **dict.fromkeys(self._wrong_chapters(), True),
        }
        return tuple(complaint for complaint, applies in wrong.items() if applies)

    def _wrong_chapters(self) -> list[str]:
        starts_s = [chapter.start_s for chapter in self.chapters]
        wrong = {
            f"it has more than {MOST_CHAPTERS} chapters": len(starts_s) > MOST_CHAPTERS,
            "its first chapter does not begin at 0": bool(starts_s) and starts_s[0] > 0,
            "its chapters are out of order": starts_s != sorted(set(starts_s)),
            "a chapter begins after its end": any(start_s >= self.length_s for start_s in starts_s),
            "a chapter has no title": not all(chapter.title for chapter in self.chapters),
        }
        return [complaint for complaint, applies in wrong.items() if applies]


def inspect_audio(path: Path) -> AudioReport:
    """Decode an audio file once, and measure it.

    Raises:
        SourceError: it cannot be read, or holds no sound.
    """
    if not path.is_file():
        raise SourceError(f"{path}: no such file", _HINT)
    meters = f"ebur128=peak=true:framelog=verbose,silencedetect=n={_SILENCE_DB}dB:d={_LEAST_SILENCE_S:g}"
    measured = ["-map", "0:a:0", "-af", meters, "-progress", "pipe:2", "-f", "null", "-"]
    try:
        _, said = run(["-hide_banner", "-nostats", "-nostdin", "-i", str(path), *measured])
    except FfmpegError as error:
        raise SourceError(f"{path} holds no sound that can be read", _HINT) from error
    return _report(path, said)


def _report(path: Path, said: str) -> AudioReport:
    described, _, measured = said.partition("\nStream mapping:")
    summary = measured.rpartition("Summary:")[2]
    damage = _DAMAGE.search(measured)
    return AudioReport(
        path=path,
        form=_found(r"Stream #0.*: Audio: (.*)", described),
        length_s=float(re.findall(r"^out_time_us=(\d+)", measured, re.MULTILINE)[-1]) / 1e6,
        loudness_lufs=loudness_in(measured),
        range_lu=float(_found(r"LRA: +(\S+) LU", summary)),
        true_peak_dbtp=float(_found(r"Peak: +(\S+) dBFS", summary)),
        silences=_silences(measured),
        chapters=tuple(
            Chapter(title.strip(), float(a), float(b)) for a, b, title in _CHAPTER.findall(described)
        ),
        tags=dict(_TAG.findall(described.partition("\n  Duration:")[0])),
        has_cover="(attached pic)" in described,
        damage=damage[1] if damage else "",
    )


def _silences(measured: str) -> tuple[Silence, ...]:
    starts, ends = (re.findall(rf"silence_{edge}: ([\d.]+)", measured) for edge in ("start", "end"))
    return tuple(Silence(float(start), float(end)) for start, end in zip(starts, ends, strict=False))


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1].strip() if found else ""
