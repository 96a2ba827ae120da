"""Author, publisher, time and link as they stand in the lines round a story."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

from .dates import has_clock, published_in
from .lines import Reason, fold, squeeze
from .rulebook import rule_for

_NAMES = (
    r"(?P<names>(?!责任?编|来源|编辑|时间|发布)[\u4e00-\u9fffA-Za-z·.][\u4e00-\u9fffA-Za-z·. 、,&/丨|]"
    r"{1,40}?)"
)
_STOP = (
    r"(?=\s*(?:$|[)\]】;。\d/]|来源|责任?编|编辑|摄影|图片|发布|时间|日期|阅读|浏览|字号|出品|校对|综合报道|报[道导]|摄"
    r"|发自|实习生|通讯员|台北))"
)
# From the plainest label to the loosest; what they are searched in has half-width punctuation.
_AUTHORS = tuple(
    re.compile(label + _NAMES + _STOP)
    for label in (
        r"(?:作\s*者|撰\s*文|撰稿|执笔|采写)\s*[:|/丨—】\]]\s*",
        r"^[(\[【]?(?:文|文字|作者)\s*[:/|丨—]\s*",
        r"(?:[记記]者|评论员|撰稿人|特派员|作者)\s*[:/]?\s+",
        r"^[(\[【]?[^说称道问,。]{0,24}(?:[记記]者|评论员|撰稿人)\s*[:/|丨】\]]?\s*",
    )
)
_IN_STORY = re.compile(
    r"[(（〔【\[][^()（）〔〕【】\[\]]{0,16}[记記]者[:： ]?\s*"
    + _NAMES
    + r"(?=[)）〕】\]]|\s*(?:通讯员|实习生|摄|/|／"
    + r"|(?:[\u4e00-\u9fff]{2}[縣市]|[\u4e00-\u9fff]{2})\d{1,2}日|\S{2}[报報]))"
)
_SIGNED = re.compile(rf"^[(（\[【](?:文|作者)\s*[:：/／|｜丨]\s*{_NAMES}[)）\]】]")
_BETWEEN_NAMES = re.compile(r"[、,&/|丨]+|(?<![A-Za-z.])\s+|\s+(?![A-Za-z.])")
_LETTER_SPACED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
# What stands behind a name and is none: a broadcaster's branch, what the writer is.
_NO_NAME = re.compile(
    r"(?:网|报|社|新闻|频道|在线|客户端|编辑部|卫视|台|admin|管理员)$"
    r"|(?:撰稿人|作家|学者|记者|編輯|编辑|主编|教授|研究员|博士|博主)$"
)

_PUBLISHERS = (
    re.compile(
        r"(?:(?:来\s*源|來\s*源|稿\s*源|转自|出处)\s*[:|/丨】\]]\s*|来源于\s+)"
        r"(?P<name>[^\s:|,;。()\[\]]{2,20}?)"
        r"(?=作者|责编|责任编辑|编辑|发布|时间|浏览|字号|分享|$|[\s|,;。()\[\]])"
    ),
    re.compile(r"\d\d:\d\d(?::\d\d)?(?:\s+|\s*·\s*)(?P<name>[^\s\d:|,。()/]{2,14})$"),
    re.compile(r"^(?P<name>[^\s\d:|,。()>]{2,14})\s*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"),
    re.compile(r"^原创\s+\S{1,12}\s+(?P<name>[^\s\d:|,。()>]{2,14})\s+(?:19|20)\d\d[-/.年]"),
    re.compile(
        r"(?P<name>(?!本)[^\s\d:|,;。()\[\]]{1,12}(?:[报報网網社]|新闻|新聞|周刊))[\s/]*(?:首席|见习)?[记記]者"
    ),
)
_BYLINE = 150
_LABEL = re.compile(
    r"修改|发布|發布|发表|更新|时间|時間|日期|发稿|编辑|原创|刊登|阅读|记者|記者|字号|字號|浏览"
    r"|^(?:星期|周|週)[一二三四五六日天]$"
)
_ACCOUNT = re.compile(r"[\w·-]{2,14}")
# WeChat prints where the writer was behind the time.
_PROVINCE_NAMES = """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
    海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国香港 中国澳门
    中国台湾 美国 日本 新加坡 英国
