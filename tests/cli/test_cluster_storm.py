"""A fleet is made by a cluster whose workers are killed, and then its writer, and then its scheduler."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest

from tests.conftest import BRIEF, ROOT, snapshot
from tests.episodes.newsdays import story
from tests.servers.dask import Dask
from tests.servers.edge import EdgeServer
from tests.servers.openai import SpeechServer

pytestmark = [pytest.mark.storm, pytest.mark.timeout(900)]

SHOWS, STORIES, PARAGRAPHS = 9, 4, 3
EDGE_LIMIT, OPENAI_LIMIT = 4, 2
WORKERS, KILLS = 2, 10
BYTES_PER_S = 200_000
SEED = 20


@dataclass(frozen=True)
class Services:
    """Those that speak on loopback."""

    edge: EdgeServer
    openai: tuple[SpeechServer, SpeechServer]


@contextmanager
def services() -> Iterator[Services]:
    with EdgeServer(bytes_per_s=BYTES_PER_S) as edge, SpeechServer() as one, SpeechServer() as other:
        yield Services(edge, (one, other))


def new_shows(folder: Path, speaking: Services) -> Path:
    """A third of the shows speaks by each engine."""
    urls = ", ".join(f'"{server.url}"' for server in speaking.openai)
    voices = (
        f'[voice]\nengine = "edge"\nfallback = "none"\n[engine.edge]\nurl = "{speaking.edge.url}"\n',
        f'[voice]\nengine = "openai"\nfallback = "none"\n[engine.openai]\nmodel = "tts-1"\nurl = [{urls}]\n',
        '[voice]\nengine = "espeak"\n',
    )
    for number in range(SHOWS):
        inbox = folder / f"{number:02d}" / "inbox"
        inbox.mkdir(parents=True)
        settings = f'title = "第{number}台"\n{voices[number % 3]}[[source]]\nfolder = "inbox"\n{BRIEF}'
        (inbox.parent / "show.toml").write_text(settings, "utf-8")
        for each in range(number * STORIES, (number + 1) * STORIES):
            told = [story(each + 131 * part) for part in range(PARAGRAPHS)]
            body = "\n\n".join(paragraph for one in told for paragraph in one.paragraphs)
            (inbox / f"{each}.txt").write_text(f"{told[0].title}第{each}回\n\n{body}\n", "utf-8")
    return folder


def new_offline_shows(folder: Path) -> Path:
    for number in range(40):
        inbox = folder / f"{number:02d}" / "inbox"
        inbox.mkdir(parents=True)
        settings = (
            f'title = "第{number}台"\n[voice]\nengine = "espeak"\n[[source]]\nfolder = "inbox"\n{BRIEF}'
        )
        (inbox.parent / "show.toml").write_text(settings, "utf-8")
        for each in range(number * 5, number * 5 + 5):
            body = "\n\n".join(story(each).paragraphs)
            (inbox / f"{each}.txt").write_text(f"{story(each).title}第{each}回\n\n{body}\n", "utf-8")
    return folder


def variables(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOBAO_")}
    lease = {"DASK_DISTRIBUTED__SCHEDULER__LOCKS__LEASE_TIMEOUT": "5s"}
    return {**kept, **lease, "PYTHONPATH": str(ROOT), "BOBAO_CACHE_DIR": str(folder / "cache")}


def writer(shows: Path, *address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli.fleet_writer", str(shows), *address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=variables(shows.parent),
    )


def begun(process: subprocess.Popen[bytes]) -> None:
    """Return when a writer has joined its cluster and goes to work."""
    assert process.stdout
    assert process.stdout.readline() == b"Running\n"


def public(shows: Path) -> dict[str, bytes]:
    """Every file that listeners see, but audio in its time of grace, which is as old as the machine's clock."""
    files = snapshot(shows).items()
    return {path: held for path, (_, held) in files if Path(path).parts[1] == "public"}


