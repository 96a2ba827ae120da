"""Signs that are said as words: ranges, plus and minus, multiplication, comparison, and stray ones."""

import unicodedata
from fractions import Fraction
from re import Match

from .numbers import cardinal
from .rule import HAN, NUMBER, START, rule, table

_MONEY = "[¥$€£]"
_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WORDS = table("""
    % 百分号  ‰ 千分号  ± 正负  + 加  × 乘  ÷ 除以  √ 根号  ∞ 无穷大  ∶ 比  № 编号
    ≥ 大于等于  ≤ 小于等于  ≠ 不等于  ≈ 约等于  ≒ 约等于
    ° 度  ′ 分  ″ 秒  ℃ 摄氏度  ℉ 华氏度  ㎡ 平方米  ² 平方  ³ 立方  Ω 欧姆
    ¥ 元  $ 美元  € 欧元  £ 英镑  ₩ 韩元  ₹ 印度卢比  ₽ 卢布  ฿ 泰铢  ¢ 美分
""")

_COMPARED = {">=": "大于等于", "<=": "小于等于", ">": "大于", "<": "小于", "=": "等于"}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


@rule(
    rf"\d(?:[%‰℃℉°′″]|(?:{HAN}|[A-Za-z²³/]){{1,4}})?(?P<it> ?(?:[-~～–]|—{{1,2}}) ?)"
    rf"(?=[-+]?{_MONEY}?\d|[零负]\d)"
)
def span(match: Match[str]) -> str:  # noqa: ARG001 - every rule is given its match
    """3-5名 → 三到五名; 7~8级 → 七到八级; 60%-70% → 百分之六十到百分之七十;
    1.5亿-2亿元 → 一点五亿到两亿元; 5月1日—7日 → 五月一日到七日
    """
    return "到"


@rule(rf"(?<=\d) ?[-−–] ?(?={NUMBER} ?=)")
def less(match: Match[str]) -> str:  # noqa: ARG001
    """10-3=7 → 十减三等于七"""
    return "减"


@rule(rf"[-](?={_MONEY}?\d|百分之|千分之|万分之)(?<![A-Za-z\d]-)")
def minus(match: Match[str]) -> str:  # noqa: ARG001
    """-1 → 负一; -百分之1 → 负百分之一"""
    return "负"


@rule(r"[~～](?=\d)(?<![\d万亿元%℃]~)")
def about(match: Match[str]) -> str:  # noqa: ARG001
    """~30% → 约百分之三十"""
    return "约"


@rule(r"(?<=[\d)）]) ?[xX*×] ?(?=[\d(（])")
def times(match: Match[str]) -> str:  # noqa: ARG001
    """3×4米 → 三乘四米; 4*100米接力 → 四乘一百米接力; 7x24小时 → 七乘二十四小时"""
    return "乘"


@rule(rf"(?<={HAN})[×✕]{{2,}}|(?<={HAN})×(?=[，。、；：！？）”》（]|$)|×{{2,}}(?={HAN})")
def withheld(match: Match[str]) -> str:
    """张××说 → 张某某说; 李× → 李某"""
    return "某" * len(match[0])


@rule(r" ?(>=|<=|>|<|=) ?(?=[-+¥$€£]?\d)")
def compared(match: Match[str]) -> str:
    """2>=1 → 二大于等于一; 2<=4 → 二小于等于四; >60岁 → 大于六十岁; 1+1=2 → 一加一等于二"""
    return _COMPARED[match[1]]


@rule(rf"(?<={HAN}) ?& ?(?={HAN})")
def ampersand(match: Match[str]) -> str:  # noqa: ARG001
    """强生&默克 → 强生和默克"""
    return "和"


@rule(r"(?<![A-Za-z])(?:(?P<year>[Yy][Oo][Yy])|[QqMm][Oo][QqMm])(?![A-Za-z])")
def compared_with_before(match: Match[str]) -> str:
    """营收YoY +5% → 营收同比 正百分之五; QoQ持平 → 环比持平"""
    return "同比" if match["year"] else "环比"


@rule(r"(?<=[A-Za-z\d²³)])=(?=[A-Za-z(])")
def equation(match: Match[str]) -> str:  # noqa: ARG001
    """a²+b²=c² → a的平方加b的平方等于c的平方"""
    return "等于"


@rule(r"(?<![A-Za-z])(I{1,3}|IV|VI{1,3}|IX)(?=[级期类型度])")
def roman(match: Match[str]) -> str:
    """IV级响应 → 四级响应"""
    return cardinal(str(_ROMAN.index(match[1]) + 1))


@rule(r"([↑↓]) ?(?=\d)")
def arrow(match: Match[str]) -> str:
    """↑3.2% → 上升百分之三点二"""
    return "上升" if match[1] == "↑" else "下降"


@rule(r"№ ?(\d+)")
def numero(match: Match[str]) -> str:
    """№5 → 五号"""
    return f"{cardinal(match[1])}号"


@rule(r"(?<![A-Za-z])(?:[Nn][Oo]\. ?|NO ?)(\d+)(?![\d.])")
def number_one(match: Match[str]) -> str:
    """No.1 → 第一"""
    return f"第{cardinal(match[1])}"


@rule(r"(\d{1,3}) ?# ?(?=楼|机|线|炉|泊|井|馆|门)")
def house(match: Match[str]) -> str:
    """3#楼 → 三号楼"""
    return f"{cardinal(match[1])}号"


@rule(r"(?<![A-Za-z])([kcdm]?m)([²³])")
def square_unit(match: Match[str]) -> str:
    """每m² → 每平方米"""
    unit = {"km": "公里", "cm": "厘米", "dm": "分米", "mm": "毫米", "m": "米"}[match[1]]
    return ("平方" if match[2] == "²" else "立方") + unit


@rule(rf"(?<=[A-Za-z\d)）])(?:(⁻?)([{_SUPER}]+)|\^(-?)(\d+))")
def power(match: Match[str]) -> str:
    """x² → x的平方; 10⁻⁹ → 十的负九次方; 10^8 → 十的八次方"""
    minus = match[1] or match[3]
    exponent = "".join(str(unicodedata.digit(figure)) for figure in match[2] or match[4])
    if not minus and exponent in {"2", "3"}:
        return "的平方" if exponent == "2" else "的立方"
    return f"的{'负' if minus else ''}{cardinal(exponent)}次方"


@rule(rf"{START}{NUMBER}[¼-¾⅐-⅞]")
def mixed_fraction(match: Match[str]) -> str:
    """3½ → 三又二分之一"""
    return f"{cardinal(match[0][:-1])}又{_sign(match[0][-1])}"


@rule(r"[^\x00-\x23\x26-\x2a\x2c-\x7f㐀-鿿，。、：；！？“”‘’（）《》【】·—…]")
def stray(match: Match[str]) -> str | None:
    """A+H股 → A加H股; ①加强 → 一加强; Ⅲ期 → 三期; ½ → 二分之一; CO₂ → CO二"""
    return _sign(match[0])


def _sign(sign: str) -> str | None:
    if sign in _WORDS:
        return _WORDS[sign]
    value = unicodedata.numeric(sign, None)
    if value is None:
        return None
    exact = Fraction(value).limit_denominator(1000)
    if exact.denominator == 1:
        return cardinal(str(exact.numerator))
    return f"{cardinal(str(exact.denominator))}分之{cardinal(str(exact.numerator))}"


RULES = (
    square_unit, power, mixed_fraction, numero, number_one, house, less, span, minus, about, times, withheld,
    compared, ampersand, compared_with_before, equation, roman, arrow,
)  # fmt: skip
LAST = (stray,)
