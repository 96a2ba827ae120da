"""A show is brought to where it is hosted, and its feed there is whole at every moment."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import fsspec
import pytest
from filelock import FileLock
from lxml import etree

from episodes import Catalog, Published, PublishError, Show, ShowLocked, Step, publish
from episodes.site import refresh
from episodes.sweeping import GRACE
from scripts import ConfigurationError
from tests.conftest import ROOT, Bobao, snapshot
from tests.episodes.samples import NOON, put_episode, put_episodes, show
from tests.servers.storage import BUCKET, Storage, s3, ssh, webdav

BASE = "https://example.com/news/"
SETTINGS: dict[str, Any] = {"base_url": BASE, "feed": {"page": 10}}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """A show whose feed has two pages. Tests work on copies."""
    house = show(tmp_path_factory.mktemp("finished"), **SETTINGS)
    with Catalog(house.catalog) as catalog:
        put_episodes(catalog, house, 21)
        refresh(house, catalog, NOON)
    return house


@pytest.fixture
def made(finished: Show, tmp_path: Path) -> Show:
    shutil.copytree(finished.folder, tmp_path / "show", ignore=shutil.ignore_patterns(".lock"))
    return show(tmp_path / "show", **SETTINGS)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


def add(house: Show, number: int) -> str:
    with Catalog(house.catalog) as catalog:
        return put_episode(catalog, house, number)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: held for name, (_, held) in snapshot(folder).items()}


def sent(done: Published) -> list[str]:
    return [step.path for step in done.steps if step.action == "send"]


def broken_enclosures(folder: Path) -> list[str]:
    """What the feed at a target names that is not there whole, page after page."""
    broken, name = [], "feed.xml"
    while name:
        feed = etree.parse(folder / name)
        for enclosure in feed.iterfind(".//enclosure"):
            path = folder / enclosure.get("url").removeprefix(BASE)
            if not path.is_file() or path.stat().st_size != int(enclosure.get("length")):
                broken.append(enclosure.get("url"))
        after = feed.xpath("//*[local-name() = 'link'][@rel='next']/@href")
        name = after[0].removeprefix(BASE) if after else ""
    return broken


# A folder --------------------------------------------------------------------------------------------------


def test_all_of_the_public_folder_arrives_the_feed_last(made: Show, target: Path) -> None:
    order = sent(publish(made, str(target), NOON))
    assert contents(target) == contents(made.public)
    media = max(order.index(name) for name in order if name.startswith("audio/"))
    lists = min(order.index(name) for name in order if name.startswith(("feed", "index")))
    assert media < lists
    assert order[-2:] == ["index.html", "feed.xml"]


def test_nothing_is_sent_twice(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    before = snapshot(target)
    assert publish(made, str(target), NOON).steps == ()
    assert snapshot(target) == before


def test_only_what_is_new_is_sent(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    known = add(made, 26)
    order = sent(publish(made, str(target), NOON))
    assert {name for name in order if not name.startswith("audio/")} == {
        f"episodes/{known}.html",
        "index.html",
        "feed.xml",
    }
    assert all(known in name for name in order if name.startswith("audio/"))


def test_without_its_ledger_only_small_files_are_sent_again(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    shutil.rmtree(made.folder / ".published")
    assert not [name for name in sent(publish(made, str(target), NOON)) if name.startswith("audio/")]


def test_what_was_damaged_or_lost_there_is_sent_again(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    audio = next(target.glob("audio/*.mp3"))
    audio.write_bytes(b"")
    (target / "index.html").unlink()
    assert set(sent(publish(made, str(target), NOON))) == {f"audio/{audio.name}", "index.html"}


def test_what_is_named_no_more_goes_after_a_time_of_grace(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    with Catalog(made.catalog) as catalog:
        gone = next(catalog.episodes())
        catalog.remove(gone.id)
    audio = target / gone.recording.audio.removeprefix("public/")
    (made.folder / gone.recording.audio).unlink()
    first = publish(made, str(target), NOON)
    assert audio.relative_to(target).as_posix() in first.waiting
    assert audio.exists()
    later = publish(made, str(target), NOON + GRACE + timedelta(minutes=1))
    assert not audio.exists()
    assert "remove" in {step.action for step in later.steps}
    assert publish(made, str(target), NOON + 2 * GRACE).steps == ()


def test_what_others_put_there_is_left_alone(made: Show, target: Path) -> None:
    target.mkdir()
    (target / "CNAME").write_text("example.com", "utf-8")
    publish(made, str(target), NOON)
    publish(made, str(target), NOON + 3 * GRACE)
    assert (target / "CNAME").exists()


def test_a_dry_run_changes_nothing(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    add(made, 26)
    before = snapshot(made.folder), snapshot(target)
    done = publish(made, str(target), NOON, dry_run=True)
    assert len(done.steps) > 0
    assert (snapshot(made.folder), snapshot(target)) == before


def test_a_feed_that_names_what_has_not_arrived_is_not_sent(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    known = add(made, 26)

    def lose(step: Step) -> None:
        if step.path.startswith("episodes/"):
            next(target.glob(f"audio/*{known}*.mp3")).unlink()

    with pytest.raises(PublishError, match="has not arrived whole"):
        publish(made, str(target), NOON, began=lose)
    assert broken_enclosures(target) == []
    assert publish(made, str(target), NOON).steps
    assert known in (target / "feed.xml").read_text("utf-8")


class StoppedError(Exception):
    """Stands for a run that ends in the middle."""


def test_wherever_it_stops_the_feed_there_is_whole_and_the_next_run_ends_it(made: Show, target: Path) -> None:
    publish(made, str(target), NOON)
    first = contents(target)
    known = add(made, 26)
    with Catalog(made.catalog) as catalog:
        catalog.edit(next(iter(catalog.undrawn())).id, title="新标题", notes="", image="")
    steps = publish(made, str(target), NOON, dry_run=True)
    for at in range(len(steps.steps) + 3):
        shutil.rmtree(target)
        _restore(target, first)
        shutil.rmtree(made.folder / ".published", ignore_errors=True)
        left = iter(range(at))

        def stop(_: Step, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise StoppedError

        try:
            publish(made, str(target), NOON, began=stop)
        except StoppedError:
            assert broken_enclosures(target) == []
    publish(made, str(target), NOON)
    assert known in (target / "feed.xml").read_text("utf-8")
    assert contents(target) == contents(made.public)


def _restore(folder: Path, held: dict[str, bytes]) -> None:
    for name, content in held.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from episodes import open_show, publish
left = int(sys.argv[3])
def die(step):
    global left
    left -= 1
    if left < 0:
        # In the middle of writing: half of a file lies beside its place.
        (Path(sys.argv[2]) / f".{Path(step.path).name}.part").write_bytes(b"half")
        os.kill(os.getpid(), 9)
publish(open_show(Path(sys.argv[1])), sys.argv[2], datetime.now(UTC), began=die)
"""


