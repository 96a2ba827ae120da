"""Money: the sign comes before the figure, the word after it."""

import re
from re import Match

from .numbers import cardinal, quantity, trimmed
from .rule import DASH, NUMBER, SCALE, START, any_of, rule, table
from .unit_names import PER

_SIGNS = table("""
    ¥ 元  CN¥ 元  CNY 元  RMB 元  $ 美元  US$ 美元  USD 美元  € 欧元  EUR 欧元  £ 英镑  GBP 英镑
    JP¥ 日元  JPY 日元  HK$ 港元  HKD 港元  NT$ 新台币  TWD 新台币  MOP$ 澳门元  S$ 新加坡元  SGD 新加坡元
    A$ 澳元  AU$ 澳元  AUD 澳元  NZ$ 新西兰元  C$ 加元  CA$ 加元  CAD 加元  R$ 雷亚尔  CHF 瑞士法郎
    ₩ 韩元  KRW 韩元  ₹ 印度卢比  ₽ 卢布  RUB 卢布  ฿ 泰铢  THB 泰铢  ₫ 越南盾  ₱ 菲律宾比索
    ₺ 土耳其里拉  ₴ 格里夫纳  ₪ 新谢克尔  ¢ 美分
""")
_SIGN = any_of(" ".join(_SIGNS))
_WORD = r"(?:人民币|美元|美金|欧元|英镑|日元|港元|港币|澳元|加元|韩元|新台币|卢布|泰铢|[元块圆])"
_POWERS = {
    "k": 3, "K": 3, "m": 6, "M": 6, "mn": 6, "million": 6, "b": 9, "B": 9, "bn": 9, "billion": 9,
    "T": 12, "trillion": 12,
}  # fmt: skip
"""How many zeros stand behind the letters after a price."""


def _scaled(number: str, scale: str) -> str:
    """Thousands, millions and billions become 万 and 亿: "2.5", "B" → "二十五亿"."""
    power = _POWERS[scale]
    whole, _, fraction = number.replace(",", "").partition(".")
    amount = int((whole + fraction).ljust(len(whole) + power, "0")) if len(fraction) <= power else 0
    for size, word in ((12, "万亿"), (8, "亿"), (4, "万")):
        if amount >= 10**size:
            return quantity(trimmed(f"{amount // 10**size}.{amount % 10**size:0{size}d}0"), word)
    return cardinal(str(amount))


@rule(
    rf"(?<![A-Za-z])((?:(?<![\d%万亿元])[-+])?)({_SIGN}) ?([-+]?)"
    rf"{START}({NUMBER})({SCALE})(?: ?({_WORD}))?(?![A-Za-z])"
)
def price(match: Match[str]) -> str:
    """$13.5 → 十三点五美元; ¥3,000 → 三千元; US$1.2亿 → 一点二亿美元; -$5 → 负五美元;
    ￥1.25 → 一点二五元
    """
    minus = {"-": "负", "+": "正"}.get(match[1] or match[3], "")
    money = match[6] if match[6] and match[6] not in "元块圆" else _SIGNS[match[2]]
    ranged = re.match(rf"{DASH}{NUMBER}", match.string[match.end() : match.end() + 24]) and not match[6]
    return minus + quantity(trimmed(match[4]), match[5] or "", "元") + ("" if ranged else money)


@rule(rf"(?<![A-Za-z])({_SIGN}) ?{START}({NUMBER})({SCALE})元?/({PER})")
def price_per(match: Match[str]) -> str:
    """¥1.99/斤 → 每斤一点九九元"""
    return f"每{match[4]}{quantity(trimmed(match[2]), match[3], '元')}{_SIGNS[match[1]]}"


@rule(rf"(?<![A-Za-z])({_SIGN}) ?{START}({NUMBER}) ?(bn|mn|[mb]illion|trillion|[kKMBTmb])(?![A-Za-z])")
def price_in_letters(match: Match[str]) -> str | None:
    """$2.5B → 二十五亿美元; $300M → 三亿美元; $15k → 一点五万美元"""
    return _scaled(match[2], match[3]) + _SIGNS[match[1]]


@rule(rf"{_SIGN} ?{NUMBER}{SCALE}{DASH}(?P<it>({NUMBER})({SCALE}))(?! ?{_WORD})(?![A-Za-z\d])")
def price_end(match: Match[str]) -> str:
    """$5-10 → 五到十美元; ¥100-200元 → 一百到两百元"""
    sign = re.match(_SIGN, match[0])
    return quantity(trimmed(match[2]), match[3], "元") + _SIGNS[sign[0] if sign else "¥"]


@rule(rf"{START}({NUMBER})({SCALE}) ?({_SIGN})(?![A-Za-z\d])")
def price_sign_last(match: Match[str]) -> str:
    """100$ → 一百美元; 50万€ → 五十万欧元; 300USD → 三百美元"""
    return quantity(trimmed(match[1]), match[2], "元") + _SIGNS[match[3]]


@rule(rf"{START}({NUMBER})(?=(?:{SCALE}) ?(?:[元块圆]|美元|欧元|英镑|港元|日元))")
def price_in_yuan(match: Match[str]) -> str | None:
    """36.00元 → 三十六元; 34.5元 → 三十四点五元"""
    return cardinal(trimmed(match[1])) if "." in match[1] and match[1] != trimmed(match[1]) else None


RULES = (price_per, price_in_letters, price_end, price, price_sign_last, price_in_yuan)
