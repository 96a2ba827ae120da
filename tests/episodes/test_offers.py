"""What feeds, pages, folders and commands offer."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from episodes.offers import Offered, offers_of, read_offer
from episodes.settings import Settings
from episodes.show import Show
from episodes.source_settings import SourceSettings
from scripts import SourceError
from tests.servers.newsroom import Newsroom, Printed

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TITLES = ("海州新图书馆今天开馆", "云川铁路今日正式通车")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as server:
        for number, title in enumerate(TITLES):
            server.print("city", f"{number}.html", Printed(title, (f"{title}，记者到了现场。" * 8,), NOW))
        yield server


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return Show(tmp_path, Settings.model_validate({"fetch": {"private": True}}))


def offered(show: Show, **place: Any) -> Offered:
    return offers_of(SourceSettings(**place), show, NOW)


def refusal(show: Show, **place: Any) -> str:
    with pytest.raises(SourceError) as caught:
        offered(show, **place)
    assert caught.value.hint
    return caught.value.message


def test_a_feed_offers_its_entries(newsroom: Newsroom, show: Show) -> None:
    first, second = offered(show, feed=newsroom.feed("city")).offers
    assert [first.title, second.title] == list(TITLES)
    assert (first.name, first.published) == (f"{newsroom.url}/city/0.html", NOW)
    assert first.key == f"link:{first.name.removeprefix('http://')}"
    assert TITLES[0] in read_offer(first).text


def test_a_page_offers_the_stories_of_its_headlines(newsroom: Newsroom, show: Show) -> None:
    found = offered(show, page=f"{newsroom.url}/city/").offers
    assert [(each.title, each.name) for each in found] == [
        (title, f"{newsroom.url}/city/{number}.html") for number, title in enumerate(TITLES)
    ]
    assert TITLES[1] in read_offer(found[1]).text


def test_only_the_very_server_of_a_source_may_be_private(newsroom: Newsroom, show: Show) -> None:
    newsroom.sections[
        "trap"
    ].raw = b"<rss><channel><item><title>x</title><link>http://127.0.0.1:9/x</link></item></channel></rss>"
    (offer,) = offered(show, feed=newsroom.feed("trap")).offers
    assert not offer.allow_private
    with pytest.raises(SourceError, match="no public address"):
        read_offer(offer)


def test_a_public_show_reads_no_private_feed(newsroom: Newsroom, tmp_path: Path) -> None:
    assert "no public address" in refusal(Show(tmp_path, Settings()), feed=newsroom.feed("city"))


def test_what_is_no_feed_and_what_has_no_headlines_is_said(newsroom: Newsroom, show: Show) -> None:
    assert refusal(show, feed=f"{newsroom.url}/city/0.html").endswith("is no feed")
    assert "no headlines" in refusal(show, page=f"{newsroom.url}/city/0.html")


def test_entries_that_cannot_be_used_are_named(newsroom: Newsroom, show: Show) -> None:
    newsroom.sections["odd"].raw = (
        "<rss><channel><item><title>$(rm -rf ~)</title><link>file:///etc/passwd</link></item>"
        "<item><title>无处可读</title></item></channel></rss>"
    ).encode()
    unusable = offered(show, feed=newsroom.feed("odd")).unusable
    assert [each.name for each in unusable] == ["$(rm -rf ~)", "无处可读"]


def test_a_feed_that_holds_the_whole_story_is_not_fetched_again(newsroom: Newsroom, show: Show) -> None:
    text = "".join(
        f"<p>第{n}段：记者在城北的菜市场看到，新的摊位已经装好，灯也亮了。摊主们说，周末就能开张，价钱和从前一样，欢迎街坊都来看看，市场的管理员正在逐个检查电线。</p>"
        for n in "一二三四五"
    )
    newsroom.sections["whole"].raw = (
        f"<rss><channel><title>城北新闻</title><item><title>菜市场开张</title><guid isPermaLink='false'>7</guid>"
        f"<description><![CDATA[{text}]]></description></item></channel></rss>"
    ).encode()
    (offer,) = offered(show, feed=newsroom.feed("whole")).offers
    assert offer.key.startswith("entry:")
    assert offer.key.endswith("|7")
    assert "第五段" in read_offer(offer).text


def test_a_folder_offers_its_articles_newest_first(show: Show) -> None:
    folder = show.folder / "articles"
    folder.mkdir()
    for number, name in enumerate(("old.txt", "new.html", "newest.md", "picture.png", ".hidden.txt")):
        (folder / name).write_text("新闻")
        os.utime(folder / name, (number, number))
    assert [Path(offer.name).name for offer in offered(show, folder="articles").offers] == [
        "newest.md", "new.html", "old.txt",
    ]  # fmt: skip
    assert "nowhere cannot be read" in refusal(show, folder="nowhere")


def test_a_command_offers_the_links_that_it_prints(show: Show) -> None:
    program = "print('# today\\nhttps://example.cn/1?utm_source=x\\n\\n rm -rf /\\nhttps://example.cn/1?utm_source=x')"
    found = offered(show, command=(sys.executable, "-c", program))
    assert [(each.key, each.name) for each in found.offers] == [
        ("link:example.cn/1", "https://example.cn/1?utm_source=x")
    ]
    assert [each.name for each in found.unusable] == ["rm -rf /"]


def test_a_command_that_fails_is_said(show: Show) -> None:
    assert "exit code 3: no network" in refusal(
        show, command=(sys.executable, "-c", "import sys; print('no network', file=sys.stderr); sys.exit(3)")
    )
    assert "does not run" in refusal(show, command=("/nowhere/at-all",))
