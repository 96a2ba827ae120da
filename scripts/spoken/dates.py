"""Dates: years digit by digit, months and days as numbers."""

import re
from re import Match

from .numbers import cardinal, digits, is_counted
from .rule import DASH, START, after, around, before, rule

_YEAR = r"(?:1\d|20|21)\d\d"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_LASTING = re.compile(r"(?:约|近|超|过|达|历时|历经|距今|已有|有着|前后|仅|长|整整|几|共|满|再|又)$")
_LONG = re.compile(r"\s?(?:来|以上|以来|之久|间|多|余|左右|文明|历史|的历史|寿命|期|前(?!后|夕)|古|树龄)")
_BORN = re.compile(
    r"\s?(?:\d{1,2}月|出生|生人|毕业|入学|[初底末春夏秋冬款版产届]|世界杯|奥运|高考|央视|春晚|抗洪|洪水|特大|下岗|金融危机|亚洲金融|股灾|大旱|大水)"
)
_DECADES = re.compile(r"[于从自在到至]$")
_VERSION = re.compile(r"[A-Za-z]\s?$|(?:[版固件级系统本新][到至为了]?) ?$")
_REMEMBERED = (
    r"大?地震|事[变件故]|恐怖|惨案|特大|矿难|空难|爆炸|专?案|晚会|大促|购物节|狂欢|新政|政变|讲话|公祭|运动|暴雨|"
    r"洪[水灾]|疫情|会议|袭击|政策|高炮|工程|消费者|阅兵|[妇青护记]\w节"
)
_PRICED = re.compile(r"[售价元只要涨跌卖点共达约近超过第于报收有]\s?$")


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31  # noqa: PLR2004 - the calendar's own


def _month_day(month: str, day: str) -> str:
    return f"{cardinal(str(int(month)))}月{cardinal(str(int(day)))}日"


@rule(rf"(?<![\d./-])({_YEAR})([-/.])({_MONTH})\2({_DAY})(?![\d/-])(?:T(?=\d))?(?P<gap>日?)")
def full_date(match: Match[str]) -> str:
    """2024-07-24 → 二零二四年七月二十四日; 2019/2/10 → 二零一九年二月十日;
    2024.7.4 → 二零二四年七月四日
    """
    return f"{digits(match[1])}年{_month_day(match[3], match[4])}"


@rule(r"(?<![\d.,])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\d.,%]| ?[万亿元个名人次])")
def compact_date(match: Match[str]) -> str:
    """20240724 → 二零二四年七月二十四日"""
    return f"{digits(match[1])}年{_month_day(match[2], match[3])}"


@rule(rf"(?<![\d./-])({_MONTH})/({_DAY})/({_YEAR})(?![\d/])")
def american_date(match: Match[str]) -> str:
    """7/23/2024 → 二零二四年七月二十三日"""
    return f"{digits(match[3])}年{_month_day(match[1], match[2])}"


@rule(rf"(?<![\dA-Za-z./-])(\d\d)([./])({_MONTH})\2({_DAY})(?![\d/.A-Za-z-])")
def short_date(match: Match[str]) -> str | None:
    """12/2/2 → 一二年二月二日; 升级到12.2.3 → 升级到十二点二点三;
    截至24.7.24 → 截至二四年七月二十四日
    """
    if match[2] == "." and (_VERSION.search(before(match)) or re.match(r" ?[版系固]", after(match))):
        return None
    return f"{digits(match[1])}年{_month_day(match[3], match[4])}"


@rule(r"(?<![\d./-])((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?![\d./]|-\d| ?(?:赛季|学年|财年|年))")
def year_month(match: Match[str]) -> str:
    """2008-08 → 二零零八年八月; 2008/08 → 二零零八年八月"""
    return f"{digits(match[1])}年{cardinal(str(int(match[2])))}月"


