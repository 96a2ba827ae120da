"""Plain numbers: fractions, about so many, ordinals, and every integer and decimal the other rules left."""

import re
from re import Match

from .numbers import cardinal, code, digits, quantity
from .rule import DASH, NUMBER, SCALE, START, after, rule

_ALTERNATIVES = re.compile(r" ?(?:[GMTK]B|[A-Z]{2,3}(?![a-z])|号线|号楼|毫米汞柱|月|日)")
_RANGE_END = re.compile(rf"^{DASH}{NUMBER}")
_LONGEST_COUNT = 11  # longer than this, figures that are not round name something


@rule(r"(?<![\d/.A-Za-z])(\d{1,4})/(\d{1,4})(?![\d/])")
def fraction(match: Match[str]) -> str | None:
    """1/3 → 三分之一; -1/5 → 负五分之一; 3/2 → 二分之三; 12/16GB → 十二、十六GB"""
    upper, lower = match.groups()
    if _ALTERNATIVES.match(after(match)):
        return f"{cardinal(upper)}、{cardinal(lower)}"
    return f"{cardinal(lower)}分之{cardinal(upper)}"


@rule(r"(?<=\d)/(?=\d)")
def alternatives(match: Match[str]) -> str:  # noqa: ARG001 - every rule is given its match
    """128/256/512GB → 一百二十八、二百五十六、五百一十二GB"""
    return "、"


@rule(
    r"(?<![\d.、])([1-9])、([1-9])(?=[百千万亿]{0,2}[个位名人天年小时分钟秒米公里吨元块倍条件只张台家所座项款辆艘架枚场次种十周岁斤成](?!月\d))"
)
def approximately(match: Match[str]) -> str | None:
    """3、4个 → 三四个; 7、8百人 → 七八百人; 1、3个 → 一、三个"""
    return cardinal(match[1]) + cardinal(match[2]) if int(match[2]) == int(match[1]) + 1 else None


@rule(r"第 ?(?P<it>\d+)")
def ordinal(match: Match[str]) -> str:
    """第3届 → 第三届; 第2 → 第二; 第510000 → 第五十一万"""
    return cardinal(match["it"].lstrip("0") or "0")


@rule(rf"{START}\d{{12,}}(?!\d|\.\d)")
def long_figure(match: Match[str]) -> str | None:
    """310104199001011234 → 三幺零幺零四幺九九零零幺零幺幺二三四; 100000100000 → 一千亿零十万"""
    return code(match[0]) if not match[0].endswith("000") and len(match[0]) > _LONGEST_COUNT + 1 else None


@rule(rf"{START}({NUMBER})({SCALE})")
def number(match: Match[str]) -> str:
    """25个 → 二十五个; 2个 → 两个; 15万亿 → 十五万亿; 3,000 → 三千; 1.5亿 → 一点五亿;
    007 → 零零七; 2.50 → 二点五零
    """
    return quantity(match[1], match[2], _RANGE_END.sub("", after(match)))


@rule(r"(?<=\d[秒米])(?P<it>\d\d)(?![\d.]| ?(?:毫?秒|厘米|公?分|[个名人次]))")
def hundredths(match: Match[str]) -> str:
    """以9秒58夺冠 → 以九秒五八夺冠; 身高1米85 → 身高一米八五"""
    return digits(match["it"])


@rule(r"\d+")
def figures(match: Match[str]) -> str:
    """.5 → .五"""
    return digits(match[0])


RULES = (hundredths, fraction, alternatives, approximately, ordinal, long_figure, number, figures)
