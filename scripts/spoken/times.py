"""Times of day, durations and scores: what stands between figures with a colon."""

import re
from re import Match

from .numbers import cardinal, counted, digits
from .rule import END, HAN, after, around, before, rule

_PLAY = re.compile(
    r"比分|战[胜平]|击败|[胜负平输赢]|不敌|逼平|爆冷|领先|落后|绝杀|零封|横扫|力克|大比分|总分|[首次第][一二三四五]?[局盘节]|"
    r"[局盘]|逆转|晋级|扳[平成回]|取胜|告负|淘汰|[主客]场"
)
_HOURS = re.compile(
    r"[上下中]午|凌晨|[早晚夜]|时间|[时点日号]|截[至止]|发布|开[始盘幕]|来源|直播|星期|周[一二三四五六日]"
)
_RATIO = re.compile(r"比例|比率|之比|[配占]比|股权|汇率|拆股|换股|[12]:1[^\d]")
_RUN = re.compile(r"成绩|马拉松|用时|耗时|[纪记]录|夺冠|完赛|时长|跑")
_COLON = "[:：]"
_PAIR = r"\d{1,3} ?[-–—] ?\d{1,3}"


def _minute(minute: str, unit: str = "分") -> str:
    """What follows the hour: nothing on the hour, 零 before a single minute."""
    if int(minute) == 0:
        return ""
    return (
        ("零" if minute[0] == "0" else "")
        + counted(str(int(minute)), "" if minute[0] == "0" else unit)
        + unit
    )


def _hour(hour: str) -> str:
    return counted(str(int(hour)), "点")


@rule(rf"(?<![\d:：.])(\d{{1,2}}){_COLON}([0-5]\d){_COLON}([0-5]\d)(?:\.(\d{{1,3}}))?(?![\d:：])")
def clock_with_seconds(match: Match[str]) -> str:
    """03:04:05 → 三点零四分零五秒; 以2:03:59的成绩 → 以两小时零三分五十九秒的成绩"""
    hour, minute, second, fraction = match.groups()
    run = bool(fraction) or bool(_RUN.search(around(match)))
    parts = (counted(str(int(hour)), "小时") + "小时") if run else _hour(hour) + "点"
    parts += _minute(minute) or "零分"
    return parts + (_second(second, fraction) if int(second) or fraction else "")


def _second(second: str, fraction: str | None) -> str:
    said = ("零" if second[0] == "0" else "") + cardinal(
        str(int(second)) + (f".{fraction}" if fraction else "")
    )
    return f"{said}秒"


@rule(rf"(?<![\d:：.])([01]?\d|2[0-4]){_COLON}([0-5]\d)(?![\d:：%])(?!\.\d)(?: ?[点分](?!钟))?")
def clock(match: Match[str]) -> str | None:
    """22:29 → 二十二点二十九分; 03:04 → 三点零四分; 11:00 → 十一点; 2:02 → 两点零二分;
    以21:19获胜 → 以二十一比十九获胜
    """
    context = before(match, 10) + " " + match.string[match.end() : match.end() + 6]
    if not _HOURS.search(context[-16:]) and (
        _PLAY.search(around(match, 10)) or _RATIO.search(around(match, 8))
    ):
        return None
    if match[1] == "0" and match[2] != "00" and len(match[1]) == 1 and _PLAY.search(context):
        return None
    return f"{_hour(match[1])}点{_minute(match[2])}"


@rule(rf"(?<![\d:：.])(?<![A-Za-z] )(?:\d+(?:\.\d+)?{_COLON})+\d+(?:\.\d+)?(?![\d:：]| ?[A-Za-z])")
def versus(match: Match[str]) -> str:
    """1:0 → 一比零; 由1.1:50.3:48.6调整 → 由一点一比五十点三比四十八点六调整;
    按1:100的比例 → 按一比一百的比例
    """
    return "比".join(cardinal(part) for part in re.split(_COLON, match[0]))


@rule(
    rf"(?<![\d.A-Za-z/-]){_PAIR}(?:[、，,；; ]{{1,2}}{_PAIR})*+(?![\d.%/A-Za-z℃°-])(?! ?[年月日天岁万亿元=])"
)
def score(match: Match[str]) -> str | None:
    """以3-0击败对手 → 以三比零击败对手; 3-5名 → 三到五名; 21-15、18-21 → 二十一比十五、十八比二十一"""
    pairs = re.findall(r"(\d+) ?[-–—] ?(\d+)", match[0])
    falling = any(int(left) >= int(right) for left, right in pairs)
    counts = re.match(rf" ?{HAN}", after(match, 2)) and before(match, 1) != "以"
    if not falling and (counts or not _PLAY.search(around(match))):
        return None
    return re.sub(r"(\d+) ?[-–—] ?(\d+)", lambda pair: f"{cardinal(pair[1])}比{cardinal(pair[2])}", match[0])


@rule(r"(?<![A-Za-z\d])(\d{1,2})(?:[vV][sS]?\.?)(\d{1,2})(?![A-Za-z\d.])")
def duel(match: Match[str]) -> str:
    """1v1 → 一对一; 3VS3 → 三对三"""
    return f"{cardinal(match[1])}对{cardinal(match[2])}"


@rule(rf"(?<=[时点分])(?P<it>0\d)(?= ?[分秒]|{END}(?!\d))")
def padded_minute(match: Match[str]) -> str:
    """8时05分 → 八时零五分; 2分05秒 → 两分零五秒"""
    return "零" + cardinal(match["it"][1]) if match["it"] != "00" else "零"


@rule(r"(?<!\d)\d(?:-?\d){2,3}(?=[”\"’」』]?阵[型容]?)")
def formation(match: Match[str]) -> str:
    """4-3-3阵型 → 四三三阵型; 442阵型 → 四四二阵型"""
    return digits(match[0].replace("-", ""))


@rule(r"24/7(?: ?小时)?(?!\d)(?<!\d24/7)")
def always(match: Match[str]) -> str:  # noqa: ARG001 - every rule is given its match
    """24/7 → 七乘二十四小时"""
    return "七乘二十四小时"


RULES = (formation, clock_with_seconds, clock, duel, score, versus, padded_minute, always)