@rule(r"(?<![\d./:-])(0\d|1[0-2])([/.])(0[1-9]|[12]\d|3[01])(?![\d./%℃:]|[-~～][\d.]| ?[年月元万亿米点倍])")
def padded_day(match: Match[str]) -> str | None:
    """08/08 → 八月八日; 08.08 → 八月八日; 0.08 → 零点零八"""
    if (
        match[1] == "00"
        or not (match[1][0] == "0" or match[3][0] == "0")
        or (match[2] == "." and match[1][0] != "0")
    ):
        return None
    return _month_day(match[1], match[3])


@rule(rf"(?<![\d./])({_MONTH})[/.]({_DAY})(?=[（(](?:周|星期|礼拜)|[日号])")
def weekday_date(match: Match[str]) -> str:
    """7/23（周二） → 七月二十三日（周二）"""
    return _month_day(match[1], match[2])


@rule(r"(?<![\d.·])(\d{1,2})·(\d{1,2})(?:·(\d{1,2}))?(?![\d.·])")
def remembered_day(match: Match[str]) -> str:
    """“3·15”晚会 → “三一五”晚会; 9·11事件 → 九一一事件; 12·9运动 → 一二九运动"""
    return "".join(digits(part) for part in match.groups() if part)


@rule(rf"(?<![\d.A-Za-z])(?P<it>\d{{1,2}}\.?\d{{1,2}})(?=[”\"’」』]? ?(?:{_REMEMBERED}))")
def remembered_number(match: Match[str]) -> str | None:
    """9.11事件 → 九一一事件; “7.20”特大暴雨 → “七二零”特大暴雨; 930新政策 → 九三零新政策;
    618大促 → 六一八大促
    """
    month, _, day = match[0].rpartition(".") if "." in match[0] else (match[0][:-2], "", match[0][-2:])
    if not month or re.search(r"[第共起约]$", before(match)) or not _is_day(month, day) or match[0][0] == "0":
        return None
    return digits(match[0].replace(".", ""))


@rule(
    rf"{START}(\d{{4}})(?=(?:{DASH}| ?[、，,/和与] ?)"
    rf"(?:\d{{4}}[、和与]){{0,4}}\d{{4}} ?(?:年|[赛季学财]{{1,2}}年?|届))"
)
def listed_year(match: Match[str]) -> str | None:
    """2013、2014年 → 二零一三、二零一四年; 2017-2018年 → 二零一七到二零一八年;
    2023-2024赛季 → 二零二三到二零二四赛季
    """
    return digits(match[1]) if re.fullmatch(_YEAR, match[1]) else None


@rule(rf"(?<![\d.])((?:19|20)\d\d)({DASH}|/)(\d\d)(?= ?(?:赛季|学年|财年|年(?!代)|榜))")
def season(match: Match[str]) -> str:
    """2023/24赛季 → 二零二三到二四赛季; 2024-25学年 → 二零二四到二五学年"""
    return f"{digits(match[1])}到{digits(match[3])}"


@rule(rf"(?<=公元)(前?)(?P<it>\d{{3,4}})(?= ?年|{DASH}(?:公元)?前?\d+ ?年)")
def era_year(match: Match[str]) -> str:
    """公元前221年 → 公元前二二一年; 公元618年 → 公元六一八年"""
    return digits(match["it"])


@rule(rf"{START}(\d{{4}})(?= ?年)")
def four_digit_year(match: Match[str]) -> str | None:
    """2024年 → 二零二四年; 距今2000年 → 距今两千年; 5000年文明 → 五千年文明;
    2000年前后 → 二零零零年前后
    """
    long = _LONG.match(match.string, match.end() + 1)
    lasting = bool(_LASTING.search(before(match))) or (bool(long) and match[1].endswith("00"))
    if match[1][0] not in "129" or lasting or (match[1].endswith("000") and match[1] != "2000"):
        return None
    return digits(match[1])


@rule(rf"{START}(\d{{3}})(?= ?年)(?<=[于自从]\d\d\d)")
def ancient_year(match: Match[str]) -> str | None:
    """建于618年 → 建于六一八年"""
    return digits(match[1])


