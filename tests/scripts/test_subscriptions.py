"""Feeds: RSS, Atom and JSON Feed, sound, odd and hostile."""

import contextlib
import json
import time
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.errors import NoArticleError, SourceError
from scripts.reading.cleaning import clean
from scripts.reading.feed_written import MAX_ENTRIES
from scripts.reading.source import Source, SourceKind, source_of
from scripts.reading.subscriptions import Entry, Subscription, read_subscription, story_source

NOW = datetime(2024, 6, 1, tzinfo=UTC)
URL = "https://news.example.org/feeds/all.xml"
DAY = "Mon, 06 May 2024 08:00:00 +0800"
STORY = "".join(
    f"<p>第{number}段：记者在城北的菜市场看到，新的摊位已经装好，灯也亮了。摊主们说，周末就能开张，"
    "价钱和从前一样，欢迎街坊都来看看。市场的管理员正在逐个检查电线和水管，一家也没有落下。</p>"
    for number in "一二三四五"
)


def source(text: str | bytes, url: str = URL) -> Source:
    data = text.encode() if isinstance(text, str) else text
    made = source_of("feed", None, data)
    assert made.kind is SourceKind.FEED
    return Source(made.name, None, made.data, made.text, made.kind, url)


def read(text: str | bytes, url: str = URL) -> Subscription:
    return read_subscription(source(text, url), NOW)


def rss(*items: str, head: str = "<title>城北新闻</title><link>https://news.example.org/</link>") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{inner}</channel></rss>'


def only(text: str | bytes) -> Entry:
    (entry,) = read(text).entries
    return entry


RSS_1 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>城北新闻</title><link>https://news.example.org/</link></channel>
<item rdf:about="1"><title>新桥通车</title><link>https://news.example.org/1</link>
<dc:date>2024-05-06T08:00:00+08:00</dc:date><dc:creator>张三</dc:creator></item></rdf:RDF>"""
RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>城北新闻</title>
<link>https://news.example.org/</link><item><title>新桥通车</title><link>/1</link>
<pubDate>Mon, 06 May 2024 08:00:00 CST</pubDate><author>zhang@example.org (张三)</author></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>城北新闻</title>
<link rel="self" href="/feeds/all.xml"/><link href="https://news.example.org/"/>
<entry><title type="html">新&lt;b&gt;桥&lt;/b&gt;通车</title><link rel="edit" href="/edit"/><link href="/1"/>
<id>tag:1</id><published>2024-05-06T00:00:00Z</published><author><name>张三</name></author></entry></feed>"""
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "城北新闻", "home_page_url": "https://news.example.org/",
    "items": [{"id": 1, "url": "/1", "title": "新桥通车", "date_published": "2024-05-06T08:00:00+08:00",
               "authors": [{"name": "张三"}, None, {"name": 3}], "content_text": "短。"}, None, "x"],
})  # fmt: skip


@pytest.mark.parametrize("text", [RSS_1, RSS_091, ATOM, JSON], ids=["rss 1.0", "rss 0.91", "atom", "json"])
def test_every_form_gives_the_same(text: str) -> None:
    subscription = read(text)
    assert (subscription.title, subscription.link) == ("城北新闻", "https://news.example.org/")
    (entry,) = subscription.entries
    assert (entry.title, entry.url) == ("新桥通车", "https://news.example.org/1")
    assert entry.published == datetime(2024, 5, 6, tzinfo=UTC)
    assert entry.author.startswith("张三")
    assert not entry.content_html


