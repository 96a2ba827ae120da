"""From a source to an article: whole pages, pasted and marked up, and what is refused."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.article import Kind
from scripts.errors import NoArticleError
from scripts.reading.cleaning import Cleaning, clean
from scripts.reading.lines import Reason, squeeze
from scripts.reading.source import source_of

PAGES = (Path(__file__).with_name("cases") / "pages.txt").read_text("utf-8")


def cleaned(text: str, name: str = "-") -> Cleaning:
    return clean(source_of(name, Path(name) if name != "-" else None, text.encode()))


def body(text: str, name: str = "-") -> list[str]:
    return [paragraph.text for paragraph in cleaned(text, name).article.body]


def page(inner: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{inner}</body></html>"


def pages() -> Iterator[Any]:
    for case in re.split(r"^## ", PAGES, flags=re.MULTILINE)[1:]:
        head, *lines = case.splitlines()
        name, facts = head.split(": ", 1)
        yield pytest.param(facts, [line for line in lines if line], id=name)


@pytest.mark.parametrize("form", ["pasted", "html"])
@pytest.mark.parametrize(("facts", "lines"), list(pages()))
def test_a_page_gives_its_story(facts: str, lines: list[str], form: str) -> None:
    shown = [line[2:] for line in lines]
    text = page("".join(f"<p>{line}</p>" for line in shown)) if form == "html" else "\n".join(shown)
    article = cleaned(text).article
    assert [paragraph.text for paragraph in article.body] == [
        squeeze(x[2:]) for x in lines if x.startswith("+ ")
    ]
    assert article.title == next(line[2:] for line in lines if line.startswith("= "))
    published = article.published.isoformat() if article.published else ""
    assert f"author={article.author}|publisher={article.publisher}|published={published}" == facts


STORY = "".join(
    f"<p>第{number}段：市政府今天召开会议，研究部署下一阶段的重点工作，强调要抓好落实。</p>"
    for number in "一二三四"
)


def test_json_ld_open_graph_and_meta_are_read() -> None:
    head = """<title>会议召开_要闻_某某网</title><link rel="canonical" href="https://example.org/a/1.html">
    <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "会议召开",
      "author": [{"name": "张三"}, {"name": "李四"}], "publisher": {"name": "某某日报"},
      "datePublished": "2024-05-06T07:08:09Z"}]}</script>"""
    article = cleaned(page("<h1>会议召开</h1>" + STORY, head)).article
    assert (article.title, article.author, article.publisher) == ("会议召开", "张三、李四", "某某日报")
    assert article.published is not None
    assert article.published.isoformat() == "2024-05-06T07:08:09+00:00"
    assert article.url == "https://example.org/a/1.html"


def test_a_time_without_a_zone_is_beijings() -> None:
    head = '<meta property="article:published_time" content="2024-05-06 19:08">'
    published = cleaned(page("<h1>会议召开</h1>" + STORY, head)).article.published
    assert published is not None
    assert published.isoformat() == "2024-05-06T19:08:00+08:00"


def test_what_the_markup_says_is_believed() -> None:
    inner = (
        "<nav><p>要闻，请看这里。</p></nav><h1>会议召开</h1>"
        "<figure><img><figcaption>会场一角，座无虚席。</figcaption></figure>"
        f"{STORY}<div class='comment-list'><p>说得好，支持！</p></div>"
        "<div style='display:none'>看不见的字，很多。</div>"
    )
    result = cleaned(page(inner))
    assert len(result.article.body) == 4
    reasons = {dropped.text: dropped.reason for dropped in result.dropped}
    assert reasons["会场一角，座无虚席。"] is Reason.CAPTION
    assert reasons["说得好，支持！"] is Reason.COMMENT


def test_a_class_that_holds_the_story_is_not_believed() -> None:
    assert len(body(page(f"<h1>会议召开</h1><div class='hot-share comment'>{STORY}</div>"))) == 4


def test_kinds_are_known_from_the_markup() -> None:
    inner = (
        f"<h1>题目在此</h1><h2>工作重点</h2>{STORY}<blockquote>他说：“要抓好落实。”</blockquote>"
        f"<ul><li>第一，抓落实。</li></ul>{STORY.replace('第', '又')}"
    )
    kinds = {paragraph.text: paragraph.kind for paragraph in cleaned(page(inner)).article.body}
    assert kinds["他说：“要抓好落实。”"] is Kind.QUOTATION
    assert kinds["第一，抓落实。"] is Kind.ITEM
    assert kinds["工作重点"] is Kind.HEADING


def test_markdown_marks_are_read_and_taken_away() -> None:
    text = """---
title: 春天来了
author: 张三
date: 2024-05-06
url: https://example.org/a
---
# 春天来了

**今天**，[海州](https://example.org)的_花_都`开`了。

## 看花的人

> 人从四面来。

- 第一处：公园
- 第二处：山上

![花](a.png)

```
code
```
"""
    article = cleaned(text, "a.md").article
    assert [(p.kind, p.text) for p in article.body] == [
        (Kind.PARAGRAPH, "今天，海州的_花_都开了。"),
        (Kind.HEADING, "看花的人"),
        (Kind.QUOTATION, "人从四面来。"),
        (Kind.ITEM, "第一处：公园"),
        (Kind.ITEM, "第二处：山上"),
    ]
    assert (article.title, article.author, article.url) == ("春天来了", "张三", "https://example.org/a")


@pytest.mark.parametrize(
    ("text", "title", "paragraphs"),
    [
        ("今天天气不错。", "今天天气不错", ["今天天气不错。"]),
        ("春晓\n春眠不觉晓\n处处闻啼鸟", "春晓", ["春眠不觉晓", "处处闻啼鸟"]),
        ("市政府出台新政\n\n第一段。\n\n第二段。", "市政府出台新政", ["第一段。", "第二段。"]),
        ("第一段，没有题目。\n第二段。", "第一段，没有题目", ["第一段，没有题目。", "第二段。"]),
    ],
)
def test_text_that_is_nothing_but_a_story_is_kept_whole(text: str, title: str, paragraphs: list[str]) -> None:
    assert (cleaned(text).article.title, body(text)) == (title, paragraphs)


def test_every_line_is_kept_or_dropped_with_a_reason() -> None:
    for case in pages():
        shown = [squeeze(line[2:]) for line in case.values[1]]
        result = cleaned("\n".join(shown))
        told = [p.text for p in result.article.body] + [dropped.text for dropped in result.dropped]
        assert sorted(told) == sorted(filter(None, shown))


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ("<h1>登录</h1><p>请登录后查看全文。</p>", "login or payment wall"),
        ("<h1>404</h1><p>抱歉，您访问的页面不存在，三秒后将自动跳转到首页。</p>", "gone"),
        ("<p>该内容已被发布者删除</p>", "gone"),
        ("<div id='root'></div><script>render()</script><noscript>Enable JavaScript.</noscript>", "no story"),
        (
            "".join(f"<li><a href='/{n}'>第{n}条：某地发布通知，请注意查看！</a></li>" for n in range(40)),
            "no story",
        ),
        (
            "<p>The quick brown fox jumps over the lazy dog, and then it rests a while.</p>" * 20,
            "not in Chinese",
        ),
        ("", "no story"),
    ],
)
def test_a_page_without_a_story_says_what_it_is(inner: str, message: str) -> None:
    with pytest.raises(NoArticleError, match=message) as raised:
        cleaned(page(inner))
    assert raised.value.hint
