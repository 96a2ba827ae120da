"""Episodes made by a real Dask scheduler and its workers, each a process as users start it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import BRIEF, OTHER_STORY, ROOT, STORY, Bobao
from tests.servers import storage
from tests.servers.dask import Dask
from tests.servers.free_port import free_port

PATIENCE_S = 60

pytestmark = [pytest.mark.storm, pytest.mark.timeout(300)]


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    with started(tmp_path) as cluster:
        yield cluster


def started(folder: Path, *, preload: bool = True) -> Dask:
    logs = folder / "dask"
    logs.mkdir()
    # Workers are told all but secrets: no variable of ours is among theirs.
    variables = {name: value for name, value in os.environ.items() if not name.startswith("BOBAO_")}
    return Dask(logs, {**variables, **storage.SECRETS, "PYTHONPATH": str(ROOT)}, preload=preload)


def stories(bobao: Bobao) -> list[Path]:
    bobao.make_show(BRIEF)
    paths = [bobao.folder / f"{number}.txt" for number in range(2)]
    for path, text in zip(paths, (STORY, OTHER_STORY), strict=True):
        path.write_text(text, "utf-8")
    return paths


def sounds(bobao: Bobao) -> list[str]:
    """The names of the episodes' files, which hold a hash of their bytes."""
    return sorted(path.name for path in (bobao.show / "public" / "audio").iterdir())


def test_workers_make_what_one_process_makes(bobao: Bobao, dask: Dask, tmp_path: Path) -> None:
    paths = stories(bobao)
    dask.add_worker()
    ran = bobao("build", *paths, "--engine", "espeak", "--cluster", dask.address, "--json")
    assert ran.code == 0, ran.err
    assert "Making 2 episodes with 1 workers" in ran.err
    assert [episode["change"] for episode in ran.json["episodes"]] == ["new", "new"]
    assert (tmp_path / "dask" / "worker-0" / "clips").exists()
    made = sounds(bobao)

    alone = Bobao(tmp_path / "alone")
    alone.folder.mkdir()
    paths = stories(alone)
    assert alone("build", *paths, "--engine", "espeak").code == 0
    assert made == sounds(alone)


def test_results_may_lie_in_an_object_store(bobao: Bobao, dask: Dask) -> None:
    import s3fs

    paths = stories(bobao)
    with storage.s3() as store:
        endpoint = store.options.split('"')[1]
        files = s3fs.S3FileSystem(client_kwargs={"endpoint_url": endpoint}, key="a", secret="b")  # noqa: S106 - moto takes any
        files.mkdir("results")
        variables = {**storage.SECRETS, "AWS_ENDPOINT_URL": endpoint}
        dask.add_worker(environment=variables)
        asked = ["--engine", "espeak", "--cluster", dask.address, "--results", "s3://results/here"]
        ran = bobao("build", *paths, *asked, **variables)
        assert ran.code == 0, ran.err
        assert len(bobao.episodes()) == 2
        files.invalidate_cache()
        assert files.find("results") == []


@pytest.mark.parametrize(
    ("state", "told", "hint"),
    [
        ("no scheduler", "no scheduler answers at", "dask scheduler --preload bobao"),
        ("no workers", "has no workers", "dask worker"),
        ("not loaded", "has not loaded bobao", "start it with --preload bobao"),
        ("other version", "has bobao 9.9.9, and this is", "install the same version"),
    ],
)
def test_a_cluster_that_cannot_be_used_is_refused_in_one_line(
    bobao: Bobao, tmp_path: Path, state: str, told: str, hint: str
) -> None:
    paths = stories(bobao)
    if state == "no scheduler":
        ran = bobao("build", *paths, "--cluster", f"tcp://127.0.0.1:{free_port()}")
    else:
        with started(tmp_path, preload=state != "not loaded") as dask:
            if state == "other version":
                info = tmp_path / "other" / "bobao-9.9.9.dist-info"
                info.mkdir(parents=True)
                (info / "METADATA").write_text(
                    "Metadata-Version: 2.1\nName: bobao\nVersion: 9.9.9\n", "utf-8"
                )
                dask.add_worker(environment={"PYTHONPATH": os.pathsep.join([str(info.parent), str(ROOT)])})
            elif state == "not loaded":
                dask.add_worker()
            ran = bobao("build", *paths, "--cluster", dask.address)
    assert ran.code == 2
    assert len(ran.complaint.splitlines()) == 1
    assert told in ran.complaint
    assert hint in ran.complaint
    assert not (bobao.show / "catalog.sqlite3").exists()


def test_without_dask_the_extra_is_named(bobao: Bobao) -> None:
    (bobao.folder / "distributed.py").write_text("raise ImportError('No module named distributed')", "utf-8")
    paths = stories(bobao)
    way = os.pathsep.join([str(bobao.folder), str(ROOT)])
    ran = bobao("build", *paths, "--cluster", "tcp://127.0.0.1:1", PYTHONPATH=way)
    assert ran.code == 2
    assert "pip install 'bobao[cluster]'" in ran.complaint


def test_the_scheduler_goes_and_nothing_is_half_published(bobao: Bobao, dask: Dask) -> None:
    paths = stories(bobao)
    dask.add_worker()
    with bobao.start("build", *paths, "--engine", "espeak", "--cluster", dask.address, "--json") as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith(b"Making"):
                break
        dask.scheduler.kill()
        out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode in {1, 3}
    assert b"the workers are gone" in err
    assert b"Traceback" not in err
    assert b'"status"' in out
    again = bobao("build", *paths, "--engine", "espeak", "--json")
    assert again.code == 0
    assert len(bobao.episodes()) == 2