def test_entries_are_newest_first_those_without_a_time_last_in_their_order() -> None:
    items = [f"<title>{n}</title><link>/{n}</link>" for n in "甲乙丙丁"]
    items[1] += "<pubDate>Sun, 05 May 2024 08:00:00 GMT</pubDate>"
    items[3] += f"<pubDate>{DAY}</pubDate>"
    assert [entry.title for entry in read(rss(*items)).entries] == ["丁", "乙", "甲", "丙"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (DAY, "2024-05-06T00:00+00:00"),
        ("06 May 2024 08:00 CST", "2024-05-06T00:00+00:00"),
        ("2024-05-06 08:00:00", "2024-05-06T00:00+00:00"),
        ("2024年05月06日 08:00", "2024-05-06T00:00+00:00"),
        ("2024-05-06T08:00:00.123+08:00", "2024-05-06T00:00+00:00"),
        ("Mon, 06 May 2024 08:00:00", "2024-05-06T00:00+00:00"),
        ("1714953600", "2024-05-06T00:00+00:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", ""),
        ("Thu, 31 Dec 2099 23:59:59 GMT", ""),
        ("Mon, 06 May 2024 08:00:00 +9999", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_of_all_kinds_and_those_that_cannot_be(written: str, expected: str) -> None:
    published = only(rss(f"<title>题</title><link>/1</link><pubDate>{written}</pubDate>")).published
    assert published == (datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;新&lt;em&gt;桥&lt;/em&gt;", "新桥"),
        ("<![CDATA[<b>新</b>桥 &amp; 老桥]]>", "新桥 & 老桥"),
        ("新桥 & 老桥", "新桥 & 老桥"),
        ("新桥&nbsp;老桥&hellip;", "新桥 老桥…"),
        ("1 &lt; 2，对吗？", "1 < 2，对吗？"),
        ("新\x0b桥\x1b[31m", "新桥[31m"),
        ("  \n 新桥 \n ", "新桥"),
        ("<b>新</b>桥", "新桥"),
        ("桥" * 1000, "桥" * 300),
    ],
)
def test_titles_are_one_line_of_plain_text(written: str, title: str) -> None:
    assert only(rss(f"<title>{written}</title><link>/1</link>")).title == title


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    assert (
        only(rss("<link>/1</link><description>新桥今天通车。市民来看。</description>")).title
        == "新桥今天通车"
    )
    assert only(rss("<link>/1</link>")).title == "https://news.example.org/1"


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://[", "http:"]
)
def test_a_link_that_is_no_web_address_is_left_out_with_its_reason(link: str) -> None:
    subscription = read(rss(f"<title>题</title><link>{link}</link>"))
    assert not subscription.entries
    assert subscription.left_out[0].reason.startswith("its link is no web address")


def test_an_entry_with_neither_link_nor_story_is_left_out() -> None:
    assert "neither" in read(rss("<title>题</title>")).left_out[0].reason


def test_a_permanent_guid_stands_in_for_a_missing_link() -> None:
    guid = "https://news.example.org/9"
    assert only(rss(f"<title>题</title><guid>{guid}</guid>")).url == guid
    assert not read(rss(f'<title>题</title><guid isPermaLink="false">{guid}</guid>')).entries


def test_the_same_id_counts_once() -> None:
    subscription = read(rss(*["<title>题</title><link>/1</link><guid>a</guid>"] * 3))
    assert (len(subscription.entries), len(subscription.left_out)) == (1, 2)


def test_links_are_resolved_against_the_feeds_own_address_or_else_the_sites() -> None:
    item = "<title>题</title><link>../1?a=1&b=2&copy=3</link>"
    assert only(rss(item)).url == "https://news.example.org/1?a=1&b=2&copy=3"
    (entry,) = read(rss(item), url="").entries
    assert entry.url == "https://news.example.org/1?a=1&b=2&copy=3"
    base = ATOM.replace("<feed ", '<feed xml:base="https://b.example.org/x/" ').replace(
        'href="/1"', 'href="1"'
    )
    assert only(base).url == "https://b.example.org/x/1"


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "utf-16", "utf-8-sig"])
def test_the_encoding_is_the_one_it_reads_in_whatever_it_declares(codec: str) -> None:
    item = f"<title>城北新桥今天上午正式通车</title><link>/1</link><description>{STORY[:200]}</description>"
    text = rss(item).replace('version="1.0"', 'version="1.0" encoding="utf-8"')
    assert only(text.encode(codec, "xmlcharrefreplace")).title == "城北新桥今天上午正式通车"


