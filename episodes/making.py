"""Script → Clips → Timeline → Master: the stages that touch no show, and so may run anywhere."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audio import Clip, ClipCache, Sound, Soundtrack, Tags, Timeline, fitting, foresee, lay_out, master
from scripts import Script

from .captions import captions_of, summary_of
from .casting import Cast, Narration, narrate
from .episode import Caption, Recording
from .report import Stage, Watcher
from .room import ensure_room, needed_bytes


@dataclass(frozen=True, slots=True)
class Assignment:
    """All that an episode is made of, and nothing of the show that it is made for.

    Attributes:
        script: what is said.
        recipe: a hash of all that shapes it.
        track: before, after and under the speech.
        sound: how loud, how dense.
        tags: what players show.
        speaker: who speaks, by a name for listeners.
        sentence_s: the pause between sentences.
        notes: how it is summed up; "" is the script's beginning.
    """

    script: Script
    recipe: str
    track: Soundtrack
    sound: Sound
    tags: Tags
    speaker: str
    sentence_s: float
    notes: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished episode that has no place yet.

    Attributes:
        recording: without its files.
        captions: in the order of time.
        audio: the sound file.
        picture: of its waveform.
        segments: how many say something.
        cached: how many of them had been spoken before.
    """

    recording: Recording
    captions: tuple[Caption, ...]
    audio: Path
    picture: Path
    segments: int
    cached: int


def make(  # noqa: PLR0913 - what to make, who makes it with what, and where
    assignment: Assignment,
    cast: Cast,
    cache: ClipCache,
    folder: Path,
    *,
    watcher: Watcher,
    cover: Callable[[], Path],
) -> Made:
    """Make an episode; all that is written lies in one folder, but for clips to be kept.

    Args:
        assignment: what of.
        cast: who speaks.
        cache: speech made earlier.
        folder: where the work is done, and the finished files are.
        watcher: told of what is done.
        cover: gives the cover when it is needed, which is when all has been spoken.

    Raises:
        ShowUnwritable: the disk has no room for it.
        EngineError: it cannot be spoken whole.
        FfmpegError: ffmpeg failed.
    """
    script = assignment.script
    ensure_room(folder, _needed_bytes(assignment, cast))
    watcher.stage(Stage.SPEAKING, script.title)
    narration = narrate(script, cast, cache, folder, watcher)
    timeline = lay_out(narration.clips, assignment.track)
    watcher.stage(Stage.MASTERING, script.title)
    _tell_of_merged(timeline, watcher)
    mastered = master(timeline, assignment.sound, replace(assignment.tags, cover=cover()), folder)
    return Made(
        _recording(assignment, timeline, narration),
        captions_of(timeline, assignment.speaker, assignment.sentence_s),
        mastered.audio,
        mastered.waveform,
        len(narration.clips),
        sum(clip.cached for clip in narration.clips),
    )


def _needed_bytes(assignment: Assignment, cast: Cast) -> int:
    length_s = foresee(assignment.script.segments, cast.lead, assignment.track).length_s
    return needed_bytes(length_s, assignment.sound)


def _tell_of_merged(timeline: Timeline[Clip], watcher: Watcher) -> None:
    told, kept = len(timeline.chapters), len(fitting(timeline.chapters))
    if kept < told:
        watcher.warn(f"an audio file holds {kept} chapters; the shortest of the {told} joined others")


def _recording(assignment: Assignment, timeline: Timeline[Clip], narration: Narration) -> Recording:
    script = assignment.script
    return Recording(
        recipe=assignment.recipe,
        title=script.title,
        author=script.author,
        publisher=script.publisher,
        url=script.url,
        audio="",
        bytes=0,
        length_s=round(timeline.length_s, 3),
        engine=narration.narrator.engine.name,
        voice=narration.narrator.voice,
        fallback=narration.fallback,
        chapters=timeline.chapters,
        summary=assignment.notes or summary_of(script.segments, script.title),
    )