@pytest.mark.storm
def test_a_run_that_is_killed_leaves_a_whole_feed(made: Show, target: Path) -> None:
    (made.folder / "show.toml").write_text(f'base_url = "{BASE}"\n[feed]\npage = 10\n', "utf-8")
    publish(made, str(target), NOON)
    for number in range(26, 46):
        add(made, number)
        command = [sys.executable, "-c", KILLED, str(made.folder), str(target), str(number % 8)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
        assert broken_enclosures(target) == []
    publish(made, str(target), NOON)
    assert contents(target) == contents(made.public)


# Servers ---------------------------------------------------------------------------------------------------


@contextmanager
def storage(kind: str, folder: Path) -> Iterator[Storage]:
    with {"s3": s3, "ssh": lambda: ssh(folder), "webdav": lambda: webdav(folder)}[kind]() as made:
        yield made


def files_of(place: Storage, folder: Path) -> dict[str, bytes]:
    """What lies at a target."""
    if place.url.startswith("s3://"):
        files = s3_files(place)
        found = files.find(f"{BUCKET}/news")
        return {name.removeprefix(f"{BUCKET}/news/"): files.cat_file(name) for name in found}
    return contents(folder / ("public" if place.url.startswith("sftp") else "served/news"))


def s3_files(place: Storage) -> Any:
    endpoint = place.options.partition('"')[2].partition('"')[0]
    options = {"key": "a", "secret": "b", "client_kwargs": {"endpoint_url": endpoint}}
    return fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False, **options)


