"""Quantities with a unit: percentages, temperatures, angles, measures and rates."""

import re
from re import Match

from .numbers import cardinal, counted, quantity, trimmed
from .rule import DASH, NUMBER, SCALE, START, rule
from .unit_names import HAN_UNIT, PER, UNIT, UNITS

_NO_LETTER = r"(?![A-Za-z])"
_SIGNED = r"(?:(?<![\d%℃°A-Za-z])[-+])?"


def _percent(number: str, base: str) -> str:
    sign = {"-": "负", "+": "正"}.get(number[0], "")
    share = cardinal(trimmed(number.lstrip("+-")))
    return f"{sign}{base}分之{'百' if share == '一百' else share}"


@rule(rf"{_SIGNED}{START}({NUMBER})(?=(?:{DASH})[-+]?{NUMBER} ?[%‰])(?!{DASH}0\d)")
def percent_start(match: Match[str]) -> str:
    """5-10% → 百分之五到百分之十; -5%～3% → 负百分之五到百分之三"""
    base = (
        "千" if re.match(rf"{DASH}[-+]?{NUMBER} ?‰", match.string[match.end() : match.end() + 40]) else "百"
    )
    return _percent(match[0], base)


@rule(rf"{_SIGNED}{START}({NUMBER}) ?([%‰])")
def percent(match: Match[str]) -> str:
    """8% → 百分之八; -3.8% → 负百分之三点八; 同比+3.2% → 同比正百分之三点二; 3‰ → 千分之三;
    0.70% → 百分之零点七
    """
    return _percent(match[0].rstrip("%‰ "), "百" if match[2] == "%" else "千")


@rule(
    rf"(?:(?<![\d%℃°A-Za-z])-)?{START}({NUMBER})"
    rf"(?=(?: ?[℃℉°度] ?)?(?:{DASH})-?{NUMBER} ?(?:[℃℉]|摄氏度|华氏度|度(?!角)|°(?!\d))|(?: ?[℃℉]))"
)
def temperature(match: Match[str]) -> str:
    """-10℃ → 零下十摄氏度; -5～3℃ → 零下五到三摄氏度; 38℃ → 三十八摄氏度;
    -40℉ → 零下四十华氏度
    """
    return ("零下" if match[0][0] == "-" else "") + cardinal(match[1])


@rule(rf"(?<![\d%℃°A-Za-z])-({NUMBER})(?= ?(?:度|°|摄氏度|华氏度)(?!角))")
def cold_degrees(match: Match[str]) -> str:
    """降到了-10度 → 降到了零下十度; -30摄氏度 → 零下三十摄氏度"""
    return f"零下{cardinal(match[1])}"


@rule(r"(?<=\d) ?([℃℉])")
def degree_sign(match: Match[str]) -> str:
    """20℃ → 二十摄氏度; 100℉ → 一百华氏度"""
    return "摄氏度" if match[1] == "℃" else "华氏度"


@rule(rf"{START}({NUMBER}) ?° ?([NSEW])(?![A-Za-z])")
def compass(match: Match[str]) -> str:
    """39.9°N → 北纬三十九点九度; 116.4°E → 东经一百一十六点四度"""
    return {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}[match[2]] + cardinal(match[1]) + "度"


@rule(rf"{START}({NUMBER}) ?°(?:(\d{{1,2}}) ?[′'’](?:({NUMBER}) ?(?:[″\"”]|′′|''))?)?")
def angle(match: Match[str]) -> str:
    """北纬30° → 北纬三十度; 30°15′20″ → 三十度十五分二十秒"""
    parts = zip(match.groups(), ("度", "分", "秒"), strict=True)
    return "".join(cardinal(number) + unit for number, unit in parts if number)


@rule(rf"{START}(\d{{1,3}}) ?′(?:({NUMBER}) ?(?:″|′′))?")
def minutes_seconds(match: Match[str]) -> str:
    """3′25″ → 三分二十五秒"""
    return f"{counted(match[1], '分')}分" + (f"{cardinal(match[2])}秒" if match[2] else "")


@rule(rf"{START}({NUMBER}) ?″")
def inches(match: Match[str]) -> str:
    """6.1″屏 → 六点一英寸屏"""
    return f"{cardinal(match[1])}英寸"


@rule(
    rf"{START}(?:({NUMBER})({SCALE})({DASH}))?({NUMBER})({SCALE}) ?"
    rf"(?:({UNIT})/({PER}|{UNIT}){_NO_LETTER}|({HAN_UNIT})[/／]({UNIT}{_NO_LETTER}|{PER}))"
)
def rate(match: Match[str]) -> str:
    """120km/h → 每小时一百二十公里; 80-120km/h → 每小时八十到一百二十公里; 3000元/吨 → 每吨三千元;
    5.8L/100km → 每百公里五点八升; 35μg/m³ → 每立方米三十五微克
    """
    unit, per = (UNITS[match[6]], match[7]) if match[6] else (match[8], match[9])
    start = f"{quantity(match[1], match[2])}到" if match[1] else ""
    return f"每{_per(per)}{start}{quantity(match[4], match[5], unit)}{unit}"


def _per(unit: str) -> str:
    said = UNITS.get(unit, unit)
    return {"100km": "百公里", "100公里": "百公里", "分": "分钟", "平": "平方米", "立方": "立方米"}.get(
        said, said
    )


@rule(
    rf"{START}(?:({NUMBER})({DASH}))?({NUMBER})({SCALE}) ?"
    rf"(km/?h|kmh|kph|mph|rpm|r/min|KMH|KPH|MPH|RPM){_NO_LETTER}"
)
def speed(match: Match[str]) -> str:
    """100kph → 每小时一百公里; 3000rpm → 每分钟三千转; 60mph → 每小时六十英里"""
    per, unit = {"m": ("小时", "英里"), "r": ("分钟", "转")}.get(match[5][0].lower(), ("小时", "公里"))
    start = f"{cardinal(match[1])}到" if match[1] else ""
    return f"每{per}{start}{quantity(match[3], match[4], unit)}{unit}"


@rule(rf"{START}({NUMBER})({SCALE}) ?({UNIT}){_NO_LETTER}(?!\d)")
def measure(match: Match[str]) -> str | None:
    """25kg → 二十五千克; 4000mAh → 四千毫安时; 120m² → 一百二十平方米; 10ms → 十毫秒;
    5A级景区 → 五A级景区; 25W快充 → 二十五瓦快充
    """
    unit = UNITS[match[3]]
    return quantity(match[1], match[2], unit) + unit


@rule(rf"{START}({NUMBER}) ?[wW](?=[+多余个人元张名份册字粉套件台辆次用播阅点]|$|[，。、；！？])")
def ten_thousands(match: Match[str]) -> str | None:
    """独得300w张 → 独得三百万张; 10w+ → 十万加; 25W。 → 二十五瓦。"""
    return (
        None
        if match[0][-1] == "W"
        and not re.match("[+多余个人元张名份粉]", match.string[match.end() : match.end() + 1])
        else quantity(match[1], "万")
    )


@rule(rf"{START}({NUMBER})({SCALE})(?=[/、]{NUMBER}(?:[/、]{NUMBER}){{0,4}} ?{UNIT}{_NO_LETTER})")
def listed_measure(match: Match[str]) -> str:
    """3、5km → 三、五公里"""
    return quantity(match[1], match[2])


RULES = (
    percent_start, percent, temperature, cold_degrees, degree_sign, compass, angle, minutes_seconds,
    inches, speed, rate, ten_thousands, measure, listed_measure,
)  # fmt: skip