@pytest.mark.parametrize("name", ["content:encoded", "description", "body"])
def test_an_entry_that_holds_its_whole_story_is_cleaned_as_a_page(name: str) -> None:
    extra = "<p>责任编辑：陈晓</p><p>相关阅读</p><p><a href='/2'>菜市场的一天</a></p>"
    head = (
        '<title>城北新闻</title><link>/</link><x xmlns:content="http://purl.org/rss/1.0/modules/content/"/>'
    )
    item = f"<title>菜市场开张</title><link>/1</link><pubDate>{DAY}</pubDate><{name}><![CDATA[{STORY}{extra}]]></{name}>"
    entry = only(rss(item, head=head))
    article = clean(story_source(entry, "城北新闻")).article
    assert [paragraph.text[:4] for paragraph in article.body] == [
        f"第{number}段：" for number in "一二三四五"
    ]
    assert (article.title, article.publisher, article.url) == ("菜市场开张", "城北新闻", entry.url)
    assert article.published == datetime(2024, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize("end", ["……", "...", "[…]", " <a href='/1'>阅读全文</a> »", "Continue reading →"])
def test_the_beginning_of_a_story_is_not_the_story(end: str) -> None:
    item = f"<title>题</title><link>/1</link><description><![CDATA[{STORY.removesuffix('</p>')}{end}</p>]]></description>"
    assert not only(rss(item)).content_html


def test_a_summary_is_not_the_story() -> None:
    summary = "<p>市场开张了。</p><p>大家都来看。</p><p>真好。</p><p>明天还来。</p>"
    assert not only(
        rss(f"<title>题</title><link>/1</link><description><![CDATA[{summary}]]></description>")
    ).content_html


def test_a_feed_is_no_article() -> None:
    with pytest.raises(NoArticleError, match="is a subscription, not an article"):
        clean(source(ATOM))


def test_a_page_that_speaks_of_feeds_is_none() -> None:
    assert (
        source_of("a.txt", None, "怎样订阅：把 <rss> 的链接贴进阅读器。".encode()).kind is not SourceKind.FEED
    )
    assert source_of("a.html", None, b"<!doctype html><p>jsonfeed.org/version</p>").kind is SourceKind.HTML


ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "ha">{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(("head", "entity"), [(BOMB, "&l11;"), (OUTSIDE, "&x;")], ids=["bomb", "file"])
def test_entities_of_the_document_mean_nothing(head: str, entity: str) -> None:
    text = rss(f"<title>题{entity}</title><link>/1</link>").replace('<?xml version="1.0"?>', head)
    assert only(text).title == f"题{entity}"


def test_a_hundred_thousand_entries_are_read_to_the_bound_in_little_memory() -> None:
    text = rss(*(f"<title>题{n}</title><link>/{n}</link>" for n in range(100_000)))
    feed = source(text)
    tracemalloc.start()
    start = time.perf_counter()
    subscription = read_subscription(feed, NOW)
    elapsed, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(subscription.entries) == MAX_ENTRIES
    assert subscription.left_out[-1].reason == "only the first 10,000 entries are read"
    assert elapsed < 30
    assert peak < 200_000_000


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel>" + "<a>" * 100_000,
        "<rss>" + "<![CDATA[" * 200_000,
        "<rss>" + "<!--" * 200_000,
        "<rss><channel><title>" + "&x;" * 200_000,
        "<rss><channel><item><title>" + "<b" * 200_000,
        "<rss><channel><item><author>" + "@" * 200_000 + "</author><link>http://a.b</link></item>",
        "<rss><channel><item><pubDate>" + "1" * 200_000 + "</pubDate><link>http://a.b</link></item>",
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
        '{"version": "https://jsonfeed.org/version/1", "items": {}}',
        "<feed>",
        "<rss",
    ],
)
def test_what_is_damaged_or_hostile_ends_soon(text: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(SourceError):
        read(text)
    assert time.perf_counter() - start < 10


PARTS = """
<rss> <channel> <item> </item> <title> </title> <link> </link> <entry> </entry> <feed xml:base='http://['> <![CDATA[
]]> &amp; &x; & < > <!-- <link href='//x'/> <guid> </guid> <content type='xhtml'> <pubDate> 2024-99-99 题 \x00 \x1b
"""


@given(st.lists(st.sampled_from(PARTS.split()), max_size=40))
def test_any_mixture_is_read_or_refused(parts: list[str]) -> None:
    with contextlib.suppress(SourceError):
        read_subscription(Source("feed", None, b"", "<rss>" + "".join(parts), SourceKind.FEED, URL), NOW)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["id", "url", "title", "authors", "author", "name", "content_html"]), inner
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    text = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": value,
            "items": [value, {"url": "/1", "title": value, "authors": value, "author": value}],
        }
    )
    with contextlib.suppress(SourceError):
        read_subscription(source(text), NOW)
