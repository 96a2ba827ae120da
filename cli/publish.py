"""`bobao publish`: bring the show to where it is hosted."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from .console import print_json, print_line, terminal, warn
from .options import Json, ShowFolder

if TYPE_CHECKING:
    from episodes import Published, Step


def publish(
    show: ShowFolder = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="URL",
            help="A folder, s3://…, sftp://…, webdavs://…; default: what show.toml says in [publish].",
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent; change nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Send what is new or changed of the show's public folder to its host: media first, the feed last."""
    from episodes import SettingsError, find_show, open_show
    from episodes import publish as publish_show

    house = open_show(find_show(show))
    url = to or house.settings.publish.to
    if not url:
        raise SettingsError(
            "it is not said where to publish to", "give --to, or set [publish] to in show.toml"
        )
    if not house.settings.base_url:
        warn("base_url in show.toml is not set, so the feed leads to this computer; say where it is hosted")
    done = publish_show(house, url, datetime.now(UTC), dry_run=dry_run, began=_tell)
    if json:
        return print_json(_object(done, url, dry_run=dry_run))
    if dry_run:
        for step in done.steps:
            print_line(f"{step.action:<7} {step.path}")
    print_line(_summary(done, url, dry_run=dry_run))
    return None


def _tell(step: "Step") -> None:
    if terminal():
        typer.echo(f"{step.action:<7} {step.path}", err=True)


def _summary(done: "Published", url: str, *, dry_run: bool) -> str:
    sent = [step for step in done.steps if step.action == "send"]
    size = sum(step.bytes for step in sent) / 1_000_000
    said = [f"{len(sent)} files sent ({size:.1f} MB)", f"{done.unchanged} were there"]
    said += [f"{len(done.steps) - len(sent)} removed"] if len(done.steps) > len(sent) else []
    said += [f"{len(done.waiting)} will be removed after a day"] if done.waiting else []
    return f"{url}: {'would be ' if dry_run else ''}{', '.join(said)}"


def _object(done: "Published", url: str, *, dry_run: bool) -> dict[str, object]:
    return {
        "status": "dry-run" if dry_run else "published" if done.steps else "nothing-new",
        "to": url,
        "sent": [step.path for step in done.steps if step.action == "send"],
        "removed": [step.path for step in done.steps if step.action == "remove"],
        "unchanged": done.unchanged,
        "waiting": list(done.waiting),
    }
