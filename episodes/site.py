"""What is hosted: feed and pages are written from the catalog, and what nobody needs any more is taken away.

Only what has changed is written. Of the episodes' pages the catalog knows which do not show what it holds. Of
the lists only the first page grows; of the others a stamp tells whether one of their episodes has changed.
"""

import os
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from .addresses import FEED, INDEX, PAGES, Standing, settle_standing
from .catalog import Catalog
from .cover import cover_name, make_cover
from .feed import Masthead, write_feed
from .feed_rules import approve_feed
from .files import replace_by, replace_if_changed
from .leaves import Leaf, leaves
from .pages import Design
from .show import Show
from .sweeping import release, sweep

_LISTED = 50
"""Episodes on a page of the index; the first one has up to twice as many."""


def ensure_cover(show: Show) -> Path:
    """The show's cover, made if it is not there; another picture has another name."""
    path = show.public / cover_name(show)
    if not path.is_file():
        show.public.mkdir(parents=True, exist_ok=True)
        replace_if_changed(path, make_cover(show))
    return path


def refresh(show: Show, catalog: Catalog, now: datetime) -> None:
    """Bring what is hosted up to date with the catalog; the feed comes last.

    Raises:
        FeedRefused: the feed would lack what podcast apps require; the last good one stays.
        DesignError: a template of the show's fails.
    """
    design = Design(show, ensure_cover(show).name)
    standing = settle_standing(show, catalog)
    _write_assets(show, design)
    _draw_pages(show, catalog, design)
    index = _write_index(show, catalog, design)
    feed = _write_feeds(show, catalog, standing, design)
    sweep(show, catalog, {FEED, INDEX, *index, *feed}, set(design.assets), now)


def _write_assets(show: Show, design: Design) -> None:
    folder = show.public / "assets"
    folder.mkdir(exist_ok=True)
    written = [replace_if_changed(show.public / path, content) for path, content in design.assets.items()]
    if any(written):
        for path in folder.iterdir():
            if f"assets/{path.name}" not in design.assets:
                release(path)  # pages that browsers have kept still ask for it: its time of grace begins now


def _draw_pages(show: Show, catalog: Catalog, design: Design) -> None:
    folder = show.public / PAGES
    folder.mkdir(exist_ok=True)
    if catalog.fact("design") != design.stamp:
        catalog.redraw()
        catalog.note("design", design.stamp)
    there = set(os.listdir(folder))  # noqa: PTH208 - of ten thousand files the names are enough
    if lost := [known for known, *_ in catalog.files() if f"{known}.html" not in there]:
        catalog.redraw(lost)
    drawn = []
    for episode in catalog.undrawn():
        page = design.episode(episode, catalog.captions(episode.id))
        replace_if_changed(folder / f"{episode.id}.html", page)
        drawn.append(episode.id)
    if drawn:
        catalog.drawn(drawn)


def _write_index(show: Show, catalog: Catalog, design: Design) -> list[str]:
    def write(leaf: Leaf) -> None:
        replace_if_changed(show.public / leaf.name, design.index(leaf, catalog.within(leaf.span)))

    return _write_leaves(show, catalog, leaves(catalog.spans(_LISTED), INDEX), design.stamp, write)


def _write_feeds(show: Show, catalog: Catalog, standing: Standing, design: Design) -> list[str]:
    masthead = Masthead(show, ensure_cover(show).name, standing)

    def write(leaf: Leaf) -> None:
        replace_by(
            show.public / leaf.name,
            lambda out: write_feed(out, masthead, leaf, catalog.within(leaf.span)),
            approve_feed,
        )

    code = "".join(Path(__file__).with_name(f"{name}.py").read_text("utf-8") for name in ("feed", "notes"))
    stamp = f"{design.stamp} {standing} {code}"
    return _write_leaves(show, catalog, leaves(catalog.spans(show.settings.feed.page), FEED), stamp, write)


def _write_leaves(
    show: Show, catalog: Catalog, wanted: tuple[Leaf, ...], stamp: str, write: Callable[[Leaf], None]
) -> list[str]:
    """Write the pages of a list, the oldest first; a full one only if what it is made of has changed."""
    for leaf in wanted[:-1]:
        name, made_of = f"leaf {leaf.name}", sha256(f"{stamp} {leaf}".encode()).hexdigest()
        if catalog.fact(name) != made_of or not (show.public / leaf.name).is_file():
            write(leaf)
            catalog.note(name, made_of)
    write(wanted[-1])
    return [leaf.name for leaf in wanted]