"""
_PROVINCES = frozenset(_PROVINCE_NAMES.split())
_LINK = re.compile(
    r"(?:原文(?:链接|地址|网址)?|本文(?:链接|地址)|永久链接|url|link)\s*[:：]\s*(?P<url>https?://[^\s，。）)]+)",
    re.IGNORECASE,
)


def author_in(lines: Iterable[str], story: Sequence[str]) -> str:
    """Return the writers named in the lines round the story or in its first or last paragraphs, or ""."""
    for line in map(_plain, lines):
        for pattern in _AUTHORS:
            if (match := pattern.search(line)) and (names := names_of(match["names"])):
                return names
    for paragraph in (*story[:2], *story[-1:]):
        if match := _SIGNED.search(paragraph) or _IN_STORY.search(paragraph):
            return names_of(match["names"])
    return ""


def writer_of(declared: str, publisher: str, lines: Iterable[str]) -> str:
    """Return a declared author, unless the page means its editor or itself."""
    editors = [fold(line) for line in lines if "编辑" in fold(line) or "责编" in fold(line)]
    is_editor = any(fold(declared)[-2:] in line for line in editors)
    return "" if is_editor or declared == publisher else names_of(declared)


def names_of(written: str) -> str:
    """Return names as printed, joined by "、"; "" for a medium's. The space in 李 明 is there for looks."""
    joined = _LETTER_SPACED.sub(r"\1\2", _plain(written))
    names = [name for name in map(str.strip, _BETWEEN_NAMES.split(joined)) if name]
    people = (name for name in names if not _NO_NAME.search(name) and not _is_button(name))
    return "、".join(dict.fromkeys(people))


def without_medium(names: str, publisher: str) -> str:
    """Return the names without the medium's, which stands in front of them as in 财新 王晓萌."""
    people = [name for name in names.split("、") if not publisher.startswith(name)]
    return "、".join(people)


def publisher_in(lines: Sequence[str], title: str) -> str:
    """Return the medium named in the lines round the story, or ""."""
    plain = [_plain(line) for line in lines if len(line) <= _BYLINE]
    for pattern in _PUBLISHERS:
        for match in filter(None, map(pattern.search, plain)):
            name = match["name"].rstrip("·-—|")
            if not _LABEL.search(name) and name not in _PROVINCES and not _is_button(name):
                return name
    return _account_in(plain, _plain(title))


def published_among(lines: Iterable[str]) -> datetime | None:
    """Return the first time that the lines give, or else the first day."""
    moments = [moment for line in lines if len(line) <= _BYLINE and (moment := published_in(line))]
    return next((moment for moment in moments if has_clock(moment)), moments[0] if moments else None)


def fuller(declared: datetime | None, shown: datetime | None) -> datetime | None:
    """Return the declared time, or the shown one when it alone has more than the same day."""
    if declared is None or shown is None:
        return declared or shown
    is_same_day = declared.date() == shown.date()
    return shown if is_same_day and has_clock(shown) and not has_clock(declared) else declared


def link_in(lines: Iterable[str]) -> str:
    """Return the link that a line gives as the original's, or ""."""
    matches = map(_LINK.match, lines)
    return next((match["url"] for match in matches if match), "")


def _is_button(name: str) -> bool:
    rule = rule_for(fold(name))
    return rule is not None and rule.reason is Reason.NAVIGATION


def _account_in(lines: Sequence[str], title: str) -> str:
    """Return the account that stands alone between title and date, as on platforms; "" if none does."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if before == title and _ACCOUNT.fullmatch(line) and (published_in(after) or _LABEL.match(after)):
            return line
    return ""


def _plain(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", text))
