"""A folder on any file system, where a file appears whole or not at all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from audio import Storage, StorageError, lies_within
from scripts import ConfigurationError
from tests.conftest import ROOT, snapshot
from tests.servers.storage import bucket, webdav


@pytest.fixture(params=["folder", "file", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    place = tmp_path / "deep" / "place"
    url = {"folder": str(place), "file": place.as_uri(), "memory": f"memory://{uuid4()}"}[request.param]
    return Storage(url)


def exercise(storage: Storage, folder: Path) -> None:
    """All that a storage is used for."""
    (folder / "local").write_bytes(b"local")
    assert storage.files() == {}
    assert storage.read("a/b") is None
    assert storage.fetch("a/b", folder / "fetched") is False
    storage.remove("a/b")
    storage.write("a/b", b"one")
    storage.write("a/b", b"three")
    storage.put(folder / "local", "c", "text/plain", "max-age=1")
    storage.put(folder / "local", "a/b/../c".replace("b/../", ""))
    assert storage.files() == {"a/b": 5, "a/c": 5, "c": 5}
    assert (storage.read("a/b"), storage.read("c")) == (b"three", b"local")
    assert storage.fetch("a/b", folder / "new" / "fetched") is True
    assert (folder / "new" / "fetched").read_bytes() == b"three"
    storage.take(folder / "local", "c")
    assert not (folder / "local").exists()
    storage.write("empty", b"")
    assert (storage.read("empty"), storage.read("c")) == (b"", b"local")
    storage.remove("c")
    storage.remove("c")
    assert storage.files() == {"a/b": 5, "a/c": 5, "empty": 0}
    assert not [path for path in folder.rglob("*.part") if path.is_file()]


def test_what_is_brought_there_is_there(storage: Storage, tmp_path: Path) -> None:
    exercise(storage, tmp_path)


ELSEWHERE = """
import sys
from pathlib import Path
from audio import Storage
from tests.audio.test_storage import exercise, race
exercise(Storage(sys.argv[1]), Path(sys.argv[2]))
if sys.argv[1].startswith("s3"):  # WebDAV servers remove what is replaced, as its RFC has it
    race(Storage(sys.argv[1]))
"""


@pytest.mark.storm
@pytest.mark.parametrize("kind", ["s3", "webdav"])
def test_so_it_is_elsewhere(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """In a process of its own, as the libraries leave their connections open."""
    folder = tmp_path_factory.mktemp("server")
    with {"s3": bucket, "webdav": lambda: webdav(folder)}[kind]() as place:
        command = [sys.executable, "-c", ELSEWHERE, place.url, str(tmp_path)]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **place.environment}, capture_output=True, check=False
        )
    assert done.returncode == 0, done.stderr.decode()


def race(storage: Storage) -> None:
    """Several threads write and read one file: it is always one of those that were written."""
    contents = [bytes([65 + number]) * 50_000 for number in range(4)]
    storage.write("raced", contents[0])

    def use(content: bytes) -> set[bytes | None]:
        seen = set()
        for _ in range(8):
            storage.write("raced", content)
            seen.add(storage.read("raced"))
        return seen

    with ThreadPoolExecutor(4) as pool:
        seen = set().union(*pool.map(use, contents))
    assert seen <= set(contents)


def test_threads_that_write_one_file_leave_it_whole(storage: Storage) -> None:
    race(storage)


def test_a_local_file_is_known_by_its_path(tmp_path: Path) -> None:
    assert Storage(str(tmp_path)).local("a/b") == tmp_path / "a" / "b"
    assert Storage(tmp_path.as_uri()).local("a/b") == tmp_path / "a" / "b"
    assert Storage("memory://x").local("a/b") is None


def test_what_is_half_written_is_no_file_and_goes_only_with_its_only_writer(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.write("whole", b"1")
    (tmp_path / ".whole.part").write_bytes(b"half")
    assert storage.files() == {"whole": 1}
    assert (tmp_path / ".whole.part").exists()
    assert storage.files(alone=True) == {"whole": 1}
    assert not (tmp_path / ".whole.part").exists()


def test_what_cannot_be_put_leaves_nothing(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.write("folder/file", b"before")
    before = snapshot(tmp_path)
    for put in (lambda: storage.write("folder", b""), lambda: storage.put(tmp_path / "none", "folder/file")):
        with pytest.raises(StorageError):
            put()
    assert snapshot(tmp_path) == before


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    before = snapshot(tmp_path)
    with pytest.raises(StorageError, match="taken"):
        Storage(str(tmp_path / "taken" / "place")).write("file", b"")
    assert snapshot(tmp_path) == before


def refused(url: str) -> Iterator[str]:
    try:
        Storage(url).write("file", b"")
    except (ConfigurationError, StorageError) as error:
        yield f"{error}"


@pytest.mark.parametrize("url", ["nowhere://host/path", "http://127.0.0.1:9/x", "webdav://127.0.0.1:9/x"])
def test_what_cannot_be_used_is_told_in_one_line(url: str) -> None:
    (told,) = refused(url)
    assert url in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("inner", "outer", "lies"),
    [
        ("/srv/www", "/srv/www/", True),
        ("/srv/www/a/../b", "/srv/www", True),
        ("file:///srv/www/b", "/srv/www", True),
        ("/srv/www2", "/srv/www", False),
        ("/srv", "/srv/www", False),
        ("s3://shows", "s3://shows/", True),
        ("s3a://shows/news/private", "s3://shows/news/", True),
        ("s3://shows/news-private", "s3://shows/news", False),
        ("s3://others/news", "s3://shows/news", False),
        ("sftp://you@HOST:22/www/x", "ssh://me@host/www", True),
        ("webdavs://host/x%20y/z", "davs://me@host/x y", True),
        ("s3://srv/www", "/srv/www", False),
    ],
)
def test_places_that_lie_in_others_are_known(inner: str, outer: str, *, lies: bool) -> None:
    assert lies_within(inner, outer) is lies
