"""`bobao check` says which app a feed, a page, a picture or a server breaks, and what to do."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from PIL import Image

from episodes import Catalog, Show, check_address, check_show, feed_problems
from episodes.addresses import Standing
from episodes.answering import Answers
from episodes.feed_rules import CHANNEL_RULES, ITEM_RULES
from episodes.image_rules import image_problems
from episodes.site import refresh
from tests.conftest import Bobao
from tests.episodes.samples import NOON, episode, feed, put_episodes, show
from tests.servers.threaded import ThreadedServer

WHOLE = feed(
    show(base_url="https://example.com/", email="a@example.com"),
    [episode(2, texts="public/audio/2-a"), episode(1, texts="public/audio/1-a")],
    standing=Standing("a-guid"),
).decode()


def rules(problems: Any) -> set[str]:
    return {problem.rule for problem in problems}


# The feed --------------------------------------------------------------------------------------------------

BREAKS = {
    "xml": lambda text: text.replace("</channel>", ""),
    "rss": lambda text: text.replace('version="2.0"', 'version="0.91"'),
    "namespaces": lambda text: text.replace("podcastindex.org/namespace/1.0", "other.example/"),
    "title": lambda text: text.replace("<title>播报</title>", "", 1),
    "description": lambda text: re.sub("<description>.*?</description>", "", text, count=1),
    "description-length": lambda text: text.replace("<description>", "<description>" + "长" * 1400, 1),
    "link": lambda text: text.replace("<link>https://example.com/</link>", "", 1),
    "language": lambda text: text.replace("<language>zh-cn", "<language>cmn-hans"),
    "self": lambda text: text.replace('rel="self"', 'rel="via"'),
    "image": lambda text: text.replace("cover-0.jpg", "cover-0.webp"),
    "explicit": lambda text: text.replace("<itunes:explicit>false", "<itunes:explicit>no"),
    "category": lambda text: text.replace('text="News"', 'text="Gossip"'),
    "author": lambda text: re.sub("<itunes:author>.*?</itunes:author>", "", text),
    "type": lambda text: text.replace("episodic", ""),
    "owner": lambda text: re.sub("(?s)<itunes:owner>.*?</itunes:owner>", "", text),
    "locked": lambda text: re.sub("<podcast:locked.*?</podcast:locked>", "", text),
    "podcast-guid": lambda text: text.replace("a-guid", ""),
    "medium": lambda text: re.sub("<podcast:medium>.*?</podcast:medium>", "", text),
    "update-frequency": lambda text: re.sub("<podcast:updateF.*?</podcast:updateFrequency>", "", text),
    "person": lambda text: re.sub("<podcast:person.*?</podcast:person>", "", text),
    "ai-content": lambda text: text.replace("ai-content", "other"),
    "item-title": lambda text: re.sub("<item><title>.*?</title>", "<item>", text),
    "enclosure": lambda text: text.replace('length="123456"', 'length="0"'),
    "guid": lambda text: text.replace('isPermaLink="false"', ""),
    "pubdate": lambda text: text.replace(" +0800</pubDate>", "</pubDate>"),
    "item-description-length": lambda text: re.sub("(<item>.*?)(来源)", r"\1" + "长" * 1400, text, flags=re.DOTALL),
    "item-image": lambda text: re.sub('(?s)(<item>.*href="[^"]*?)jpg', r"\1gif", text),
    "duration": lambda text: text.replace("<itunes:duration>83", "<itunes:duration>1:23"),
    "item-description": lambda text: re.sub("(?s)(<item>.*?)<description>.*?</description>", r"\1", text),
    "item-link": lambda text: re.sub("(?s)(<item>.*?)<link>.*?</link>", r"\1", text),
    "item-explicit": lambda text: re.sub("(?s)(<item>.*?)<itunes:explicit>.*?</itunes:explicit>", r"\1", text),
    "episode-type": lambda text: text.replace("<itunes:episodeType>full", "<itunes:episodeType>"),
    "transcript": lambda text: text.replace('"text/vtt"', '"text/srt"'),
    "chapters": lambda text: text.replace("application/json+chapters", "application/json"),
    "unique-guid": lambda text: text.replace("urn:uuid:1", "urn:uuid:2"),
    "unique-enclosure": lambda text: text.replace("audio/1.mp3", "audio/2.mp3"),
    "order": lambda text: text.replace("12:02:00", "10:02:00"),
}  # fmt: skip


def test_a_whole_feed_has_no_problem() -> None:
    assert feed_problems(WHOLE.encode(), "feed.xml") == ()


def test_every_rule_is_tried() -> None:
    assert {rule.name for rule in (*CHANNEL_RULES, *ITEM_RULES)} <= BREAKS.keys()


@pytest.mark.parametrize(("rule", "damage"), BREAKS.items(), ids=BREAKS)
def test_what_is_broken_is_named(rule: str, damage: Callable[[str], str]) -> None:
    broken = damage(WHOLE)
    assert broken != WHOLE
    found = {problem.rule: problem for problem in feed_problems(broken.encode(), "feed.xml")}
    assert rule in found
    assert found[rule].breaks
    assert found[rule].fix


@pytest.mark.parametrize(
    "document", [b"", b"not xml", b"<html/>", b"<rss version='2.0'/>", b"\xff\xfe", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><rss version='2.0'>&b;</rss>"]
)  # fmt: skip
def test_what_is_no_feed_is_one_problem(document: bytes) -> None:
    assert rules(feed_problems(document, "feed.xml")) <= {"xml", "rss"}
    assert len(feed_problems(document, "feed.xml")) == 1


# Pictures --------------------------------------------------------------------------------------------------


def picture(width: int, height: int, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (picture(1400, 1400), "a.jpg", set()),
        (picture(3000, 3000, "PNG"), "a.png", set()),
        (picture(1400, 1400), "a.png", {"image-format"}),
        (picture(1400, 1500), "a.jpg", {"image-square"}),
        (picture(1399, 1399), "a.jpg", {"image-size"}),
        (picture(3001, 3001), "a.jpg", {"image-size"}),
        (picture(1400, 1400, mode="L"), "a.jpg", {"image-colour"}),
        (b"GIF89a", "a.jpg", {"image-format"}),
    ],
)
def test_a_picture_is_square_large_and_what_it_says(content: bytes, name: str, found: set[str]) -> None:
    assert rules(image_problems(content, name)) == found


# A show ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Show:
    house = show(tmp_path_factory.mktemp("finished"), email="a@example.com", base_url="https://example.com/")
    with Catalog(house.catalog) as catalog:
        put_episodes(catalog, house, 3)
        refresh(house, catalog, NOON)
    return house


@pytest.fixture
def made(finished: Show, tmp_path: Path) -> Show:
    shutil.copytree(finished.folder, tmp_path / "show")
    return show(tmp_path / "show", email="a@example.com", base_url="https://example.com/")


def spoil(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def first(folder: Path, pattern: str) -> Path:
    return min(folder.glob(pattern))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "enclosure-lost": lambda public: first(public, "audio/*.mp3").unlink(),
    "enclosure-length": lambda public: first(public, "audio/*.mp3").write_bytes(b"longer"),
    "text-lost": lambda public: first(public, "audio/*.vtt").unlink(),
    "text-format": lambda public: first(public, "audio/*.chapters.json").write_bytes(b"{}"),
    "image-lost": lambda public: first(public, "cover*").unlink(),
    "image-size": lambda public: first(public, "cover*").write_bytes(picture(100, 100)),
    "page-link": lambda public: first(public, "assets/style*").unlink(),
    "third-party": lambda public: spoil(public / "index.html", "<body", '<script src="//x.example/a.js"></script><body'),
    "page-viewport": lambda public: spoil(public / "index.html", 'name="viewport"', 'name="other"'),
    "page-lang": lambda public: spoil(public / "index.html", 'lang="zh-cn"', 'lang=""'),
    "pubdate": lambda public: spoil(public / "feed.xml", " +0800", ""),
}  # fmt: skip


def test_a_show_that_was_built_has_no_problem(made: Show) -> None:
    assert list(check_show(made)) == []


@pytest.mark.parametrize(("rule", "damage"), DAMAGE.items(), ids=DAMAGE)
def test_damage_to_a_show_is_named(made: Show, rule: str, damage: Callable[[Path], object]) -> None:
    damage(made.public)
    assert rule in rules(check_show(made))


def test_the_command_tells_people_and_programs(bobao: Bobao, made: Show) -> None:
    (made.folder / "show.toml").write_text(
        'email = "a@example.com"\nbase_url = "https://example.com/"\n', "utf-8"
    )
    ran = bobao("check", "--show", made.folder)
    assert (ran.code, ran.out, ran.err) == (0, "good: nothing that a podcast app would not take\n", "")
    first(made.public, "audio/*.mp3").unlink()
    ran = bobao("check", "--show", made.folder, "--json")
    assert (ran.code, ran.json["status"]) == (1, "broken")
    levels = {problem["rule"]: problem["level"] for problem in ran.json["problems"]}
    assert levels == {"enclosure-lost": "error", "page-link": "error"}
    feed_alone = bobao("check", made.public / "feed.xml")
    assert feed_alone.code == 0


def test_nothing_to_check_is_one_clear_line(bobao: Bobao) -> None:
    bobao.make_show("")
    for arguments in (["check"], ["check", "gone.xml"]):
        ran = bobao(*arguments)
        assert (ran.code, ran.err.count("\n")) == (2, 1)


# A server --------------------------------------------------------------------------------------------------


NO_FEED = b"<rss/>"


class Hosted(ThreadedServer):
    """A show on a server that may have a fault."""

    def __init__(self, house: Show, fault: str = "") -> None:
        super().__init__()
        self._answers = Answers(house.public, addressed=False)
        self._fault = fault

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._faulty])
        app.router.add_get("/{path:.*}", self._answers.get)
        return app

    def listening(self, ports: list[int]) -> None:
        self.url = f"http://127.0.0.1:{ports[0]}/feed.xml"

    @web.middleware
    async def _faulty(self, request: web.Request, handler: Any) -> web.StreamResponse:
        kind, faulty = FAULTS.get(self._fault, ("", None))
        head_only = self._fault in {"head", "audio-type", "enclosure-length"}
        asked = request.path.endswith(kind) and (request.method == "HEAD" or not head_only)
        if faulty and asked and (self._fault != "ranges" or "Range" in request.headers):
            return faulty()
        return await handler(request)  # type: ignore[no-any-return] # as aiohttp types it


FAULTS: dict[str, tuple[str, Callable[[], web.Response]]] = {
    "ranges": (".mp3", lambda: web.Response(body=b"\0", content_type="audio/mpeg")),
    "head": (".mp3", lambda: web.Response(status=405)),
    "audio-type": (".mp3", lambda: web.Response(body=b"\0", content_type="application/octet-stream")),
    "enclosure-length": (".mp3", lambda: web.Response(body=b"\0\0", content_type="audio/mpeg")),
    "cors": (".vtt", lambda: web.Response(text="WEBVTT", content_type="text/vtt")),
    "text-lost": (".vtt", lambda: web.Response(status=404)),
    "image-lost": (".jpg", lambda: web.Response(status=404)),
    "feed-type": ("feed.xml", lambda: web.Response(body=NO_FEED, content_type="text/html")),
    "feed-conditional": ("feed.xml", lambda: web.Response(body=NO_FEED, headers={"ETag": '"a"'})),
}
"""For files of an ending, what the server answers instead."""


@pytest.fixture(scope="module")
def unaddressed(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """Without an address of its own, so that its feed leads to the server it is had from."""
    house = show(tmp_path_factory.mktemp("unaddressed"), email="a@example.com")
    with Catalog(house.catalog) as catalog:
        put_episodes(catalog, house, 2)
        refresh(house, catalog, NOON)
    return house


def test_our_own_server_does_all_that_apps_require(unaddressed: Show) -> None:
    with Hosted(unaddressed) as server:
        assert rules(check_address(server.url)) == {"podcast-guid"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_server_is_named(unaddressed: Show, fault: str) -> None:
    with Hosted(unaddressed, fault) as server:
        assert fault in rules(check_address(server.url))


def test_a_server_that_is_not_there_is_one_clear_line(bobao: Bobao) -> None:
    ran = bobao("check", "http://127.0.0.1:9/feed.xml")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("error: http://127.0.0.1:9/feed.xml cannot be checked")
