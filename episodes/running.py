"""A run that nobody watches: ask the sources, tell what is new, tidy up, tell somebody.

Whatever ends it, the next one finishes its work: a story counts as told only when its episode is published,
and an edition is reserved, with its stories, before anything is spoken.
"""

import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from audio import EngineBusyError, EngineError, EngineUnreachable
from scripts import BobaoError, ConfigurationError

from . import editions
from .backup import back_up
from .desk import Desk, Found, Gathered, note_failure
from .duty import Duty
from .errors import ShowLocked, ShowUnwritable, WorkerError
from .files import told_if_unwritable
from .keeping import let_go
from .memory import Memory
from .pipeline import build_each, build_story
from .publishing import publish
from .report import Built, Failed, Order, Stage
from .run_log import LogWatcher, open_log
from .run_report import RunReport, in_a_line, log_lines, summary
from .run_settings import Making
from .show import Show, locked
from .sifting import Skipped, State, Why
from .site import refresh
from .stories import Story, restored
from .studio import Studio, open_studio


def run(duty: Duty) -> RunReport:
    """Build what the show's sources have that is new.

    Raises:
        ShowLocked: another run holds the show.
        ShowUnwritable: it cannot be written to.
        ConfigurationError: it has no source, or show.toml asks for what cannot be.
    """
    show = duty.show
    with locked(show), told_if_unwritable(show.folder), open_log(show) as log:
        log.info("The run begins")
        watched = replace(duty, watcher=LogWatcher(log, duty.watcher))
        try:
            report = _recorded(watched)
        except (BobaoError, OSError) as error:
            log.error("The run failed: %s", error)  # noqa: TRY400 - its trace says nothing to whoever reads this
            raise
        except Exception:
            log.exception("The run failed by a mistake in bobao or in an engine; please report it")
            raise
        for level, line in log_lines(report):
            log.log(level, line)
    return _sent(_kept(report, duty), duty)


def _recorded(duty: Duty) -> RunReport:
    """Do the run, and note in the catalog what it did, also if it could do nothing."""
    started_at = duty.clock()
    with Memory(duty.show.catalog) as memory:
        try:
            report = _Run(duty, memory).report()
        except Exception as error:
            known = error if isinstance(error, BobaoError) else BobaoError(in_a_line(error))
            with suppress(BobaoError, OSError):
                failed = RunReport(failed=(Failed(str(duty.show.folder), known),), worked=False)
                memory.note_run(started_at, duty.clock(), failed.status, summary(failed))
            raise
        memory.note_run(started_at, duty.clock(), report.status, summary(report))
    return report


def _kept(report: RunReport, duty: Duty) -> RunReport:
    """Back the show up, if show.toml says where: before it is published, so that this can be restored."""
    show = duty.show
    if not show.settings.backup.to:
        return report
    duty.watcher.stage(Stage.KEEPING, show.settings.title)
    try:
        back_up(show, show.settings.backup.to, duty.clock())
    except BobaoError as error:
        return _amended(report, Failed("backup", error), duty)
    return report


def _sent(report: RunReport, duty: Duty) -> RunReport:
    """Send the show to its host, if show.toml names one; what cannot be sent is sent by the next run."""
    show = duty.show
    if not show.settings.publish.to:
        return report
    duty.watcher.stage(Stage.PUBLISHING, show.settings.title)
    try:
        publish(show, show.settings.publish.to, duty.clock())
    except BobaoError as error:
        return _amended(report, Failed("publish", error), duty)
    return report


def _amended(report: RunReport, failed: Failed, duty: Duty) -> RunReport:
    """The report with a failure that came after the run itself, noted where the run is noted."""
    show, report = duty.show, replace(report, failed=(*report.failed, failed))
    with suppress(ShowLocked), locked(show), open_log(show) as log, Memory(show.catalog) as memory:
        log.error("%s failed: %s", failed.source.capitalize(), failed.error)
        memory.amend_run(report.status, summary(report))
    return report


