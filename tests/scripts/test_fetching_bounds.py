"""Whatever a site does, `bobao clean` ends in seconds, in little memory, with one clear line."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Bobao
from tests.servers.site import CERTIFICATE, Site
from tests.servers.site_faults import Fault

SHOW = "[fetch]\nprivate = true\n"
MOST_S = 30
MOST_MB = 200
# Of a child, the system counts what its parent held when it was started; so the parent is a small process.
MEASURE = """\
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much a child took")


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended, and what it took."""

    code: int
    err: str
    length_s: float
    peak_mb: float


COMPLAINTS = {
    Fault.DRIP: "did not arrive within 10 seconds",
    Fault.HUGE: "larger than 10 MB",
    Fault.BOMB: "larger than 10 MB",
    Fault.LINES: "more than 100,000 lines",
    Fault.PARAGRAPHS: "more than 100,000 lines or tags",
    Fault.NESTED: "more than 100,000 lines or tags",
    Fault.LOOP: "redirected more than 5 times",
}


@pytest.mark.storm
def test_a_fault_takes_little_and_says_one_line(tmp_path: Path) -> None:
    """All at once: the slow ones wait, while the others work."""
    (tmp_path / "show.toml").write_text(SHOW, "utf-8")
    with Site() as site:
        started = {fault: _started(f"{site.url}/fault/{fault}", tmp_path) for fault in COMPLAINTS}
        runs = {fault: _ended(*child) for fault, child in started.items()}
    for fault, complaint in COMPLAINTS.items():
        run = runs[fault]
        assert (run.code, run.err.count("\n")) == (1, 1), run.err
        assert run.err.startswith("error: ")
        assert complaint in run.err
        assert run.length_s < MOST_S, fault
        assert run.peak_mb < MOST_MB, fault


def _started(link: str, folder: Path) -> tuple[subprocess.Popen[str], Path, float]:
    errors = Path(tempfile.mkstemp(dir=folder)[1])
    command = [sys.executable, "-m", "bobao", "clean", link]
    with errors.open("wb") as file:
        child = subprocess.Popen(
            [sys.executable, "-c", MEASURE, *command],
            cwd=folder,
            env=Bobao(folder).environment,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
    return child, errors, time.monotonic()


def _ended(child: subprocess.Popen[str], errors: Path, begin: float) -> Run:
    out, _ = child.communicate()
    unit = 1 if sys.platform == "darwin" else 1024
    peak_mb = int(out) * unit / 1_000_000
    return Run(child.returncode, errors.read_text("utf-8"), time.monotonic() - begin, peak_mb)


def test_a_private_link_needs_the_shows_word(bobao: Bobao, tmp_path: Path) -> None:
    with Site() as site:
        link = f"{site.url}/pages/library.html"
        refused = bobao("clean", link)
        (tmp_path / "show.toml").write_text(SHOW, "utf-8")
        cleaned = bobao("clean", link, "--json")
    assert (refused.code, refused.out) == (1, "")
    assert "no public address" in refused.err
    assert "private = true" in refused.err
    assert cleaned.json["url"] == "https://news.example/2026/11/20/library.html"


def test_a_certificate_of_another_site_is_refused(bobao: Bobao, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW, "utf-8")
    with Site() as site:
        ran = bobao("clean", site.secure_url, SSL_CERT_FILE=str(CERTIFICATE))
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "certificate is wrong" in ran.err
    assert "not valid for '127.0.0.1'" in ran.err
