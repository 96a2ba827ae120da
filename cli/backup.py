"""`bobao backup` and `bobao restore`: a show outlives its machine."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import fail, print_json, print_line, terminal, warn
from .options import Json, ShowFolder

if TYPE_CHECKING:
    from episodes import BackedUp, Missing, Restored

PARTIAL = 3

_MOST = 20
"""So many missing files are told one by one."""


def backup(
    url: Annotated[
        str,
        typer.Argument(
            metavar="[URL]",
            help="A private folder, s3://…, sftp://…, webdavs://…; default: what show.toml says in [backup].",
        ),
    ] = "",
    show: ShowFolder = None,
    json: Json = False,
) -> None:
    """Keep catalog, show.toml and own files in a private place: `bobao restore` makes a show of them."""
    from episodes import SettingsError, back_up, find_show, open_show

    house = open_show(find_show(show))
    place = url or house.settings.backup.to
    if not place:
        raise SettingsError(
            "it is not said where to keep the show", "name a place, or set [backup] to in show.toml"
        )
    done = back_up(house, place, datetime.now(UTC), _tell)
    for path in done.elsewhere:
        warn(f"{path} is not kept, as it lies outside the show's folder; move it there and mend show.toml")
    if json:
        return print_json(_backup_object(done, place))
    sent = f"{done.sent_bytes / 1e6:.1f} MB sent" if done.changed else "nothing new"
    print_line(f"{place}: {sent}; it holds {done.files} files")
    return None


def restore(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where `bobao backup` has kept the show.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is missing or empty.")],
    published: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="URL",
            help="Where its audio is hosted: a folder, https://…, s3://…; default: what show.toml says in"
            " [publish], else base_url. none: it is hosted nowhere.",
        ),
    ] = "",
    json: Json = False,
) -> int:
    """Make a show again on a new machine, of its backup and of what was published: same ids, same guids."""
    from episodes import find_show
    from episodes import restore as restore_show

    done = restore_show(url, find_show(folder), datetime.now(UTC), published=published, began=_tell)
    if json:
        print_json(_restored_object(done))
    else:
        print_line(
            f"{done.show.folder}: {done.episodes} episodes, {done.files} files ({done.bytes / 1e6:.1f} MB)"
        )
    if done.undrawn:
        warn(f"feed and pages are not drawn: {done.undrawn}")
    _tell_missing(done)
    return PARTIAL if done.missing or done.undrawn else 0


def _tell(path: str) -> None:
    if terminal():
        typer.echo(path, err=True)


def _tell_missing(done: "Restored") -> None:
    silent = [one for one in done.missing if _is_audio(one)]
    others = [one for one in done.missing if not _is_audio(one)]
    for one in silent[:_MOST]:
        known = one.episode.id if one.episode else ""
        title = one.episode.title if one.episode else ""
        fail(f"{known} {title}: its audio was found nowhere", f"bobao episodes rebuild {known}")
    for one in others[:_MOST]:
        known = one.episode.id if one.episode else ""
        fail(
            f"{one.path} was found nowhere",
            f"bobao episodes rebuild {known}" if known else "put it there again",
        )
    if untold := len(silent[_MOST:]) + len(others[_MOST:]):
        fail(f"{untold} more files were found nowhere", "see --json, or `bobao check`")


def _is_audio(one: "Missing") -> bool:
    return one.episode is not None and one.path == one.episode.recording.audio


def _backup_object(done: "BackedUp", url: str) -> dict[str, Any]:
    return {
        "status": "backed-up" if done.changed else "nothing-new",
        "to": url,
        "files": done.files,
        "sent_bytes": done.sent_bytes,
        "elsewhere": list(done.elsewhere),
    }


def _restored_object(done: "Restored") -> dict[str, Any]:
    return {
        "status": "partial" if done.missing or done.undrawn else "restored",
        "show": str(done.show.folder),
        "episodes": done.episodes,
        "files": done.files,
        "bytes": done.bytes,
        "missing": [
            {
                "path": one.path,
                "id": one.episode and one.episode.id,
                "title": one.episode and one.episode.title,
            }
            for one in done.missing
        ],
        "undrawn": done.undrawn,
    }