@rule(r"(?<![\d.,:])(\d\d)(?= ?年)")
def two_digit_year(match: Match[str]) -> str | None:
    """86年8月 → 八六年八月; 38年 → 三十八年; 05年 → 零五年; 98年世界杯 → 九八年世界杯"""
    recent = (
        match[1][0] in "56789" and _DECADES.search(before(match)) and not _LONG.match(after(match, 8)[1:])
    )
    if match[1][0] == "0" or _BORN.match(after(match)[1:].lstrip()) or recent:
        return digits(match[1])
    return None


@rule(
    r"(?<![\d.,+A-Za-z])(?<![^\d年季]-)(?:19\d\d|20[0-4]\d)"
    r"(?![\d%℃A-Za-z]|[.,/:：×]\d| ?[-~～—](?!(?:19|20)\d\d))"
)
def bare_year(match: Match[str]) -> str | None:
    """北京2022冬奥会 → 北京二零二二冬奥会; 2025届毕业生 → 二零二五届毕业生;
    售价1999 → 售价一千九百九十九; 2019个 → 两千零一十九个; 2008级校友 → 二零零八级校友
    """
    counted = is_counted(after(match)) and not after(match).startswith("级")
    if match[0] == "2000" or _PRICED.search(before(match)) or counted:
        return None
    return digits(match[0])


@rule(r"(?<![\d.])([1-9]?0|[1-9]5)(?=[、/和与-][1-9]?[05]后|后(?!的?[年天日月]))")
def generation(match: Match[str]) -> str | None:
    """90后 → 九零后; 80、90后 → 八零、九零后; 85后姑娘 → 八五后姑娘"""
    return digits(match[1])


@rule(r"(?<![\d.])00(?=[、/和与-]\d[05]后|后)")
def newest_generation(match: Match[str]) -> str:
    """00后 → 零零后"""
    return digits(match[0])


@rule(rf"(?<![\d.])0(\d)(?= ?(?:[月日号时點点]|{DASH}0?\d ?[月日号时点]))")
def padded_part(match: Match[str]) -> str:
    """07月05日 → 七月五日; 08时 → 八时"""
    return cardinal(match[1])


@rule(r"(?<![A-Za-z\d])(\d{4}|\d\d)年?[ ]?(?:(Q)([1-4])|(H)([12]))(?![A-Za-z\d])")
def year_quarter(match: Match[str]) -> str:
    """2024年Q1 → 二零二四年第一季度; 24H1 → 二四年上半年; 2024Q3 → 二零二四年第三季度"""
    return f"{digits(match[1])}年{_part(match[2] or match[4], match[3] or match[5])}"


@rule(r"(?<![A-Za-z\d])([1-4])([QH])(\d{4}|\d\d)(?![A-Za-z\d])")
def quarter_year(match: Match[str]) -> str:
    """2H23 → 二三年下半年; 1Q24 → 二四年第一季度"""
    return f"{digits(match[3])}年{_part(match[2], match[1])}"


@rule(r"(?<![A-Za-z\d])(?:Q([1-4])|H([12]))(?![A-Za-z\d.])")
def quarter(match: Match[str]) -> str | None:
    """Q1营收 → 第一季度营收; 奥迪Q5 → 奥迪Q五; 今年H1 → 今年上半年"""
    if not re.search(r"[营业财利收销出季净同环预指报毛年度交产]", around(match, 4)):
        return None
    return _part("Q" if match[1] else "H", match[1] or match[2])


@rule(r"(?<![A-Za-z\d])FY ?(\d{4}|\d\d)(?![A-Za-z\d.])")
def fiscal_year(match: Match[str]) -> str:
    """FY2024 → 二零二四财年"""
    return f"{digits(match[1])}财年"


def _part(kind: str, ordinal: str) -> str:
    if kind == "Q":
        return f"第{cardinal(ordinal)}季度"
    return "上半年" if ordinal == "1" else "下半年"


RULES = (
    full_date, compact_date, american_date, short_date, year_quarter, quarter_year, fiscal_year,
    quarter, season, listed_year, era_year, year_month, padded_day, weekday_date, remembered_day,
    remembered_number, four_digit_year, ancient_year, two_digit_year, generation, newest_generation,
    bare_year, padded_part,
)  # fmt: skip
