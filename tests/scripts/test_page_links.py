"""The headlines of a section's page: links to stories of the site, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import feed_of, headlines, same_site
from scripts.reading.source import Source, SourceKind

URL = "https://news.example.cn/city/"


def found(body: str, url: str = URL) -> list[tuple[str, str]]:
    text = f"<!doctype html><html><head></head><body>{body}</body></html>"
    page = Source(url, None, text.encode(), text, SourceKind.HTML, url)
    return [(headline.title, headline.url) for headline in headlines(page)]


def test_headlines_come_in_the_order_of_the_page() -> None:
    body = """<nav><a href="/">首页</a><a href="/sport/">体育新闻频道首页</a></nav>
      <ul><li><a href="a.html">海州新图书馆今天开馆</a></li>
      <li><a href="//finance.example.cn/b?id=2#top">云川铁路 今日 正式通车</a></li></ul>
      <footer><a href="https://other.example/ad">超市周末全场五折大促销</a></footer>"""
    assert found(body) == [("海州新图书馆今天开馆", "https://news.example.cn/city/a.html")]
    whole = found(body, "https://example.cn/city/index.html")
    assert [url for _, url in whole] == [
        "https://example.cn/city/a.html",
        "https://finance.example.cn/b?id=2",
    ]


def test_a_link_counts_once_with_its_longest_words() -> None:
    body = '<a href="a.html"><img></a><a href="a.html">海州新图书馆开馆</a><a href="a.html#c" title="海州新图书馆今天正式开馆">海州新图…</a>'
    assert found(body) == [("海州新图书馆今天正式开馆", "https://news.example.cn/city/a.html")]


def test_the_pages_own_base_is_minded() -> None:
    body = '<base href="/2026/"><a href="a.html">海州新图书馆今天开馆</a>'
    assert found(body)[0][1] == "https://news.example.cn/2026/a.html"


@pytest.mark.parametrize(
    "href",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
        "http://127.0.0.1/x",
        "",
        "#a",
        "mailto:a@b.cn",
    ],
)
def test_links_that_lead_nowhere_or_elsewhere_are_none(href: str) -> None:
    assert found(f'<a href="{href}">海州新图书馆今天开馆</a>') == []


def test_a_page_of_nothing_but_links_is_bounded() -> None:
    body = "".join(f'<a href="{number}.html">海州新图书馆今天开馆</a>' for number in range(5_000))
    assert len(found(body)) == 1_000


@given(st.text("<a href=\"'/新闻标题今天开馆>:[]?#"))
def test_any_page_can_be_looked_at(body: str) -> None:
    assert isinstance(found(body), list)


def test_the_feed_that_a_page_names_is_found() -> None:
    link = '<link rel="stylesheet" href="x"><link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    text = f"<!doctype html><html><head>{link}</head></html>"
    page = Source(URL, None, b"", text, SourceKind.HTML, URL)
    assert feed_of(page) == "https://news.example.cn/rss.xml"
    assert feed_of(replace(page, text="<p>x</p>")) == ""


def test_parts_of_one_domain_are_one_site() -> None:
    assert same_site("https://www.example.cn/1", "http://news.example.cn:8080")
    assert not same_site("https://example.cn", "https://notexample.cn")
    assert not same_site("http://[", "http://[")
