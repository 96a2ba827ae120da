"""A systemd user timer: the two unit files of a show's job."""

import hashlib
import re
from pathlib import Path

from .job import Job

_HEAD = "# Made by `bobao schedule` for {folder}; `bobao schedule --remove` takes it away.\n"
_SERVICE = """\
[Unit]
Description={title}: the day's episodes (bobao)

[Service]
Type=oneshot
WorkingDirectory={folder}
{environment}
EnvironmentFile=-{folder}/environment
ExecStart={command}
# Another run holds the show: that one does the work.
SuccessExitStatus=4
Nice=10
"""
_TIMER = """\
[Unit]
Description={title}: when the day's episodes are built (bobao)

[Timer]
{calendar}
Persistent=true

[Install]
WantedBy=timers.target
"""


def unit_name(folder: Path) -> str:
    """What a show's units are called, without suffix: readable, and one for each folder."""
    readable = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-") or "show"
    return f"bobao-{readable[:40]}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"


def units(job: Job) -> dict[str, str]:
    """The unit files of a job by their names."""
    values = {
        "title": _plain(job.title),
        "folder": _plain(str(job.folder)),
        "environment": "\n".join(
            f"Environment={_quoted(f'{name}={value}')}" for name, value in job.environment.items()
        ),
        "command": " ".join(
            _quoted(word).replace("$", "$$")
            for word in (*job.program, "run", "--quiet", "--show", str(job.folder))
        ),
        "calendar": "\n".join(f"OnCalendar=*-*-* {at:%H:%M}:00 {job.zone.key}" for at in job.at),
    }
    name = unit_name(job.folder)
    return {
        f"{name}.{kind}": _HEAD.format(folder=values["folder"]) + template.format(**values)
        for kind, template in (("service", _SERVICE), ("timer", _TIMER))
    }


def _plain(text: str) -> str:
    """A value that reaches to the end of its line (systemd.unit(5), “Specifiers”)."""
    return " ".join(text.split("\n")).replace("\\", "\\\\").replace("%", "%%")


def _quoted(text: str) -> str:
    """One word (systemd.syntax(7), “Quoting”)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    return f'"{escaped}"'