def test_whatever_is_killed_the_same_is_published_and_no_service_meets_too_many(tmp_path: Path) -> None:
    with services() as speaking:
        (tmp_path / "alone").mkdir()
        with writer(new_shows(tmp_path / "alone" / "shows", speaking)) as process:
            out, err = process.communicate()
        assert process.returncode == 0, err.decode()
        assert int(out.split()[-1]) == SHOWS * STORIES
        expected = public(tmp_path / "alone" / "shows")
        requests = len(speaking.edge.requests)

    with services() as speaking:
        (tmp_path / "cluster" / "dask").mkdir(parents=True)
        shows = new_shows(tmp_path / "cluster" / "shows", speaking)
        killed = random.Random(SEED)  # noqa: S311 - no secret
        moments = sorted(killed.sample(range(1, requests * 2 // 3), KILLS))
        with Dask(tmp_path / "cluster" / "dask", variables(tmp_path / "cluster")) as dask:
            for _ in range(WORKERS):
                dask.add_worker()
            with writer(shows, dask.address) as process:
                for moment in moments:
                    speaking.edge.wait_until_served(moment)
                    victim = killed.choice([worker for worker in dask.workers if worker.poll() is None])
                    victim.kill()
                    victim.wait()
                    dask.add_worker()
                process.kill()
            assert public(shows) != expected

            with writer(shows, dask.address) as process:
                speaking.edge.wait_until_served(len(speaking.edge.requests) + 2)
                dask.scheduler.kill()
                dask.scheduler.wait()
                out, err = process.communicate(timeout=60)
            assert process.returncode == 1, out
            assert b"the workers are gone" in err
            assert b"Traceback" not in err

            dask.scheduler = dask.start_scheduler()
            for _ in range(WORKERS):
                dask.add_worker()
            with writer(shows, dask.address) as process:
                out, err = process.communicate()
            assert process.returncode == 0, err.decode()
            with writer(shows, dask.address) as process:
                out, err = process.communicate()
            assert out.split()[-1] == b"0", "nothing new"

    made = public(shows)
    assert made.keys() == expected.keys()
    assert [path for path in made if made[path] != expected[path]] == []
    for show in shows.iterdir():
        guids = [entry.id for entry in feedparser.parse(made[f"{show.name}/public/feed.xml"]).entries]
        assert len(guids) == len(set(guids)) == STORIES
        assert not (show / "finished").exists()
    assert speaking.edge.most_at_once <= EDGE_LIMIT
    assert max(server.most_at_once for server in speaking.openai) <= OPENAI_LIMIT


def test_forty_shows_with_the_offline_voice_are_the_same_whatever_is_killed(tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    with writer(new_offline_shows(tmp_path / "alone" / "shows")) as process:
        out, err = process.communicate()
    assert (process.returncode, out.split()[-1]) == (0, b"200"), err.decode()
    expected = public(tmp_path / "alone" / "shows")

    (tmp_path / "cluster" / "dask").mkdir(parents=True)
    shows = new_offline_shows(tmp_path / "cluster" / "shows")
    moments = random.Random(SEED)  # noqa: S311 - no secret
    with Dask(tmp_path / "cluster" / "dask", variables(tmp_path / "cluster")) as dask:
        for _ in range(WORKERS):
            dask.add_worker()
        with writer(shows, dask.address) as process:
            begun(process)
            for _ in range(KILLS):
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(moments.uniform(0.5, 2))
                victim = moments.choice([worker for worker in dask.workers if worker.poll() is None])
                victim.kill()
                victim.wait()
                dask.add_worker()
            process.kill()
        with writer(shows, dask.address) as process:
            begun(process)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(moments.uniform(1, 4))
            dask.scheduler.kill()
            dask.scheduler.wait()
            out, err = process.communicate(timeout=60)
        assert process.returncode == 1, out
        assert b"Traceback" not in err
        dask.scheduler = dask.start_scheduler()
        for _ in range(WORKERS):
            dask.add_worker()
        with writer(shows, dask.address) as process:
            out, err = process.communicate()
        assert process.returncode == 0, err.decode()

    made = public(shows)
    assert made.keys() == expected.keys()
    assert [path for path in made if made[path] != expected[path]] == []
    for show in shows.iterdir():
        guids = [entry.id for entry in feedparser.parse(made[f"{show.name}/public/feed.xml"]).entries]
        assert len(guids) == len(set(guids)) == 5
