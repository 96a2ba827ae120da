"""Long lists are cut into pages that are filled from the oldest and then never change."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from episodes import Catalog, Show
from episodes.addresses import address
from episodes.catalog import Span
from episodes.leaves import leaves
from episodes.site import refresh
from tests.conftest import snapshot
from tests.episodes.samples import NOON, put_episode, put_episodes, show
from tests.properties import steady

SIZE = 10


@pytest.fixture
def made(tmp_path: Path) -> Show:
    return show(tmp_path, feed={"page": SIZE})


@pytest.fixture
def catalog(made: Show) -> Iterator[Catalog]:
    with Catalog(made.catalog) as opened:
        yield opened


def spans(count: int, size: int) -> list[Span]:
    return [Span(first, min(size, count - first), "s") for first in range(0, count, size)]


@steady
@given(st.integers(0, 5000), st.integers(1, 400))
def test_the_first_page_holds_between_one_and_two_times_what_the_others_hold(count: int, size: int) -> None:
    made = leaves(spans(count, size), "feed.xml")
    assert sum(leaf.span.count for leaf in made) == count
    assert {leaf.span.count for leaf in made[:-1]} <= {size}
    newest = made[-1]
    assert newest.name == "feed.xml"
    assert newest.span.count < 2 * size
    assert newest.span.count >= size or len(made) == 1
    assert [leaf.older for leaf in made] == ["", *(leaf.name for leaf in made[:-1])]
    assert [leaf.span.first for leaf in made] == [number * size for number in range(len(made))]


@steady
@given(st.integers(0, 2000), st.integers(1, 300))
def test_one_more_episode_changes_no_page_but_the_first(count: int, size: int) -> None:
    before, after = leaves(spans(count, size), "feed.xml"), leaves(spans(count + 1, size), "feed.xml")
    kept = [(leaf.name, leaf.span, leaf.older) for leaf in before[:-1]]
    assert [(leaf.name, leaf.span, leaf.older) for leaf in after[: len(kept)]] == kept


def guids(made: Show, name: str) -> list[str]:
    return [str(found.text) for found in etree.parse(made.public / name).iterfind(".//guid")]


def followed(made: Show) -> list[str]:
    """All guids, as a client finds them that follows the feed from page to page."""
    name, found = "feed.xml", []
    while name:
        found += guids(made, name)
        page = etree.parse(made.public / name)
        after = page.xpath("//*[local-name() = 'link'][@rel='next']/@href")
        name = after[0].removeprefix(address(made, "")) if after else ""
    return found


def test_a_client_that_follows_the_pages_finds_every_episode_once(made: Show, catalog: Catalog) -> None:
    put_episodes(catalog, made, 25)
    refresh(made, catalog, NOON)
    assert len(guids(made, "feed.xml")) == 15
    assert sorted(path.name for path in made.public.glob("feed*")) == [
        "feed-1.xml",
        "feed.xml",
    ]
    assert followed(made) == [episode.guid for episode in catalog.episodes()]


def test_older_pages_are_never_written_again(made: Show, catalog: Catalog) -> None:
    put_episodes(catalog, made, 30)
    refresh(made, catalog, NOON)
    before = {name: held for name, held in snapshot(made.public).items() if name != "feed.xml"}
    for number in range(31, 42):
        put_episode(catalog, made, number)
        refresh(made, catalog, NOON)
    after = snapshot(made.public)
    assert sorted(name for name in before if after[name] != before[name]) == ["index.html"]
    assert [len(guids(made, f"feed-{number}.xml")) for number in (1, 2, 3)] == [SIZE] * 3


def test_an_old_episode_that_changes_changes_its_own_page_and_no_other(made: Show, catalog: Catalog) -> None:
    known = put_episodes(catalog, made, 25)[7]
    refresh(made, catalog, NOON)
    before = snapshot(made.public)
    catalog.edit(known, title="新标题", notes="", image="")
    refresh(made, catalog, NOON)
    changed = {name for name, held in snapshot(made.public).items() if before.get(name) != held}
    assert changed == {"feed-1.xml", "index.html", f"episodes/{known}.html"}


def test_an_episode_that_is_removed_moves_none_of_the_others(made: Show, catalog: Catalog) -> None:
    known = put_episodes(catalog, made, 25)[7]
    refresh(made, catalog, NOON)
    before = snapshot(made.public)
    catalog.remove(known)
    refresh(made, catalog, NOON)
    after = snapshot(made.public)
    assert {name for name in after if before.get(name) != after[name]} == {"feed-1.xml", "index.html"}
    assert before.keys() - after.keys() == {f"episodes/{known}.html"}
    assert len(guids(made, "feed-1.xml")) == SIZE - 1


def test_another_size_leaves_no_page_of_the_old_one(made: Show, catalog: Catalog) -> None:
    put_episodes(catalog, made, 25)
    refresh(made, catalog, NOON)
    refresh(show(made.folder, feed={"page": 20}), catalog, NOON)
    assert [path.name for path in made.public.glob("feed*")] == ["feed.xml"]
    assert len(followed(made)) == 25


def test_a_page_that_was_lost_is_written_again(made: Show, catalog: Catalog) -> None:
    known = put_episodes(catalog, made, 25)[0]
    refresh(made, catalog, NOON)
    before = {name: content for name, (_, content) in snapshot(made.public).items()}
    for name in ("feed-1.xml", "index.html", f"episodes/{known}.html"):
        (made.public / name).unlink()
    refresh(made, catalog, NOON + timedelta(hours=1))
    assert {name: content for name, (_, content) in snapshot(made.public).items()} == before
