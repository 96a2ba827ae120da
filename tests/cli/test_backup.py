"""`bobao backup` and `bobao restore` through the front door: a show outlives its machine."""

import io
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import feedparser
import podcastparser
import pytest

from tests.cli.test_run import make_show, run, story
from tests.conftest import BRIEF, Bobao, snapshot
from tests.servers.newsroom import Newsroom
from tests.servers.storage import BUCKET, bucket


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as server:
        yield server


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Bobao:
    """Another machine: no file of the first one's is there, and another user is."""
    machine = Bobao(tmp_path_factory.mktemp("elsewhere"))
    home = machine.folder / "home"
    machine.environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    return machine


def public(bobao: Bobao) -> dict[str, bytes]:
    return {name: held for name, (_, held) in snapshot(bobao.show / "public").items()}


def test_a_show_goes_on_on_a_new_machine(
    bobao: Bobao, elsewhere: Bobao, newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    far = tmp_path_factory.mktemp("far")
    places = f'[publish]\nto = "{far}/www"\n[backup]\nto = "{far}/kept"\n'
    make_show(bobao, f'feed = "{newsroom.feed("city")}"', more=places)
    newsroom.print("city", "1.html", story(1))
    assert run(bobao)["status"] == "built"
    before, known = public(bobao), bobao.episodes()
    assert bobao("backup").out == f"{far}/kept: nothing new; it holds 2 files\n"

    done = elsewhere("restore", far / "kept", "bobao-show", "--json")
    assert (done.code, done.complaint) == (0, "")
    assert (done.json["status"], done.json["episodes"], done.json["missing"]) == ("restored", 1, [])
    assert public(elsewhere) == before
    assert elsewhere.episodes() == known
    again = run(elsewhere)
    assert (again["status"], again["episodes"], again["failed"]) == ("nothing-new", [], [])
    assert public(elsewhere) == before


@pytest.mark.storm
def test_a_run_that_cannot_keep_the_show_publishes_it_and_says_so(bobao: Bobao, newsroom: Newsroom) -> None:
    (bobao.folder / "taken").touch()
    places = f'[publish]\nto = "{bobao.folder}/www"\n[backup]\nto = "{bobao.folder}/taken/kept"\n'
    make_show(bobao, f'feed = "{newsroom.feed("city")}"', more=places)
    newsroom.print("city", "1.html", story(1))
    told = run(bobao, code=3)
    assert [each["source"] for each in told["failed"]] == ["backup"]
    assert (bobao.folder / "www" / "feed.xml").is_file()
    assert "Backup failed" in (bobao.show / "logs" / "run.log").read_text("utf-8")
    assert bobao("episodes", "runs", "--json").json["runs"][0]["status"] == "partial"


@pytest.mark.storm
def test_what_is_wrong_is_told_in_one_line(bobao: Bobao) -> None:
    bobao.make_show("")
    for arguments, code, told in (
        (("backup",), 2, "set [backup] to in show.toml"),
        (("backup", "bobao-show/public/kept"), 2, "is public"),
        (("backup", "nowhere://host"), 2, "cannot be used"),
        (("restore", "nothing", "new"), 1, "there is no backup at nothing"),
    ):
        ran = bobao(*arguments)
        assert (ran.code, ran.complaint.count("\n"), told in ran.complaint) == (code, 1, True), ran.err
    assert not list(bobao.folder.glob("*new*"))


@pytest.mark.storm
def test_episodes_whose_audio_is_nowhere_are_named_and_can_be_spoken_again(
    bobao: Bobao, first: Any, elsewhere: Bobao, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = tmp_path_factory.mktemp("far") / "kept"
    assert bobao("backup", kept).code == 0
    done = elsewhere("restore", kept, "bobao-show")
    assert done.code == 3
    assert f"bobao episodes rebuild {first['id']}" in done.complaint
    rebuilt = elsewhere("episodes", "rebuild", first["id"], "--engine", "espeak", "--json")
    assert (rebuilt.code, rebuilt.json["episodes"][0]["guid"]) == (0, first["guid"])
    assert elsewhere("check").code == 0


@pytest.mark.storm
def test_a_show_on_s3_is_heard_from_there_and_made_again_from_it(
    bobao: Bobao, elsewhere: Bobao, newsroom: Newsroom
) -> None:
    with bucket() as place:
        endpoint = place.environment["AWS_ENDPOINT_URL"]
        base_url = f"{endpoint}/{BUCKET}/news/"
        for machine in (bobao, elsewhere):
            machine.environment |= place.environment
        bobao.show.mkdir()
        (bobao.show / "show.toml").write_text(
            f'base_url = "{base_url}"\n[voice]\nengine = "espeak"\n[fetch]\nprivate = true\n'
            f'[[source]]\nfeed = "{newsroom.feed("city")}"\n{BRIEF}'
            f'[publish]\nto = "s3://{BUCKET}/news"\n'
            'options = { s3_additional_kwargs = { ACL = "public-read" } }\n'
            f'[backup]\nto = "s3://{BUCKET}/private"\n',
            "utf-8",
        )
        for number in (1, 2, 3):
            newsroom.print("city", f"{number}.html", story(number))
        assert run(bobao)["status"] == "built"
        before, known = public(bobao), bobao.episodes()
        assert_heard(base_url, known)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetched(f"{endpoint}/{BUCKET}/private/backup.json")
        shutil.rmtree(bobao.folder)
        bobao.folder.mkdir()

        for named in ("", base_url):
            shutil.rmtree(elsewhere.show, ignore_errors=True)
            done = elsewhere(
                "restore",
                f"s3://{BUCKET}/private",
                "bobao-show",
                "--json",
                *(("--from", named) if named else ()),
            )
            assert (done.code, done.json["episodes"]) == (0, 3), done.err
            assert public(elsewhere) == before
            assert elsewhere.episodes() == known
        assert run(elsewhere)["status"] == "nothing-new"
        assert public(elsewhere) == before
        assert_heard(base_url, known)
        refused = elsewhere("restore", f"s3://{BUCKET}/private", "bobao-show")
        assert (refused.code, "is there already" in refused.err) == (2, True)
        newsroom.print("city", "4.html", story(4))
        assert [episode["change"] for episode in run(elsewhere)["episodes"]] == ["new"]
        assert_heard(base_url, elsewhere.episodes())


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def assert_heard(base_url: str, known: list[Any]) -> None:
    """What two podcast clients read there is what the show has published, and its audio comes down whole."""
    data = fetched(f"{base_url}feed.xml")
    parsed = feedparser.parse(f"{base_url}feed.xml")
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == [episode["guid"] for episode in known]
    other = podcastparser.parse(f"{base_url}feed.xml", io.BytesIO(data))
    assert {each["guid"] for each in other["episodes"]} == {episode["guid"] for episode in known}
    for entry in parsed.entries:
        (enclosure,) = entry.enclosures
        audio = fetched(enclosure.href)
        assert len(audio) == int(enclosure.length)
        assert audio[:3] == b"ID3"
