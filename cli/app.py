"""The command line: every command is a module, mounted here, and every error ends here.

exit code   0 built or nothing new · 1 failed · 2 wrong usage or configuration · 3 partial · 4 locked
"""

import gc
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from . import (
    backup,
    build,
    cache,
    check,
    clean,
    doctor,
    episodes,
    fleet,
    new,
    publish,
    say,
    schedule,
    script,
    serve,
    spoken,
    voices,
)
from . import run as unattended
from .console import fail

if TYPE_CHECKING:
    from scripts import BobaoError

FAILED, WRONG, LOCKED, STOPPED = 1, 2, 4, 130

app = typer.Typer(
    name="bobao",
    help="Turn Chinese news articles into a podcast.",
    epilog="Start with: bobao build ARTICLE.txt, then bobao serve",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # drawing help with rich would double the time it takes
)
app.command("new")(new.new)
app.command("clean")(clean.clean)
app.command("script")(script.script)
app.command("spoken")(spoken.spoken)
app.command("say")(say.say)
app.command("build")(build.build)
app.command("run")(unattended.run)
app.command("schedule")(schedule.schedule)
app.add_typer(fleet.app, name="fleet")
app.add_typer(episodes.app, name="episodes")
app.command("check")(check.check)
app.command("serve")(serve.serve)
app.command("publish")(publish.publish)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("voices")(voices.voices)
app.command("doctor")(doctor.doctor)
app.add_typer(cache.app, name="cache")


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"bobao {version('bobao')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Turn Chinese news articles into a podcast."""


def main() -> None:
    """Run the command line and exit with its code."""
    # Dictionaries and modules are loaded by the hundred thousand objects, none of them garbage.
    gc.set_threshold(100_000)
    sys.exit(run(sys.argv[1:] or ["--help"]))


def run(arguments: list[str]) -> int:
    """Run one command line.

    Returns:
        The exit code. An error that is not one of ours keeps its traceback.
    """
    try:
        return _invoked(arguments)
    except typer.TyperException as error:
        fail(error.format_message().rstrip("."), _usage_hint(error))
        return WRONG
    except (KeyboardInterrupt, typer.Abort):
        fail("stopped", "what was finished is kept")
        return STOPPED
    except Exception as error:
        # Imported here and not above: `--help` is to be there at once.
        from scripts import BobaoError

        if not isinstance(error, BobaoError):
            raise
        fail(error.message, error.hint)
        return exit_code(error)


def _invoked(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    code = int(command.main(arguments, prog_name="bobao", standalone_mode=False) or 0)
    if code == STOPPED:
        raise KeyboardInterrupt  # typer has made this exit code of it
    return code


def exit_code(error: "BobaoError") -> int:
    """The exit code that an error of ours ends a command with."""
    from episodes import ShowLocked
    from scripts import ConfigurationError

    if isinstance(error, ShowLocked):
        return LOCKED
    return WRONG if isinstance(error, ConfigurationError) else FAILED


def _usage_hint(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    if context and context.parent and context.command.hidden:  # what is left out when it is called
        context = context.parent
    return f"see `{context.command_path if context else 'bobao'} --help`"
