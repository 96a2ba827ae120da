"""`bobao check AUDIO`: a finished file, measured against what the show wants."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import print_json, print_line
from .format import clock

if TYPE_CHECKING:
    from audio import AudioReport, Sound


def check_audio(path: Path, show: Path | None, *, json: bool) -> int:
    """Print what was measured, and what is wrong with it; returns the exit code."""
    from audio import inspect_audio
    from episodes import open_show_or_defaults

    sound = open_show_or_defaults(show).settings.sound
    report = inspect_audio(path)
    complaints = report.complaints(sound)
    if json:
        print_json(_object(report, complaints))
    else:
        for label, value in _lines(report, sound):
            print_line(f"{label:<12}{value}".rstrip())
        for complaint in complaints:
            print_line(f"{'FAIL':<12}{complaint}")
    return int(bool(complaints))


def _lines(report: "AudioReport", sound: "Sound") -> list[tuple[str, str]]:
    from audio import MOST_TRUE_PEAK_DBTP

    silences = [f"{clock(each.start_s)} for {each.length_s:.1f} s" for each in report.silences]
    return [
        ("file", f"{report.path}  ({report.form})"),
        ("title", report.tags.get("title", "")),
        ("length", f"{clock(report.length_s)}  ({report.length_s:.3f} s)"),
        ("loudness", f"{report.loudness_lufs:.1f} LUFS  (target {sound.loudness_lufs:g})"),
        ("range", f"{report.range_lu:.1f} LU"),
        ("true peak", f"{report.true_peak_dbtp:.1f} dBTP  (at most {MOST_TRUE_PEAK_DBTP:g})"),
        ("silences", ", ".join(silences) or "none of a second or more"),
        ("cover", "yes" if report.has_cover else "no"),
        ("chapters", str(len(report.chapters))),
        *(("", f"{clock(chapter.start_s):>8}  {chapter.title}") for chapter in report.chapters),
    ]


def _object(report: "AudioReport", complaints: tuple[str, ...]) -> dict[str, Any]:
    return {
        "file": str(report.path),
        "form": report.form,
        "length_s": report.length_s,
        "loudness_lufs": report.loudness_lufs,
        "range_lu": report.range_lu,
        "true_peak_dbtp": report.true_peak_dbtp,
        "silences": [[each.start_s, each.end_s] for each in report.silences],
        "chapters": [[each.title, each.start_s, each.end_s] for each in report.chapters],
        "tags": report.tags,
        "cover": report.has_cover,
        "complaints": list(complaints),
    }