class _Run:
    """One run over a show that is held."""

    def __init__(self, duty: Duty, memory: Memory) -> None:
        self._duty, self._show, self._memory = duty, duty.show, memory
        self._now = self._steady(duty.clock())
        self._ends = time.monotonic() + duty.show.settings.run.minutes * 60
        self._built: list[Built] = []
        self._skipped: list[Skipped] = []
        self._failed: list[Failed] = []

    def report(self) -> RunReport:
        """Do all of it."""
        memory, show = self._memory, self._show
        _require_source(show)
        memory.settle_waiting()
        studio = self._studio(Order())
        self._finish_editions(studio)
        gathered = Desk(self._duty, memory, self._now, self._is_over).gather()
        self._skipped += gathered.skipped
        self._failed += gathered.failed
        self._correct(gathered.corrected, studio)
        if show.settings.run.make is Making.DIGEST:
            self._tell_together(gathered, studio)
        else:
            self._tell_each(gathered.new, studio)
        self._rebuild_fallbacks()
        gone = let_go(show, memory, self._now)
        refresh(show, memory, self._now)
        worked = gathered.answered > 0 and len(self._failed) == len(show.settings.source) - gathered.answered
        return RunReport(tuple(self._built), tuple(self._skipped), tuple(self._failed), gone, worked)

    def _finish_editions(self, studio: Studio) -> None:
        """Make what an earlier run has reserved and not finished."""
        for known, text in self._memory.open_editions():
            self._make_edition(known, restored(text), studio)

    def _tell_each(self, found: Sequence[Found], studio: Studio) -> None:
        """Make an episode of each story."""
        with closing(build_each([(each.story, studio) for each in found], self._memory)) as outcomes:
            for each in found:
                if self._is_over():
                    self._skipped.append(Skipped(each.offer.name, Why.NO_TIME))
                    continue
                outcome = next(outcomes)
                if isinstance(outcome, Built):
                    self._built.append(outcome)
                    self._note_told(each, outcome.episode.id)
                    continue
                self._failed.append(outcome)
                if _is_its_own(outcome.error):
                    note_failure(each.offer, outcome.error, self._memory, self._show, self._now)

    def _tell_together(self, gathered: Gathered, studio: Studio) -> None:
        """Make one digest of as many stories as it may hold."""
        if not gathered.new:
            return
        day = self._show.local(self._now).date().isoformat()
        chosen: list[Found] = []
        left = list(gathered.new)
        if self._memory.editions_on(day) < self._show.settings.digest.editions and not self._is_over():
            chosen, left = editions.fitting(gathered.new, studio)
        self._skipped += [Skipped(each.offer.name, Why.NO_ROOM) for each in left]
        if chosen:
            story = editions.edition_story(chosen, self._memory, studio)
            reserved = editions.reserve(story, chosen, self._memory, studio)
            self._make_edition(reserved.id, story, studio)

    def _make_edition(self, known: str, story: Story, studio: Studio) -> None:
        outcome = build_story(story, studio, self._memory)
        if isinstance(outcome, Built):
            self._built.append(outcome)
            self._memory.settle_waiting()
            self._memory.close_editions()
            return
        self._failed.append(outcome)
        if _is_its_own(outcome.error):
            self._memory.edition_failed(known, self._show.settings.run.attempts, outcome.error.message)

    def _correct(self, found: Sequence[Found], studio: Studio) -> None:
        """Bring the episodes up to date whose stories were corrected."""
        corrections = [(each, *told) for each in found if (told := self._correction(each))]
        asked = [
            (story, replace(studio, order=replace(studio.order, update=known)))
            for _, known, story in corrections
        ]
        with closing(build_each(asked, self._memory)) as outcomes:
            for each, known, _ in corrections:
                if self._is_over():
                    return
                outcome = next(outcomes)
                if isinstance(outcome, Built):
                    self._built.append(outcome)
                    self._note_told(each, known)
                else:
                    self._failed.append(outcome)

    def _correction(self, found: Found) -> tuple[str, Story] | None:
        """Which episode a corrected story belongs to, and what that is to tell now."""
        memo = self._memory.memo(found.offer.key)
        if memo is None:
            return None
        return editions.corrected(found, self._memory) or (memo.episode, found.story)

    def _rebuild_fallbacks(self) -> None:
        """Have the show's own engine speak what another had to; if it is still away, that is no failure."""
        settings = self._show.settings
        fallbacks = self._memory.fallbacks()
        away = any(each.episode.recording.fallback for each in self._built)
        if not settings.run.rebuild_fallbacks or not fallbacks or away:
            return
        with suppress(EngineError):
            studio = self._studio(Order(engine=settings.voice.engine))
            for known in fallbacks:
                text = self._memory.story(known)
                if not text or self._is_over():
                    continue
                update = replace(studio, order=replace(studio.order, update=known))
                outcome = build_story(restored(text), update, self._memory)
                if isinstance(outcome, Failed):
                    return
                self._built.append(outcome)

    def _note_told(self, found: Found, episode: str) -> None:
        self._memory.note_offer(replace(found.memo(State.TOLD), episode=episode), self._now)

    def _studio(self, order: Order) -> Studio:
        return open_studio(
            self._show, order, self._duty.cache, self._now, self._duty.watcher, crew=self._duty.crew
        )

    def _is_over(self) -> bool:
        return time.monotonic() >= self._ends

    def _steady(self, now: datetime) -> datetime:
        """The time, never before that of the newest episode: a clock that was set back reorders no feed."""
        newest = self._memory.newest()
        if newest is None or now >= newest:
            return now
        self._duty.watcher.warn(
            f"the clock is before the newest episode ({newest:%Y-%m-%d %H:%M} UTC); check it"
        )
        return newest + timedelta(seconds=1)


def _require_source(show: Show) -> None:
    if not show.settings.source:
        raise ConfigurationError(
            f"{show.folder / 'show.toml'} names no [[source]]", "add one, with feed, page, folder or command"
        )


def _is_its_own(error: BobaoError) -> bool:
    """Whether a failure is the story's: without engine, disk or workers all of them fail."""
    return not isinstance(error, EngineUnreachable | EngineBusyError | ShowUnwritable | WorkerError)
