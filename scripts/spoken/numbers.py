"""Numbers as words: counted, or read digit by digit."""

import re

_FIGURES = str.maketrans("0123456789", "零一二三四五六七八九")
# 一 and 七 sound alike on a bad line, so codes that people dial or look up are read with 幺.
_CODE_FIGURES = str.maketrans("0123456789", "零幺二三四五六七八九")
_PLACES = ((4, "万"), (3, "千"), (2, "百"), (1, "十"))
_LONGEST = 16  # digits of the greatest number that 亿 and 万 can name

# Before these a single 2 is 两: what is counted, not what is numbered (二月, 二号, 二楼).
_COUNTED = re.compile(
    r" ?(?:个(?!位)|人(?!转)|年(?!级)|分(?!之|公司|局|院|店)|部(?!委|长)|次(?!元)|"
    r"星期|小时|刻钟|公[里斤顷]|千[米克]|厘米|毫[米升]|美元|欧元|平方|立方|英[寸里]|海里|[位名天周秒米吨斤里元块角倍成条根件只张套台家所座项款辆艘架枚场届种类双支份组代点句"
    r"封首本颗棵头匹把片段层道起例批口间栋幢排株幅遍趟瓶杯碗盒箱袋包盘粒滴门篇集步轮局盏顶户笔票岁亩升市省县国地校队岸院"
    r"会者侧边端方])"
)
_AMOUNT = re.compile(r" ?(?:[百千万亿多余毫微纳字级度瓦伏]|日元|港[元币]|韩元|马力)")
_NOT_AMOUNT = re.compile(r" ?(?:届|款|年|市|省|国|地|队|岸|院|会|方|代|全|轮)")


def is_counted(following: str) -> bool:
    """Whether the text that follows a number says what it counts: "个人" does, "冬奥会" does not."""
    counted_here = _AMOUNT.match(following) or _COUNTED.match(following)
    return bool(counted_here) and not _NOT_AMOUNT.match(following)


def digits(number: str) -> str:
    """Each digit by itself: "2024" → "二零二四"."""
    return number.translate(_FIGURES)


def code(number: str) -> str:
    """Each digit by itself, as in a telephone number: "110" → "幺幺零"."""
    return number.translate(_CODE_FIGURES)


def cardinal(number: str) -> str:
    """A count: "1,250.50" → "一千二百五十点五零";
    digit by digit where no Chinese word reaches that far.
    """
    whole, _, fraction = number.replace(",", "").partition(".")
    return _whole(whole) + ("点" + digits(fraction) if fraction else "")


def counted(number: str, following: str) -> str:
    """A count before the text that follows it, where "2" may be 两: "2" before "个人" → "两"."""
    number = number.strip()
    return "两" if number == "2" and _COUNTED.match(following) else cardinal(number)


def trimmed(number: str) -> str:
    """;
    Without the zeros that only keep columns straight: "36.00" → "36", "0.70" → "0.7", but "5.0" stays.
    """
    whole, _, fraction = number.partition(".")
    kept = fraction if len(fraction) == 1 else fraction.rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def quantity(number: str, scale: str, following: str = "") -> str:
    """A count with its 万 or 亿, if any: "2", "亿" → "两亿"."""
    scale = scale.strip()
    return (
        (("两" if number == "2" and scale[0] != "十" else cardinal(number)) + scale)
        if scale
        else counted(number, following)
    )


def _whole(whole: str) -> str:
    if len(whole) > _LONGEST or (whole[0] == "0" and len(whole) > 1):
        return digits(whole)
    high, low = whole[:-8], whole[-8:]
    if not high:
        return _below_yi(low)
    rest = low.lstrip("0")
    gap = "零" if low[0] == "0" and rest else ""
    return f"{'两' if high == '2' else _below_yi(high)}亿{gap}{_below_yi(rest) if rest else ''}"


def _below_yi(whole: str) -> str:
    words = re.sub("^一十", "十", _read(whole))
    return "两百" if words == "二百" else re.sub(r"^二(?=[千万])|(?<=[万零])二(?=千)", "两", words)


def _read(whole: str) -> str:
    """At most eight digits, the first not 0 unless it is the only one."""
    for places, unit in _PLACES:
        if len(whole) > places:
            rest = whole[-places:].lstrip("0")
            gap = "零" if 0 < len(rest) < places else ""
            return f"{_read(whole[:-places])}{unit}{gap}{_read(rest)}"
    return digits(whole)
