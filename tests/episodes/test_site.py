"""What is hosted follows the catalog; old audio stays for as long as somebody may be downloading it."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from episodes import Catalog, FeedRefused, Show
from episodes.addresses import feed_guid
from episodes.identity import Identity
from episodes.site import ensure_cover, refresh
from episodes.sweeping import GRACE
from tests.conftest import snapshot
from tests.episodes.samples import NOON, recording, show


@pytest.fixture
def made(tmp_path: Path) -> Show:
    return show(tmp_path)


@pytest.fixture
def catalog(made: Show) -> Iterator[Catalog]:
    with Catalog(made.catalog) as opened:
        yield opened


def put(path: Path, modified: datetime = NOON) -> Path:
    """An audio file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sound")
    os.utime(path, (modified.timestamp(), modified.timestamp()))
    return path


def publish(catalog: Catalog, made: Show, name: str, story: str = "1") -> Path:
    """An episode of a story whose audio file has this name."""
    path = put(made.media / name)
    identity = Identity((f"link:example.com/{story}",), "", "text")
    reserved = catalog.reserve(identity, NOON, catalog.find(identity))
    catalog.publish(reserved.id, recording(audio=path.relative_to(made.folder).as_posix()))
    return path


def test_feed_page_and_cover_are_there_before_the_first_episode(made: Show, catalog: Catalog) -> None:
    refresh(made, catalog, NOON)
    assert {path.name for path in made.public.iterdir() if path.is_file()} == {
        "feed.xml",
        "index.html",
        ensure_cover(made).name,
    }


def test_an_episode_is_in_feed_and_page(made: Show, catalog: Catalog) -> None:
    publish(catalog, made, "1.mp3")
    refresh(made, catalog, NOON)
    for name in ("feed.xml", "index.html"):
        assert b"audio/1.mp3" in (made.public / name).read_bytes()


def test_every_file_that_the_feed_names_is_there(made: Show, catalog: Catalog) -> None:
    publish(catalog, made, "1.mp3")
    refresh(made, catalog, NOON)
    feed = etree.parse(made.public / "feed.xml")
    for address in feed.xpath("//enclosure/@url | //*[local-name() = 'image']/@href"):
        assert (made.public / address.removeprefix(made.base_url)).is_file()


def test_nothing_is_written_when_nothing_has_changed(made: Show, catalog: Catalog) -> None:
    publish(catalog, made, "1.mp3")
    refresh(made, catalog, NOON)
    before = snapshot(made.folder)
    refresh(made, catalog, NOON + timedelta(days=400))
    assert snapshot(made.folder) == before


def test_a_cover_that_was_put_there_is_kept(made: Show) -> None:
    cover = ensure_cover(made)
    cover.write_bytes(b"my own")
    assert ensure_cover(made).read_bytes() == b"my own"


def test_a_new_title_has_a_cover_of_its_own(made: Show) -> None:
    assert ensure_cover(made) != ensure_cover(show(made.folder, title="早报"))


@pytest.mark.parametrize(
    ("age", "stays"), [(GRACE - timedelta(minutes=1), True), (GRACE + timedelta(minutes=1), False)]
)
def test_audio_that_is_named_no_more_goes_after_a_time_of_grace(
    made: Show,
    catalog: Catalog,
    age: timedelta,
    stays: bool,  # noqa: FBT001 - a column
) -> None:
    old = publish(catalog, made, "old.mp3")
    new = publish(catalog, made, "new.mp3")
    refresh(made, catalog, NOON + age)
    assert old.exists() is stays
    assert new.exists()


def test_nothing_but_audio_is_ever_taken_away(made: Show, catalog: Catalog) -> None:
    mine = [put(made.public / "mine.mp3"), put(made.media / "notes.txt"), put(made.folder / "a.mp3")]
    refresh(made, catalog, NOON + timedelta(days=400))
    assert all(path.exists() for path in mine)


def value(made: Show, path: str) -> list[str]:
    names = {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
    }
    return [str(found.text) for found in etree.parse(made.public / "feed.xml").iterfind(f".//{path}", names)]


def test_the_first_public_address_gives_a_guid_for_ever_and_a_later_one_is_told(
    made: Show, catalog: Catalog
) -> None:
    for url in ("", "http://localhost:8000/", "http://192.168.1.20/", "https://nas.local/news/"):
        refresh(show(made.folder, base_url=url), catalog, NOON)
        assert value(made, "podcast:guid") == []
    refresh(show(made.folder, base_url="https://one.example.com/"), catalog, NOON)
    (guid,) = value(made, "podcast:guid")
    assert guid == feed_guid("https://one.example.com/feed.xml")
    assert value(made, "itunes:new-feed-url") == []
    for _ in range(2):
        refresh(show(made.folder, base_url="https://two.example.com/"), catalog, NOON)
        assert value(made, "podcast:guid") == [guid]
        assert value(made, "itunes:new-feed-url") == ["https://two.example.com/feed.xml"]


def test_a_feed_that_apps_would_refuse_does_not_replace_the_last_one(made: Show, catalog: Catalog) -> None:
    publish(catalog, made, "1.mp3")
    refresh(made, catalog, NOON)
    before = (made.public / "feed.xml").read_bytes()
    identity = Identity(("link:example.com/2",), "", "text")
    catalog.publish(catalog.reserve(identity, NOON, None).id, recording(bytes=0, audio="public/audio/2.mp3"))
    with pytest.raises(FeedRefused, match="enclosure's length is '0'"):
        refresh(made, catalog, NOON)
    assert (made.public / "feed.xml").read_bytes() == before
    assert not list(made.public.glob(".*"))


def test_an_episodes_page_is_drawn_anew_when_the_design_changes(made: Show, catalog: Catalog) -> None:
    publish(catalog, made, "1.mp3")
    refresh(made, catalog, NOON)
    (page,) = (made.public / "episodes").iterdir()
    assert 'lang="zh-cn"' in page.read_text("utf-8")
    refresh(show(made.folder, language="en"), catalog, NOON)
    assert 'lang="en"' in page.read_text("utf-8")
    assert list(catalog.undrawn()) == []
