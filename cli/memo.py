"""What a build would say if nothing has changed since the last one: told without loading what builds.

A build that changed the show leaves a memo in it, with a stamp of all that decides whether the same command
would do anything: the sources' bytes, every file of the show, our own code and packages, the environment. As
long as each is as it was, the answer is known. Everything else is for the build itself to find out.
"""

import json
import os
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

_NAME = ".memo.json"
_NO_PART = {_NAME, ".lock"}
_CODE = ("audio", "cli", "episodes", "scripts")
_BELIEVED_S = 86_400
"""After a day a build looks after what it has to: audio that was replaced goes then."""


def show_folder(named: Path | None) -> Path:
    """As `episodes.find_show`, which would take as long to load as all the rest."""
    here = Path.cwd()
    default = here if (here / "show.toml").is_file() else here / "bobao-show"
    return Path(os.path.abspath(named)) if named else default  # noqa: PTH100 - as find_show has it


def recall(folder: Path, sources: Sequence[str], order: Sequence[Any]) -> Any:
    """What a build of these sources would print as JSON, if that is sure; else None.

    Args:
        folder: the show's.
        sources: as the user named them.
        order: what else the user asked for.
    """
    try:
        memo = json.loads((folder / _NAME).read_text("utf-8"))
        fresh = 0 <= time.time() - memo["written_at_s"] < _BELIEVED_S
        return memo["told"] if fresh and memo["stamp"] == _stamp(folder, sources, order) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def remember(folder: Path, sources: Sequence[str], order: Sequence[Any], told: Any) -> None:
    """Leave a memo of what the same build would print. What has no stamp, such as a link, leaves none."""
    path = folder / _NAME
    beside = path.with_suffix(".new")
    with suppress(OSError, ValueError):
        path.unlink(missing_ok=True)
        memo = {"written_at_s": time.time(), "stamp": _stamp(folder, sources, order), "told": told}
        beside.write_text(json.dumps(memo, ensure_ascii=False), "utf-8")
        beside.replace(path)


def _stamp(folder: Path, sources: Sequence[str], order: Sequence[Any]) -> str:
    """A hash of all that decides whether a build changes anything.

    Raises:
        OSError, ValueError: something that it depends on cannot be read.
    """
    texts = [(name, os.path.abspath(name), _digest(Path(name))) for name in sources]  # noqa: PTH100 - as find_show
    environment = sorted(item for item in os.environ.items() if item[0].startswith("BOBAO_"))
    house = Path(__file__).parent.parent
    files = [
        *_files(folder),
        *(file for name in _CODE for file in _files(house / name)),
        *(_file(path) for path in _named(folder, _settings(folder))),
        *(_file(Path(path)) for path in sys.path if path.endswith("-packages")),
    ]
    told = json.dumps([sys.version, texts, list(order), environment, files])
    return sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(set(names) - _NO_PART):
            yield _file(Path(place, name))


def _file(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_mtime_ns, stat.st_size


def _settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "show.toml").read_text("utf-8-sig"))


def _named(folder: Path, value: Any) -> Iterator[Path]:
    """The files that show.toml names, such as music and a cover: they may lie elsewhere."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _named(folder, each)
    elif isinstance(value, str) and "\n" not in value and (folder / value).is_file():
        yield folder / value