@pytest.mark.storm
@pytest.mark.parametrize("kind", ["s3", "ssh", "webdav"])
def test_a_show_is_published_to_a_real_server(
    kind: str, bobao: Bobao, made: Show, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("server")
    with storage(kind, folder) as place:
        (made.folder / "show.toml").write_text(
            f'base_url = "{BASE}"\n[feed]\npage = 10\n[publish]\nto = "{place.url}"\n[publish.options]\n{place.options}\n',
            "utf-8",
        )
        if kind == "s3":
            s3_files(place).mkdir(BUCKET)
        first = bobao("publish", "--show", made.folder, "--json", **place.environment)
        assert first.code == 0, first.err
        assert first.json["status"] == "published"
        assert files_of(place, folder) == contents(made.public)
        add(made, 26)
        second = bobao("publish", "--show", made.folder, "--json", **place.environment)
        assert second.code == 0, second.err
        assert 0 < len(second.json["sent"]) < 12
        assert files_of(place, folder) == contents(made.public)
        assert bobao("publish", "--show", made.folder, "--json", **place.environment).json["sent"] == []
        if kind == "s3":
            assert_told_by_s3(place, made)


def assert_told_by_s3(place: Storage, made: Show) -> None:
    files = s3_files(place)
    (vtt, *_), (audio, *_) = (sorted(made.public.glob(f"audio/*{end}")) for end in (".vtt", ".mp3"))
    for name, kind, caching in (
        (f"audio/{audio.name}", "audio/mpeg", "immutable"),
        (f"audio/{vtt.name}", "text/vtt; charset=utf-8", "immutable"),
        ("feed.xml", "application/xml; charset=utf-8", "max-age=300"),
        ("index.html", "text/html; charset=utf-8", "max-age=300"),
    ):
        head = files.call_s3("head_object", Bucket=BUCKET, Key=f"news/{name}")
        assert (head["ContentType"], caching in head["CacheControl"]) == (kind, True), name


# What cannot be --------------------------------------------------------------------------------------------


@pytest.mark.storm
def test_a_host_that_is_not_known_is_not_spoken_to(made: Show, tmp_path: Path) -> None:
    with ssh(tmp_path) as place:
        (tmp_path / "known_hosts").write_text("", "utf-8")
        options = {"known_hosts": str(tmp_path / "known_hosts"), "key_filename": str(tmp_path / "user")}
        house = show(made.folder, **SETTINGS, publish={"options": options})
        with pytest.raises(PublishError, match="not found in known_hosts"):
            publish(house, place.url, NOON)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("nowhere://host/path", ConfigurationError),
        ("webdav://127.0.0.1:9/news", PublishError),
        ("sftp://127.0.0.1:9/news", PublishError),
        ("/dev/null/news", PublishError),
    ],
)
def test_what_cannot_be_reached_is_told_in_one_line(made: Show, url: str, error: type[Exception]) -> None:
    with pytest.raises(error) as told:
        publish(made, url, NOON)
    assert url in str(told.value)


def test_the_command_asks_for_a_target_and_warns_of_a_feed_that_leads_nowhere(bobao: Bobao) -> None:
    bobao.make_show("")
    ran = bobao("publish")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "give --to" in ran.err
    ran = bobao("publish", "--to", "target")
    assert (ran.code, "base_url" in ran.err) == (0, True)
    assert (bobao.folder / "target" / "feed.xml").is_file()
    assert "were there" in ran.out


def test_a_show_that_a_build_holds_is_not_published(made: Show, target: Path) -> None:
    with FileLock(made.folder / ".lock"), pytest.raises(ShowLocked):
        publish(made, str(target), NOON)
    assert not target.exists()
