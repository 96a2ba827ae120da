"""Pages without a story are refused, with what they are; short stories are not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.errors import NoArticleError
from scripts.reading.cleaning import clean
from scripts.reading.source import source_of

CASES = (Path(__file__).with_name("cases") / "storyless.txt").read_text("utf-8")


def cases() -> Iterator[Any]:
    for case in re.split(r"^## ", CASES, flags=re.MULTILINE)[1:]:
        head, text = case.split("\n", 1)
        message, name = head.split(" | ")
        yield pytest.param(message, text.strip(), id=name)


def as_page(text: str) -> str:
    linked = re.sub(r"\[([^\]]+)\]", r"<a href='/x'>\1</a>", text)
    return "<!doctype html><body>" + "".join(f"<div>{line}</div>" for line in linked.splitlines())


def as_paste(text: str) -> str:
    return re.sub(r"\[([^\]]+)\]", r"\1", text)


@pytest.mark.parametrize(("message", "text"), list(cases()))
def test_a_page_without_a_story_is_refused(message: str, text: str) -> None:
    with pytest.raises(NoArticleError, match=message) as raised:
        clean(source_of("page.html", Path("page.html"), as_page(text).encode()))
    assert raised.value.hint


SHORT = [
    "市消防救援支队通报，5月6日9时12分，城北一处仓库起火，现场没有人员被困，火势于10时许扑灭。起火原因正在调查。",
    "某短视频平台今天通报，过去一周有2000多个账号因违规被禁言。平台表示，用户登录后可以查看自己账号的状态。",
    "网信部门5月6日发布通知，要求网站登录页面不得强制用户扫码登录，相关网站应当在三个月内完成系统升级改造。",
]


@pytest.mark.parametrize("story", SHORT)
@pytest.mark.parametrize("form", ["page", "paste"])
def test_a_short_story_among_buttons_is_not_refused(story: str, form: str) -> None:
    lines = [
        "[首页] [立即登录] [注册]",
        "本地要闻一则",
        "2024-05-06 12:00 来源：海州日报",
        story,
        "登录后查看更多评论",
    ]
    text = "\n".join(lines)
    data = as_page(text) if form == "page" else as_paste(text)
    article = clean(source_of(f"story.{form}", None, data.encode())).article
    assert [paragraph.text for paragraph in article.body] == [story]


@pytest.mark.parametrize("text", ["账号已注销。", "请登录后查看。", "系统升级，明天见。"])
def test_a_notice_pasted_alone_is_refused(text: str) -> None:
    with pytest.raises(NoArticleError):
        clean(source_of("-", None, text.encode()))
