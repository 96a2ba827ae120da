"""A show is kept in a private place and made again from it, whatever happens in between."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from PIL import Image

from episodes import (
    BackupError,
    Catalog,
    Edit,
    Show,
    ShowLocked,
    back_up,
    edit_episode,
    open_show,
    publish,
    restore,
)
from episodes.manifest import Manifest
from episodes.site import refresh
from scripts import ConfigurationError
from tests.conftest import ROOT, snapshot
from tests.episodes.samples import NOON, put_episode, put_episodes

SETTINGS = """
title = "晨报"
base_url = "https://example.com/news/"
[feed]
page = 10
[music]
intro = "sounds/intro.wav"
[script]
filter = ["./shorten.sh"]
[publish]
to = "{to}"
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """A published show with files of its owner's. Tests work on copies."""
    folder = tmp_path_factory.mktemp("finished") / "show"
    (folder / "templates").mkdir(parents=True)
    (folder / "sounds").mkdir()
    (folder / "public" / "audio").mkdir(parents=True)
    (folder / "show.toml").write_text(SETTINGS.format(to=""), "utf-8")
    (folder / "templates" / "style.css").write_text(":root { --accent: #0b6; }", "utf-8")
    (folder / "sounds" / "intro.wav").write_bytes(os.urandom(2_500_000))
    (folder / "shorten.sh").write_text("#!/bin/sh\ncat\n", "utf-8")
    (folder / "shorten.sh").chmod(0o755)
    (folder / "empty.txt").touch()
    (folder / "public" / "CNAME").write_text("example.com", "utf-8")
    for name in ("work/half.wav", "logs/run.log", ".secret", ".git/config", "__pycache__/x.pyc"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("not kept", "utf-8")
    house = open_show(folder)
    with Catalog(house.catalog) as catalog:
        first, *_ = put_episodes(catalog, house, 21)
        refresh(house, catalog, NOON)
    Image.new("RGB", (1400, 1400), "#0b6").save(folder / "square.jpg")
    edit_episode(house, first, Edit(image=folder / "square.jpg", notes="亲耳听过"), NOON)
    return house


@pytest.fixture
def made(finished: Show, tmp_path: Path) -> Show:
    folder = tmp_path / "show"
    shutil.copytree(finished.folder, folder, ignore=shutil.ignore_patterns(".lock"))
    (folder / "show.toml").write_text(SETTINGS.format(to=tmp_path / "hosted"), "utf-8")
    house = open_show(folder)
    publish(house, house.settings.publish.to, NOON)
    return house


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def contents(folder: Path) -> dict[str, bytes]:
    return {name: held for name, (_, held) in snapshot(folder).items() if not name.startswith(".")}


def owners(folder: Path) -> dict[str, bytes]:
    """What a backup should hold of a show, but for the catalog."""
    results = ("public/", "work/", "logs/", "__pycache__/", "catalog.sqlite3", ".")
    return {name: held for name, held in contents(folder).items() if not name.startswith(results)}


def rows(house: Show) -> list[Any]:
    """All that the catalog knows, but for which pages are drawn."""
    with closing(sqlite3.connect(house.catalog)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in sorted(tables)}  # noqa: S608 - its own tables
    return [(name, sorted(map(repr, each))) for name, each in found.items()]


def manifest(kept: Path) -> Manifest:
    return Manifest.parse((kept / "backup.json").read_bytes(), str(kept))


# Backup ----------------------------------------------------------------------------------------------------


def test_what_is_kept_is_the_catalog_and_what_the_owner_has_put_there(made: Show, kept: Path) -> None:
    back_up(made, str(kept), NOON)
    assert set(manifest(kept).files) == {*owners(made.folder), "catalog.sqlite3"}
    assert "CNAME" in manifest(kept).hosted
    assert not [name for name in manifest(kept).hosted if name.startswith(("audio/", "feed", "episodes/"))]


def test_what_is_there_is_not_sent_again(made: Show, kept: Path) -> None:
    assert back_up(made, str(kept), NOON).sent_bytes > 2_500_000
    before = snapshot(kept)
    again = back_up(made, str(kept), NOON + timedelta(days=1))
    assert (again.changed, again.sent_bytes) == (False, 0)
    assert snapshot(kept) == before
    with Catalog(made.catalog) as catalog:
        put_episode(catalog, made, 30)
    third = back_up(made, str(kept), NOON)
    assert third.changed
    assert 0 < third.sent_bytes < 1_000_000


def test_what_no_backup_needs_goes_with_the_one_after_the_next(made: Show, kept: Path) -> None:
    back_up(made, str(kept), NOON)
    first = manifest(kept).blocks
    (made.folder / "sounds" / "intro.wav").write_bytes(os.urandom(1000))
    back_up(made, str(kept), NOON)
    assert {path.name for path in (kept / "blocks").iterdir()} == first | manifest(kept).blocks
    back_up(made, str(kept), NOON)
    assert {path.name for path in (kept / "blocks").iterdir()} == manifest(kept).blocks


def test_what_others_put_there_stays(made: Show, kept: Path) -> None:
    kept.mkdir()
    (kept / "README").touch()
    back_up(made, str(kept), NOON)
    assert (kept / "README").exists()


def test_a_public_place_or_the_shows_own_is_refused(made: Show, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(made.public)
    for place in ("public", "public/private"):
        with pytest.raises(ConfigurationError, match="is public"):
            back_up(made, str(made.folder / place), NOON)
    for public in (tmp_path / "link", tmp_path / "hosted", tmp_path / "hosted" / "x"):
        with pytest.raises(ConfigurationError, match="is public"):
            back_up(made, str(public), NOON)
    with pytest.raises(ConfigurationError, match="own folder"):
        back_up(made, str(made.folder / "backup"), NOON)
    assert not list(tmp_path.rglob("backup.json"))


def test_another_shows_backup_is_not_replaced(made: Show, finished: Show, kept: Path, tmp_path: Path) -> None:
    back_up(made, str(kept), NOON)
    before = snapshot(kept)
    shutil.copytree(finished.folder, tmp_path / "other")
    with pytest.raises(BackupError, match="another show"):
        back_up(open_show(tmp_path / "other"), str(kept), NOON)
    assert snapshot(kept) == before


def test_a_show_that_a_build_holds_is_not_kept(made: Show, kept: Path) -> None:
    with FileLock(made.folder / ".lock"), pytest.raises(ShowLocked):
        back_up(made, str(kept), NOON)
    assert not kept.exists()


def test_a_file_elsewhere_that_show_toml_names_is_told(made: Show, kept: Path, tmp_path: Path) -> None:
    shutil.copy(made.folder / "square.jpg", tmp_path / "cover.jpg")
    settings = (made.folder / "show.toml").read_text("utf-8")
    (made.folder / "show.toml").write_text(f'cover = "../cover.jpg"\n{settings}', "utf-8")
    assert back_up(open_show(made.folder), str(kept), NOON).elsewhere == ("../cover.jpg",)


def test_a_link_in_a_circle_ends(made: Show, kept: Path) -> None:
    (made.folder / "templates" / "round").symlink_to(made.folder)
    back_up(made, str(kept), NOON)
    assert not [path for path in manifest(kept).files if path.startswith("templates/round")]


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
import audio.storage_folder
from episodes import back_up, open_show
left, real = int(sys.argv[3]), os.fsync
def die(handle):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)  # what is written lies beside its place
    real(handle)
os.fsync = die
back_up(open_show(Path(sys.argv[1])), sys.argv[2], datetime.now(UTC))
"""


@pytest.mark.storm
def test_a_backup_that_is_killed_leaves_the_last_whole_one(made: Show, kept: Path, tmp_path: Path) -> None:
    back_up(made, str(kept), NOON)
    last, survived = rows(made), 0
    moments = (0, 1, 5, 9, 10, 11, 12, 40)
    for at in moments:
        with Catalog(made.catalog) as catalog:
            put_episode(catalog, made, 30 + at)
        (made.folder / "sounds" / "intro.wav").write_bytes(os.urandom(2_500_000))
        command = [sys.executable, "-c", KILLED, str(made.folder), str(kept), str(at)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        assert code in {0, -9}
        survived += code == 0
        if code == 0:
            last = rows(made)
        shutil.rmtree(tmp_path / "again", ignore_errors=True)
        done = restore(str(kept), tmp_path / "again", NOON, published="none")
        assert without_drawn(rows(done.show)) == without_drawn(last)
    assert 0 < survived < len(moments)
    back_up(made, str(kept), NOON)
    back_up(made, str(kept), NOON)
    assert {path.name for path in (kept / "blocks").iterdir()} == manifest(kept).blocks
    assert not list(kept.rglob("*.part"))


def without_drawn(tables: list[Any]) -> list[Any]:
    """Ids, guids and all that is remembered; not what is noted of pages that were drawn."""
    return [(name, each) for name, each in tables if name in {"aliases", "captions", "stories", "offers"}]


class StoppedError(Exception):
    """Stands for a restore that ends in the middle."""


# Restore ---------------------------------------------------------------------------------------------------


def test_a_show_is_made_again_file_by_file(made: Show, kept: Path, tmp_path: Path) -> None:
    back_up(made, str(kept), NOON)
    public, own = contents(made.public), owners(made.folder)
    before = rows(made)
    shutil.rmtree(made.folder)
    done = restore(str(kept), tmp_path / "again", NOON)
    assert (done.episodes, done.missing, done.undrawn) == (21, (), "")
    assert contents(done.show.public) == public
    assert owners(done.show.folder) == own
    assert os.access(done.show.folder / "shorten.sh", os.X_OK)
    assert not os.access(done.show.folder / "empty.txt", os.X_OK)
    assert rows(done.show) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "hosted", "kept"]
    assert (
        back_up(done.show, str(kept), NOON).sent_bytes < 200_000
    )  # the catalog, whose pages were drawn anew


def test_a_host_that_cannot_be_reached_ends_it_at_once(made: Show, kept: Path, tmp_path: Path) -> None:
    back_up(made, str(kept), NOON)
    asked: list[str] = []
    with pytest.raises(BackupError, match=r"webdav://127\.0\.0\.1:9/x"):
        restore(str(kept), tmp_path / "again", NOON, published="webdav://127.0.0.1:9/x", began=asked.append)
    assert not (tmp_path / "again").exists()
    assert len([path for path in asked if path.startswith("public/")]) < 40


def test_any_file_system_will_do(made: Show, tmp_path: Path) -> None:
    url = f"memory://{tmp_path.name}/kept"
    assert back_up(made, url, NOON).changed
    assert not back_up(made, url, NOON).changed
    done = restore(url, tmp_path / "again", NOON)
    assert (done.episodes, done.missing) == (21, ())


@pytest.mark.parametrize("filled", [True, False])
def test_a_folder_that_is_empty_will_do_and_no_other(
    made: Show, kept: Path, tmp_path: Path, *, filled: bool
) -> None:
    back_up(made, str(kept), NOON)
    (tmp_path / "again").mkdir()
    if not filled:
        assert restore(str(kept), tmp_path / "again", NOON).episodes == 21
        return
    (tmp_path / "again" / "file").touch()
    for taken in (tmp_path / "again", tmp_path / "again" / "file", made.folder):
        before = snapshot(tmp_path)
        with pytest.raises(ConfigurationError, match="is there already"):
            restore(str(kept), taken, NOON)
        assert snapshot(tmp_path) == before


def test_what_is_found_nowhere_is_told_and_the_rest_is_made(made: Show, kept: Path, tmp_path: Path) -> None:
    back_up(made, str(kept), NOON)
    with Catalog(made.catalog) as catalog:
        (lost, short, pictured) = (
            next(catalog.episodes()),
            list(catalog.episodes())[5],
            list(catalog.episodes())[-1],
        )
    hosted = tmp_path / "hosted"
    (hosted / lost.recording.audio.removeprefix("public/")).unlink()
    (hosted / short.recording.audio.removeprefix("public/")).write_bytes(b"too long")
    (hosted / pictured.image.removeprefix("public/")).write_bytes(b"no such picture")
    (hosted / "CNAME").unlink()
    next(hosted.glob("cover-*")).unlink()
    done = restore(str(kept), tmp_path / "again", NOON)
    told = {(one.path, one.episode and one.episode.id) for one in done.missing}
    assert told == {
        (lost.recording.audio, lost.id),
        (short.recording.audio, short.id),
        (pictured.image, pictured.id),
        ("public/CNAME", None),
    }
    assert not (done.show.folder / short.recording.audio).exists()
    assert next(done.show.public.glob("cover-*")).is_file()


def test_texts_come_from_the_catalog_where_the_host_has_lost_them(
    made: Show, kept: Path, tmp_path: Path
) -> None:
    back_up(made, str(kept), NOON)
    for path in [*(tmp_path / "hosted" / "audio").glob("*.vtt")]:
        path.unlink()
    assert restore(str(kept), tmp_path / "again", NOON).missing == ()


def test_texts_of_an_earlier_bobao_come_from_the_host(made: Show, kept: Path, tmp_path: Path) -> None:
    with Catalog(made.catalog) as catalog:
        known = next(catalog.episodes())
        stem = made.folder / known.recording.texts
        for path in stem.parent.glob(f"{stem.name}.*"):
            path.rename(path.with_name(path.name.replace(stem.name, f"{stem.name[:-12]}{'0' * 12}")))
        changed = f"{known.recording.texts[:-12]}{'0' * 12}"
        catalog._database.execute("UPDATE episodes SET texts = ? WHERE id = ?", (changed, known.id))
    publish(made, made.settings.publish.to, NOON)
    back_up(made, str(kept), NOON)
    done = restore(str(kept), tmp_path / "again", NOON)
    assert done.missing == ()
    assert contents(done.show.media) == contents(made.media)


def test_what_was_published_elsewhere_is_fetched_there(made: Show, kept: Path, tmp_path: Path) -> None:
    back_up(made, str(kept), NOON)
    (tmp_path / "hosted").rename(tmp_path / "moved")
    assert len(restore(str(kept), tmp_path / "first", NOON).missing) >= 21
    done = restore(str(kept), tmp_path / "second", NOON, published=f"{tmp_path}/moved/feed.xml")
    assert done.missing == ()
    assert len(restore(str(kept), tmp_path / "third", NOON, published="none").missing) >= 21


def test_what_cannot_be_drawn_leaves_a_show_to_be_mended(made: Show, kept: Path, tmp_path: Path) -> None:
    settings = (made.folder / "show.toml").read_text("utf-8")
    (made.folder / "show.toml").write_text(f'cover = "../gone.jpg"\n{settings}', "utf-8")
    back_up(open_show(made.folder), str(kept), NOON)
    done = restore(str(kept), tmp_path / "again", NOON)
    assert "gone.jpg" in done.undrawn
    assert (done.show.folder / "show.toml").is_file()


def test_a_restore_that_is_stopped_leaves_nothing_and_is_gone_on_with(
    made: Show, kept: Path, tmp_path: Path
) -> None:
    back_up(made, str(kept), NOON)
    fetched: list[str] = []

    def stop(path: str) -> None:
        if path.startswith("public/audio") and len(fetched) > 12:
            raise StoppedError
        fetched.append(path)

    with pytest.raises(StoppedError):
        restore(str(kept), tmp_path / "again", NOON, began=stop)
    assert not (tmp_path / "again").exists()
    beside = tmp_path / ".again.restoring"
    (beside / "public" / "audio" / "stray.mp3").touch()
    (beside / "stray.txt").touch()
    there = {path.name for path in (beside / "public" / "audio").glob("*.mp3")} - {"stray.mp3"}
    assert there
    for path in (tmp_path / "hosted" / "audio").glob("*.mp3"):
        if path.name in there:
            path.unlink()
    done = restore(str(kept), tmp_path / "again", NOON)
    assert done.missing == ()
    assert contents(done.show.public) == contents(made.public)
    assert owners(done.show.folder) == owners(made.folder)
    assert not beside.exists()


def damaged_block(kept: Path) -> None:
    next((kept / "blocks").iterdir()).write_bytes(b"damaged")


def lost_block(kept: Path) -> None:
    next((kept / "blocks").iterdir()).unlink()


def cut_manifest(kept: Path) -> None:
    (kept / "backup.json").write_bytes((kept / "backup.json").read_bytes()[:-20])


def rewritten(kept: Path, **changes: Any) -> None:
    found = json.loads((kept / "backup.json").read_text("utf-8"))
    (kept / "backup.json").write_text(json.dumps(found | changes), "utf-8")


def newer_manifest(kept: Path) -> None:
    rewritten(kept, format=2)


def escaping_manifest(kept: Path) -> None:
    rewritten(kept, hosted={"../../evil": 1})


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (damaged_block, "damaged in the backup"),
        (lost_block, "missing in the backup"),
        (cut_manifest, "not a whole backup"),
        (newer_manifest, "newer bobao"),
        (escaping_manifest, "not a whole backup"),
        (shutil.rmtree, "there is no backup"),
    ],
)
def test_what_is_damaged_is_told_and_nothing_is_made(
    made: Show, kept: Path, tmp_path: Path, damage: Callable[[Path], None], told: str
) -> None:
    back_up(made, str(kept), NOON)
    damage(kept)
    with pytest.raises(BackupError, match=told):
        restore(str(kept), tmp_path / "again", NOON)
    assert not (tmp_path / "again").exists()


@pytest.fixture(autouse=True)
def _nothing_half_made(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.rglob("*.part"))
