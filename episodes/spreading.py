"""A show's stories spread over a crew: all are begun at once, and taken in their order."""

from collections.abc import Sequence
from pathlib import Path

from scripts import BobaoError

from .assigning import assign
from .bench import Bench, Piece
from .catalog import Catalog
from .crew import Crew
from .placing import commit
from .report import Built, Failed, Outcomes
from .site import ensure_cover
from .stories import Story
from .studio import Studio
from .work import failed, work_folder


def build_by_crew(asked: Sequence[tuple[Story, Studio]], crew: Crew, catalog: Catalog) -> Outcomes:
    """See `pipeline.build_each`, whose part this is."""
    studio = asked[0][1]
    ensure_cover(studio.show)
    bench = Bench(crew, studio.show)
    with work_folder(studio.show) as folder:
        spread = _Spread(bench, catalog, folder)
        begun: list[Piece | Built | Failed | None] = []
        left = len(asked)
        try:
            begun.extend(spread.begun(*each) for each in asked)
            studio.watcher.making(len(asked), crew.hands)
            for each, outcome in zip(asked, begun, strict=True):
                taken = spread.taken(*each, outcome)
                left -= 1
                studio.watcher.made()
                yield taken
        finally:
            for outcome in begun:
                if isinstance(outcome, Piece):
                    outcome.record.cancel()
            if not left:
                bench.clear()


class _Spread:
    def __init__(self, bench: Bench, catalog: Catalog, folder: Path) -> None:
        self._bench, self._catalog, self._folder = bench, catalog, folder
        self._under_way = set[str]()

    def begun(self, story: Story, studio: Studio) -> Piece | Built | Failed | None:
        """Reserve an episode and begin it; None while another story of the same episode is under way."""
        try:
            assigned = assign(story, studio, self._catalog)
            if isinstance(assigned, Built):
                return assigned
            if assigned.reserved.id in self._under_way:
                return None
            self._under_way.add(assigned.reserved.id)
            return self._bench.begin(assigned, studio.cast)
        except BobaoError as error:
            return failed(story, error, self._folder)

    def taken(self, story: Story, studio: Studio, begun: Piece | Built | Failed | None) -> Built | Failed:
        """Wait for an episode, and give it its place."""
        begun = begun or self.begun(story, studio)
        if begun is None:
            raise TypeError(story.source)
        if not isinstance(begun, Piece):
            return begun
        try:
            made = self._bench.taken(begun, self._folder, studio.watcher)
            return commit(begun.assigned, made, studio.show, self._catalog)
        except BobaoError as error:
            return failed(story, error, self._folder)
        finally:
            self._under_way.discard(begun.assigned.reserved.id)
