"""busybox's cron: a real one that reads crontabs of any folder."""

import shutil
import subprocess


def has_cron() -> bool:
    """Whether this machine has it; Debian's is in busybox-static, and not in busybox."""
    busybox = shutil.which("busybox")
    if not busybox:
        return False
    applets = subprocess.run([busybox, "--list"], capture_output=True, check=False).stdout.split()
    return {b"crond", b"crontab"} <= set(applets)
