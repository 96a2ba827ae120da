"""The container's files, as far as they can be tried without an engine for containers."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Bobao
from tests.servers.cron import has_cron

pwd = pytest.importorskip("pwd")  # Windows has none, and no such containers
SCRIPT = ROOT / "docker" / "every-day"
INSTALLED = Path(sys.executable).parent
needs_cron = pytest.mark.skipif(not has_cron(), reason="no busybox with cron: apt install busybox-static")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may run cron for another user")


@pytest.mark.parametrize(("linter", "path"), [("hadolint", "Dockerfile"), ("shellcheck", "docker/every-day")])
def test_linters_find_nothing(linter: str, path: str) -> None:
    program = shutil.which(linter, path=str(INSTALLED))
    if not program:
        pytest.skip(f"{linter} is not there: make .venv/installed-test")
    done = subprocess.run([program, ROOT / path], capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, "")


@pytest.mark.parametrize("path", ["compose.yaml", "docker/cluster.yaml"])
def test_services_use_what_the_image_and_the_file_have(path: str) -> None:
    compose = yaml.safe_load((ROOT / path).read_text("utf-8"))
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    mounts = [
        volume.split(":") for service in compose["services"].values() for volume in service.get("volumes", ())
    ]
    assert {name for name, _ in mounts} == set(compose["volumes"])
    assert all(f'"{place}"' in dockerfile for _, place in mounts)


def test_the_service_runs_the_script_that_the_image_has() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    assert compose["services"]["news"]["entrypoint"] == [SCRIPT.name]
    assert f"/src/docker/{SCRIPT.name} /usr/local/bin/" in dockerfile
    assert os.access(SCRIPT, os.X_OK)


def test_what_the_image_copies_is_there() -> None:
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[0] == "!"]
    assert all((ROOT / name).exists() for name in kept)
    assert {"bobao", "cli", "audio", "scripts", "episodes", "pyproject.toml"} <= set(kept)


@pytest.mark.storm
def test_the_image_can_be_installed_from_what_it_copies(tmp_path: Path) -> None:
    source, target = tmp_path / "src", tmp_path / "target"
    source.mkdir()
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        path = ROOT / line[1:]
        if line[0] == "!" and path.is_dir():
            shutil.copytree(path, source / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif line[0] == "!":
            shutil.copy(path, source)
    pip: list[str] = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(target),
        f"{source}[notify]",
    ]
    subprocess.run(pip, check=True)
    where = "import bobao, episodes; print(episodes.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run(
        [sys.executable, "-c", where], env=environment, capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode().startswith(str(target / "bobao"))


@pytest.mark.storm
@needs_cron
@needs_root
def test_the_container_makes_a_show_and_keeps_cron_running(bobao: Bobao) -> None:
    user = pwd.getpwuid(os.getuid()).pw_name
    crontabs = bobao.folder / "crontabs"
    environment = {
        **bobao.environment,
        "PATH": f"{INSTALLED}:{os.environ['PATH']}",
        "BOBAO_SHOW": str(bobao.show),
        "BOBAO_CRONTABS": str(crontabs),
        "BOBAO_USER": user,
        "BOBAO_AT": "07:15",
    }
    bobao.show.mkdir()
    with subprocess.Popen(
        [SCRIPT], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as script:
        assert script.stdout
        try:
            assert any(line.startswith(b"cron runs ") for line in script.stdout)
        finally:
            script.terminate()
    assert (bobao.show / "show.toml").is_file()
    (line,) = (crontabs / user).read_text().splitlines()
    assert f" run --quiet >> logs/schedule.log 2>&1 # bobao: {bobao.show}" in line
    assert f"BOBAO_CACHE_DIR={shlex.quote(bobao.environment['BOBAO_CACHE_DIR'])}" in line

    given = subprocess.run([SCRIPT, "episodes", "list"], env=environment, capture_output=True, check=False)
    assert (given.returncode, given.stdout) == (0, b"")
