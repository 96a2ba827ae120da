"""Somebody is told how a run ended: by messages, through apprise, and by a heartbeat."""

from collections.abc import Callable, Mapping
from threading import Event, Thread

from scripts import BobaoError, Limits, fetch

from .run_report import RunReport, in_a_line, message
from .run_settings import NotifySettings, Telling
from .settings import Settings

_HEARTBEAT = Limits(total_s=15, patience_s=10, sent_bytes=1_000_000, unpacked_bytes=1_000_000)
PATIENCE_S = 60.0
"""How long all messages together may take."""


def announce(settings: Settings, report: RunReport, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Tell whoever [notify] names of a run that came to its end.

    Args:
        settings: the show's.
        report: what the run did.
        environment: holds the addresses that are not written out.

    Returns:
        What went wrong with that, each in a line that holds no secret.
    """
    notify, complaints = settings.notify, tuple[str, ...]()
    if is_told(notify, failed=bool(report.failed), built=bool(report.changed)):
        complaints = tell(notify, *message(settings.title, report), environment)
    return complaints if report.status == "failed" else (*complaints, *beat(notify))


def announce_failure(
    settings: Settings, error: BaseException, environment: Mapping[str, str]
) -> tuple[str, ...]:
    """Tell them of a run that could not be done at all; otherwise as `announce`."""
    return tell(settings.notify, f"{settings.title}: the run failed", in_a_line(error), environment)


def tell(
    notify: NotifySettings,
    title: str,
    body: str,
    environment: Mapping[str, str],
    patience_s: float = PATIENCE_S,
) -> tuple[str, ...]:
    """Send a message to all that are to be told.

    Args:
        notify: the show's.
        title: of the message, one line.
        body: plain text.
        environment: holds the addresses that are not written out.
        patience_s: how long all of them together may take.

    Returns:
        What went wrong, each in a line that holds no secret.
    """
    if not notify.to:
        return ()
    try:
        import apprise
    except ImportError:
        return ("nobody was told: apprise is not installed; pip install 'bobao[notify]'",)
    complaints: list[str] = []

    def send() -> None:
        for each in notify.to:
            address = each if "://" in each else environment.get(each, "")
            messenger = apprise.Apprise()
            if not messenger.add(address):
                complaints.append(f"nobody was told at {_label(each)}: apprise does not know that address")
            elif not messenger.notify(title=title, body=body):
                complaints.append(f"nobody was told at {_label(each)}: it did not take the message")

    if not _in_time(send, patience_s):
        complaints.append(f"telling somebody failed, or took more than {patience_s:g} s")
    return tuple(complaints)


def beat(notify: NotifySettings) -> tuple[str, ...]:
    """Call the heartbeat's address, if there is one.

    Returns:
        What went wrong, in a line.
    """
    if not notify.heartbeat:
        return ()
    try:
        fetch(notify.heartbeat, _HEARTBEAT, allow_private=True)
    except BobaoError as error:
        return (f"the heartbeat failed: {error.message}",)
    return ()


def is_told(notify: NotifySettings, *, failed: bool, built: bool) -> bool:
    """Whether somebody is told of a run that ended so."""
    return failed or notify.on is Telling.ALWAYS or (built and notify.on is Telling.NEWS)


def _label(address: str) -> str:
    """The kind of an address, as the rest of it is secret; or the name of its variable."""
    kind, separator, _ = address.partition("://")
    return f"{kind}://…" if separator else address


def _in_time(work: Callable[[], None], patience_s: float) -> bool:
    """Whether work is done within so many seconds."""
    done = Event()

    def do() -> None:
        work()
        done.set()

    # apprise bounds each answer's wait, but not how slowly one may come. A daemon ends with the process.
    thread = Thread(target=do, name="telling", daemon=True)
    thread.start()
    thread.join(patience_s)
    return done.is_set()
