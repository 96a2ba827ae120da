"""When there is no story: what the source is instead, said so that the user knows what to do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ..errors import NoArticleError
from .blocks import Judged, is_prose
from .lines import Reason


@dataclass(frozen=True, slots=True)
class _Notice:
    """A line that tells a visitor why there is nothing to read.

    Attributes:
        pattern: searched in folded lines.
        prose: a page with this many other characters of prose holds a story all the same.
        what: what the page is, behind its name.
        instead: what to do.
        longest: longer lines are prose.
    """

    pattern: re.Pattern[str]
    prose: int
    what: str
    instead: str
    longest: int = 45

    def stands_in(self, judged: Judged) -> bool:
        """Whether this line is such a notice."""
        is_short = len(judged.folded) <= self.longest and judged.reason not in _ELSEWHERE_READ
        return is_short and self.pattern.search(judged.folded) is not None


# What such lines say concerns those who would comment or read on.
_ELSEWHERE_READ = frozenset((Reason.COMMENT, Reason.RELATED))
_SIGN_IN = "sign in, then save the page or copy its text"

_GONE = r"""
    (?:^|\D)(?:404|410)(?:\D|$) | notfound | 域名.{0,12}(?:出售|转让|过期) | domain.{0,8}forsale
    | (?:页面?|文章|内容)(?:已?不存在|不见了|找不到|丢失|走丢|出错|已?删除|已?下线)
    | 访问的.{0,12}(?:不存在|出错) | (?:找不到|没有找到|未找到).{0,12}(?:页面|网页|内容|文章)
    | ^(?:很?抱歉,?|对不起,?|哎呀,?|您.{0,8}|可能|该|此篇?|本|当前|这个|这篇|目标|原){0,3}
      (?:内容|文章|页面|网页|新闻|链接|账号|公众号|用户).{0,14}
      (?: 已被?.{0,8}删除 | 已?被?(?:下线|下架|移除|屏蔽|封禁) | 已失效 | 不存在 | 已过期 | 违规 | 违反
        | 无法查看 | 已迁移 | 注销)"""
_DOWN = r"""
    ^(?:http)?(?:error|错误)?5\d\d(?:\D.{0,40})?$ | badgateway | gatewaytime-?out | serviceunavailable
    | (?:系统|网站|本站|服务器?).{0,14}(?:维护|升级|繁忙)"""
_WALL = r"""
    (?:登录|注册)(?:后|即可|才能|可|会员|用户)?.{0,8}
      (?:阅读|查看|浏览|观看|解锁)(?:全文|完整|正文|本文|剩余)
    | (?:订阅|付费|购买|开通会员|成为会员)(?:后|即可|才能|可|会员|用户)?.{0,8}
      (?:阅读|查看|浏览|观看|继续|解锁)(?:全文|更多|完整|正文|内容|本文)?
    | 试读(?:已?结束|部分) | 本文为?.{0,6}(?:付费|会员|订阅)
    | (?:剩余|还有|余下)\d+%(?:的?(?:内容|精彩|未)|可|请|$)"""
_LOGIN = r"""
    (?:请|您)(?:先)?(?:登录|完成.{0,6}验证|输入验证码) | (?:安全|人机|访问|真人)(?:验证|检查) | 滑块 | 拼图
    | 是否是真人 | 访问过于频繁 | 网络环境.{0,4}异常 | 登录(?:微博|后你|/注册) | 其[他它]登录方式
    | (?:验证码|密码|账号|手机|扫码|二维码|立即|app)登录 | visitorsystem | captcha | areyou(?:a)?human
    | unusualtraffic"""
_SHELL = r"""
    (?:enable|without|需要启用|请启用|开启|打开|不支持).{0,14}javascript
    | javascript.{0,20}(?:enable|disabled|启用|禁用|required)"""


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.VERBOSE)


_NOTICES = (
    _Notice(_pattern(_GONE), 100, "says that the page is gone", "look for the article elsewhere"),
    _Notice(_pattern(_WALL), 200, "is a login or payment wall", _SIGN_IN, longest=60),
    _Notice(
        _pattern(_SHELL),
        50,
        "is a page that its scripts fill in",
        "copy the text from the browser",
        longest=160,
    ),
    _Notice(_pattern(_DOWN), 50, "says that its site is down", "try again later"),
    _Notice(_pattern(_LOGIN), 50, "is a login or payment wall", _SIGN_IN),
)

_KANA = re.compile(r"[\u3041-\u30fa]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"\w")
_FULL_STOP = re.compile(r"。|[！？!?]$|\.(?:\s|$)")
_TEASER = re.compile(r"(?:…|\.{3})$")

_LEAST_PROSE = 50
_HEADLINES, _HEADLINE = 8, 30


def refuse_feed(name: str) -> None:
    """Refuse a feed, which offers many stories.

    Raises:
        NoArticleError: always.
    """
    raise NoArticleError(
        f"{name} is a subscription, not an article",
        f"give the link of one article; `bobao clean {name}` lists those it offers",
    )


def refuse_notices(name: str, lines: Sequence[Judged], kept: Sequence[int]) -> None:
    """Refuse a source that only tells its visitor why there is nothing to read.

    Raises:
        NoArticleError: the page is gone, down, behind a wall, or filled in by scripts.
    """
    for notice in _NOTICES:
        story = [lines[index] for index in kept if not notice.stands_in(lines[index])]
        if any(map(notice.stands_in, lines)) and _prose(story) < notice.prose:
            raise NoArticleError(f"{name} {notice.what}, there is no whole story", notice.instead)


def refuse_storyless(name: str, lines: Sequence[Judged], story: range, kept: Sequence[int]) -> None:
    """Refuse a page on which no story stands.

    Raises:
        NoArticleError: it has hardly any prose, or is a list of links or headlines.
    """
    if _prose([lines[index] for index in kept]) < _LEAST_PROSE:
        raise NoArticleError(
            f"{name} holds no story, {_instead(lines)}", "give the page of one article, or its text"
        )
    if _is_index(lines, story, kept):
        raise NoArticleError(f"{name} is a list of stories, not one", "open one of them and give that page")


def refuse_foreign(name: str, body: Sequence[str]) -> None:
    """Refuse a text that is not in Chinese, or has no words at all.

    Raises:
        NoArticleError: fewer than one character in five is Chinese, or more than one in ten is Japanese.
    """
    text = "".join(body)
    words, chinese = len(_WORD.findall(text)), len(_CHINESE.findall(text))
    if not words:
        raise NoArticleError(
            f"{name} holds no story, not a word of prose", "give the page of one article, or its text"
        )
    if chinese * 5 < words or len(_KANA.findall(text)) * 10 > words:
        raise NoArticleError(f"{name} is not in Chinese", "give an article in Chinese")


def _prose(lines: Iterable[Judged]) -> int:
    """Return the characters in lines of whole sentences."""
    return sum(len(judged.line.text) for judged in lines if _is_sentence(judged.line.text))


def _is_sentence(text: str) -> bool:
    return _FULL_STOP.search(text) is not None and _TEASER.search(text) is None


def _is_index(lines: Sequence[Judged], story: range, kept: Sequence[int]) -> bool:
    """Whether the run is made of links with a few words about each, or of headlines."""
    texts = [lines[index].line.text for index in kept]
    links = sum(len(lines[index].line.text) for index in story if lines[index].is_link)
    is_short = len(texts) >= _HEADLINES and median(map(len, texts)) <= _HEADLINE
    return links > sum(map(len, texts)) or (is_short and sum(map(is_prose, texts)) * 5 < len(texts) * 2)


def _instead(lines: Sequence[Judged]) -> str:
    if not lines:
        return "nothing that is to be seen without its scripts"
    linked = sum(judged.is_link or judged.reason is Reason.NAVIGATION for judged in lines)
    return "only links and menus" if linked * 2 > len(lines) else f"only {len(lines)} short lines"
