"""Messages and heartbeats go to a real server; what it does wrong is one line, in time, without secrets."""

import json
import sys
from collections.abc import Iterator

import pytest

from episodes.run_settings import NotifySettings
from episodes.telling import beat, is_told, tell
from tests.servers.newsroom import Newsroom


@pytest.fixture(scope="module")
def server() -> Iterator[Newsroom]:
    with Newsroom() as server:
        yield server


def to(server: Newsroom, path: str) -> str:
    return f"{server.url.replace('http', 'json')}/calls/{path}"


def test_everybody_is_told(server: Newsroom) -> None:
    server.calls.clear()
    notify = NotifySettings(to=(to(server, "a"), "BOBAO_NOTIFY"))
    assert tell(notify, "播报: built", "今天的新闻", {"BOBAO_NOTIFY": to(server, "b")}) == ()
    assert [path for path, _ in server.calls] == ["/calls/a", "/calls/b"]
    said = json.loads(server.calls[0][1])
    assert (said["title"], said["message"]) == ("播报: built", "今天的新闻")


def test_one_that_fails_does_not_stop_the_others_and_is_named_without_secrets(server: Newsroom) -> None:
    server.calls.clear()
    notify = NotifySettings(
        to=("nosuch://secret", to(server, "broken?token=secret"), "MISSING", to(server, "a"))
    )
    complaints = tell(notify, "x", "y", {})
    assert [complaint.partition(":")[0] for complaint in complaints] == [
        "nobody was told at nosuch",
        "nobody was told at json",
        "nobody was told at MISSING",
    ]
    assert "secret" not in "".join(complaints)
    assert server.calls[-1][0] == "/calls/a"


def test_a_server_that_never_answers_is_not_waited_for(server: Newsroom) -> None:
    (complaint,) = tell(NotifySettings(to=(to(server, "stall"),)), "x", "y", {}, patience_s=0.2)
    assert complaint == "telling somebody failed, or took more than 0.2 s"


def test_without_apprise_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    (complaint,) = tell(NotifySettings(to=("json://x",)), "x", "y", {})
    assert "pip install 'bobao[notify]'" in complaint
    assert tell(NotifySettings(), "x", "y", {}) == ()


def test_the_heart_beats(server: Newsroom) -> None:
    server.calls.clear()
    assert beat(NotifySettings(heartbeat=f"{server.url}/calls/beat?id=7")) == ()
    assert [path for path, _ in server.calls] == ["/calls/beat?id=7"]
    assert "HTTP 500" in beat(NotifySettings(heartbeat=f"{server.url}/calls/broken"))[0]
    assert beat(NotifySettings()) == ()


@pytest.mark.parametrize(
    ("on", "told"),
    [("failure", [True, False, False]), ("news", [True, True, False]), ("always", [True, True, True])],
)
def test_who_is_told_of_what(on: str, told: list[bool]) -> None:
    notify = NotifySettings.model_validate({"on": on})
    runs = [(True, False), (False, True), (False, False)]
    assert [is_told(notify, failed=failed, built=built) for failed, built in runs] == told
