"""`bobao schedule`: the day's run in a real crontab and in units that systemd takes, and out again."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import BRIEF, Bobao
from tests.servers.cron import has_cron

needs_busybox = pytest.mark.skipif(not has_cron(), reason="no busybox with cron: apt install busybox-static")
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="no systemd-analyze: apt install systemd"
)

OTHERS = "# mine\n*/5  *  *  *\t*   echo  hi  # note\n"


@pytest.fixture
def crontab(bobao: Bobao) -> Path:
    """The crontab of a throw-away folder, which busybox's own program reads and writes."""
    spool = bobao.folder / "spool"
    spool.mkdir()
    programs(bobao, crontab=f'exec busybox crontab -c {spool} "$@"')
    bobao.make_show(BRIEF)
    return spool / "root"


def programs(bobao: Bobao, **scripts: str) -> None:
    """Put programs of these names before all others."""
    folder = bobao.folder / "bin"
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    bobao.environment["PATH"] = f"{folder}:{os.environ['PATH']}"


@needs_busybox
def test_the_line_goes_in_once_and_comes_out_alone(bobao: Bobao, crontab: Path) -> None:
    subprocess.run([bobao.folder / "bin" / "crontab", "-"], input=OTHERS.encode(), check=True)
    shown = bobao("schedule", "--at", "05:45")
    assert (shown.code, shown.err) == (0, "Not installed; --install does it.\n")

    installed = bobao("schedule", "--at", "05:45", "--install")
    assert installed.out == "cron: installed; it runs every day at 05:45 (Asia/Shanghai)\n"
    assert crontab.read_text() == OTHERS + shown.out
    changed = crontab.stat().st_mtime_ns

    again = bobao("schedule", "--at", "05:45", "--install")
    assert "was installed already" in again.out
    assert crontab.stat().st_mtime_ns == changed

    assert bobao("schedule", "--remove").out == "removed a line of the crontab\n"
    assert crontab.read_text() == OTHERS
    assert bobao("schedule", "--remove").out.startswith("removed nothing")


@pytest.mark.storm
@needs_busybox
def test_a_crontab_that_was_not_there_is_gone_again(bobao: Bobao, crontab: Path) -> None:
    assert bobao("schedule", "--install").code == 0
    assert bobao("schedule", "--remove").code == 0
    assert not crontab.exists()


@pytest.mark.storm
def test_a_crontab_that_cannot_be_read_is_not_overwritten(bobao: Bobao) -> None:
    programs(bobao, crontab='[ "$1" = -l ] || touch written; echo "you (x) may not use cron" >&2; exit 1')
    bobao.make_show(BRIEF)
    ran = bobao("schedule", "--install")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "may not use cron" in ran.err
    assert not (bobao.folder / "written").exists()


@needs_systemd
def test_systemd_takes_the_units(bobao: Bobao) -> None:
    bobao.show = bobao.folder / 'odd $HOME 50% "show"'
    bobao.make_show('title = "晨 %h 报"\n[run]\nat = ["18:00", "06:30"]\n')
    programs(bobao, systemctl='echo "$@" >> "$XDG_CONFIG_HOME/asked"')
    config = bobao.folder / "config"
    config.mkdir()
    options = ("schedule", "--show", bobao.show, "--with", "systemd")

    for _ in range(2):
        assert bobao(*options, "--install", XDG_CONFIG_HOME=str(config)).code == 0
    service, timer = sorted((config / "systemd" / "user").iterdir())
    verified = subprocess.run(
        [str(shutil.which("systemd-analyze")), "--user", "verify", service, timer],
        capture_output=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(bobao.folder)},
    )
    assert verified.returncode == 0, verified.stderr.decode()
    assert b"bobao-" not in verified.stderr
    calendar = [line for line in timer.read_text().splitlines() if line.startswith("OnCalendar=")]
    assert calendar == [f"OnCalendar=*-*-* {at}:00 Asia/Shanghai" for at in ("06:30", "18:00")]
    assert (config / "asked").read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {timer.name}",
    ]

    assert bobao("schedule", "--show", bobao.show, "--remove", XDG_CONFIG_HOME=str(config)).code == 0
    assert not any((config / "systemd" / "user").iterdir())


@pytest.mark.storm
def test_a_systemd_that_refuses_leaves_nothing_behind(bobao: Bobao) -> None:
    programs(bobao, systemctl='echo "Failed to connect to bus" >&2; exit 1')
    bobao.make_show(BRIEF)
    ran = bobao("schedule", "--with", "systemd", "--install", XDG_CONFIG_HOME=str(bobao.folder))
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "Failed to connect to bus" in ran.err
    assert not any((bobao.folder / "systemd" / "user").iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--at", "25:00"), "give a time of day such as 06:30"),
    ],
)
def test_wrong_usage_is_one_line(bobao: Bobao, arguments: tuple[str, ...], said: str) -> None:
    bobao.make_show(BRIEF)
    ran = bobao("schedule", *arguments)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err
