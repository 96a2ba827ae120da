"""When there is no story: what the source is instead, said so that the user knows what to do."""

import re
from collections.abc import Sequence

from ..errors import NoArticleError
from .blocks import Judged
from .lines import Reason

_GONE = re.compile(
    r"(?:^|\D)(?:404|410)(?:\D|$).{0,30}(?:错误|页面|notfound|抱歉|不存在)?|notfound|页面?(?:已?不存在|不见了|找不到|丢失|走丢|出错|已?删除|已?下线)"
    r"|(?:找不到|没有找到|未找到).{0,12}(?:页面|网页|内容|文章)|(?:内容|文章|页面|网页|新闻|链接|账号).{0,14}(?:已被?.{0,8}删除|已下线|已失效|不存在|已过期|违规|无法查看|被屏蔽)|"
    r"访问的.{0,12}(?:不存在|出错)"
)
_WALL = re.compile(
    r"(?:登录|订阅|付费|购买|开通会员|成为会员|注册)(?:后|即可|才能|可|会员|用户)?.{0,8}(?:阅读|查看|浏览|观看|继续|解锁)(?:全文|更多|完整|正文|内容|本文)?|"
    r"(?:请|您)(?:先)?(?:登录|完成验证|输入验证码)|本文为?.{0,6}(?:付费|会员|订阅)|剩余\d+%|(?:安全验证|人机验证|访问过于频繁|滑块)"
)
_SHELL = re.compile(
    r"(?:enable|需要启用|请启用|开启|打开|不支持).{0,14}javascript|javascript.{0,20}(?:enable|disabled|启用|禁用|required)"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"\w")
_FULL_STOP = re.compile(r"[。！？!?…]|\.(?:\s|$)")

_LEAST_PROSE = 50
_SHORT = 400
_NOTICE = 120


def refuse_storyless(name: str, lines: Sequence[Judged], story: range, kept: Sequence[int]) -> None:
    """Refuse a page on which no story stands.

    Raises:
        NoArticleError: the page is gone, a login wall, an empty shell, or a list of links.
    """
    prose = sum(len(lines[index].line.text) for index in kept if _FULL_STOP.search(lines[index].line.text))
    if prose < _SHORT:
        _refuse_notices(name, lines, prose)
    if prose < _LEAST_PROSE:
        raise NoArticleError(
            f"{name} holds no story, {_instead(lines)}", "give the page of one article, or its text"
        )
    if _is_index(lines, story, kept):
        raise NoArticleError(f"{name} is a list of stories, not one", "open one of them and give that page")


def refuse_foreign(name: str, body: Sequence[str]) -> None:
    """Refuse a text that is not in Chinese, or has no words at all.

    Raises:
        NoArticleError: fewer than one character in five is Chinese.
    """
    text = "".join(body)
    words, chinese = len(_WORD.findall(text)), len(_CHINESE.findall(text))
    if not words:
        raise NoArticleError(
            f"{name} holds no story, not a word of prose", "give the page of one article, or its text"
        )
    if chinese * 5 < words:
        raise NoArticleError(f"{name} is not in Chinese", "give an article in Chinese")


def _refuse_notices(name: str, lines: Sequence[Judged], prose: int) -> None:
    text = [judged.folded for judged in lines if len(judged.folded) <= _NOTICE]
    if prose < _LEAST_PROSE * 3 and any(map(_GONE.search, text)):
        raise NoArticleError(
            f"{name} says that the page is gone, there is no story", "look for the article elsewhere"
        )
    if any(map(_WALL.search, text)) and prose < _SHORT / 2:
        raise NoArticleError(
            f"{name} is a login or payment wall, there is no whole story",
            "sign in, then save the page or copy its text",
        )
    if prose < _LEAST_PROSE and any(map(_SHELL.search, text)):
        raise NoArticleError(
            f"{name} is a page that its scripts fill in, there is no story yet",
            "copy the text from the browser",
        )


def _is_index(lines: Sequence[Judged], story: range, kept: Sequence[int]) -> bool:
    """Whether the run is made of links with a few words about each."""
    links = sum(len(lines[index].line.text) for index in story if lines[index].is_link)
    return links > sum(len(lines[index].line.text) for index in kept)


def _instead(lines: Sequence[Judged]) -> str:
    if not lines:
        return "nothing that is to be seen without its scripts"
    linked = sum(judged.is_link or judged.reason is Reason.NAVIGATION for judged in lines)
    return "only links and menus" if linked * 2 > len(lines) else f"only {len(lines)} short lines"
