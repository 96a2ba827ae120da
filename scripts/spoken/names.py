"""Figures in names: models, versions, resolutions, brands and sayings."""

import re
from re import Match

from .numbers import cardinal, code, digits
from .rule import HAN, before, rule

_BRANDS = (
    "波音|空客|空中客车|麒麟|骁龙|天玑|锐龙|酷睿|至强|奔腾|速龙|昇腾|鲲鹏|紫光展锐|展锐|龙芯|飞腾|兆芯|玄戒|猎户座|"
    "宝马|奔驰|标致|雪铁龙|马自达|雷克萨斯|保时捷|法拉利|奥迪|英菲尼迪|沃尔沃|庞巴迪|湾流|诺基亚|佳能|尼康|图|米|伊尔"
)
_DIGIT_NAMES = (
    r"(?:985|211)(?=[”\"’」』]?(?:高校|工程|大学|院校|名校|学校|重点|毕业|[、/和,，与]\"?“?(?:211|985)|双一流))|"
    r"(?<=985[、/和,，与])211|(?<=211[、/和,，与])985|(?<=985)[、/]?211|"
    r"996(?=工作|加班|制|模式|文化|”|的)|007(?=工作|加班|制|模式|系列|电影|”|[·：])|"
    r"360(?=公司|集团|安全|手机|浏览器|杀毒|搜索|数科|创始|董事)|58(?=同城|到家|集团)|51(?=job|信用|社保|Talk)|"
    r"(?:40[0-9]|50[0-4])(?=错误|页面|报错|状态)|301(?=医院)|798(?=艺术)|101(?=中学)|(?:163|126|139|189)(?=邮箱|\.com|\.net)|(?<=日经)225|7[0-8]7(?=-\d{3}|-?MAX|客机|飞机|机型)|N?95(?=口罩)"
)
_FALLING = re.compile(
    r"(?:增长|增加|下降|下滑|下跌|上涨|增速|同比|环比|涨幅|跌幅|收[报于盘]?|[是为至到达约即在从于和或与、跌降涨负]|[气水室体低高]温|温度|利润|利率|"
    r"收益率|回报率|净值|余额|为|得分|海拔|缺口|差|率|值|数)$"
)


@rule(r"(?<![A-Za-z\d])([A-Z])2([A-Z])(?![A-Za-z\d])(?<![HNK]2[OS])")
def business(match: Match[str]) -> str:
    """O2O → O to O; B2B平台 → B to B平台; H2O → H二O"""
    return f"{match[1]} to {match[2]}"


@rule(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])")
def version(match: Match[str]) -> str:
    """v2.0.1 → v二点零点一; iOS 17.4.1 → iOS 十七点四点一"""
    return "点".join(map(_figure, match[0].split(".")))


@rule(r"(?<![\d.A-Za-z])(\d{3,4})(?=[PpIi](?![A-Za-z\d]))")
def lines_of_picture(match: Match[str]) -> str:
    """1080P → 一零八零P; 720p → 七二零p"""
    return digits(match[1])


@rule(r"(?<![\d.A-Za-z×*])(\d{3,5}) ?[×xX*] ?(\d{3,5})(?![\d.]|[×xX*]\d| ?(?:[mck]?m|[米亿万毫厘公千]))")
def resolution(match: Match[str]) -> str:
    """1920×1080 → 一九二零乘一零八零; 3840x2160 → 三八四零乘二一六零"""
    return f"{digits(match[1])}乘{digits(match[2])}"


@rule(r"(?<=分辨率)(?P<lead>[为是达到高至]{0,3} ?)(?P<it>\d{4})(?![\d.])")
def resolution_width(match: Match[str]) -> str:
    """分辨率为1024 → 分辨率为一零二四"""
    return digits(match["it"])


@rule(rf"(?<![\d.])(?:{_DIGIT_NAMES})(?!\d)")
def digit_name(match: Match[str]) -> str:
    """985、211高校 → 九八五、二幺幺高校; 58同城 → 五八同城; N95口罩 → N九五口罩"""
    return digits(match[0]) if "11" not in match[0] else code(match[0])


@rule(r"(?<=[“\"‘「『])(\d{3,4})(?=[”\"’」』])")
def quoted(match: Match[str]) -> str | None:
    """“714”高炮 → “七一四”高炮; “1000”元 → “一千”元"""
    return None if match[1].endswith("00") else digits(match[1])


@rule(rf"(?:{_BRANDS})[- ]?(?P<it>\d{{3,4}})(?![\d.%,]| ?[万亿元年多余个名人台辆架部款米])")
def brand_model(match: Match[str]) -> str:
    """波音737客机 → 波音七三七客机; 骁龙 855 → 骁龙 八五五; 麒麟9000 → 麒麟九千"""
    return _figure(match["it"])


@rule(r"(?<=[A-Za-z])-?(\d+(?:\.\d+)?)-(\d+)(?=[A-Za-z])")
def model_with_size(match: Match[str]) -> str:
    """i7-13700K → i七-一三七零零K; Qwen2.5-72B → Qwen二点五-七十二B"""
    return f"{_figure(match[1])}-{_figure(match[2])}"


@rule(r"(?<=[A-Za-z])-?(\d+(?:\.\d+)?)(?![\d,]|\.\d)")
def model(match: Match[str]) -> str:
    """COVID-19 → COVID十九; GPT-4o → GPT四o; H100 → H一百; C919 → C九一九; PM2.5 → PM二点五;
    空客A320 → 空客A三二零; RTX4090 → RTX四零九零
    """
    return _figure(match[1])


@rule(r"(?<![\d.,A-Za-z])\d{4}(?<!00)(?=[A-FHQRSUXYZ](?![A-Za-z\d]))")
def lettered(match: Match[str]) -> str:
    """4090D显卡 → 四零九零D显卡; SN 1987A → SN 一九八七A; 动作5253B → 动作五二五三B"""
    return digits(match[0])


@rule(
    r"(?:(?<=[A-Za-z])(?= \d{4})|(?<=[a-z])) (\d{3,4})(?![\d.,%A-Za-z])"
    r"(?! ?[万亿元千百美年多余个名人台辆架部款米件家次条点块英港欧日分秒时天月倍度])"
)
def spaced_model(match: Match[str]) -> str:
    """RTX 4090显卡 → RTX 四零九零显卡; Boeing 737 → Boeing 七三七;
    Model Y 4500辆 → Model Y 四千五百辆
    """
    return f" {_figure(match[1])}"


@rule(rf"(?<={HAN})[-—](\d{{1,3}})(?![\d.%,]| ?[℃℉°度元万亿千倍个名人点基美]|[-~～—])")
def weapon(match: Match[str]) -> str | None:
    """歼-20 → 歼二十; 东风-41导弹 → 东风四十一导弹; 增速为-3 → 增速为负三"""
    return (
        None
        if _FALLING.search(before(match)) or re.search(r"\d[^\d]{1,3}$", before(match, 4))
        else _figure(match[1])
    )


def _figure(number: str) -> str:
    """A number in a name: round or short as a number, else digit by digit."""
    whole = number.partition(".")[0]
    if len(whole) <= 2 and not (whole[0] == "0" and len(whole) > 1):  # noqa: PLR2004 - up to 99 it is short
        return cardinal(number)
    round_one = (len(whole) == 3 and whole.endswith("00")) or whole.endswith("000")  # noqa: PLR2004
    return cardinal(number) if round_one and whole[0] != "0" else digits(number).replace(".", "点")


@rule(r"(?<![\d.A-Za-z-])\d{1,5}(?:-\d{1,6}){2,}(?![\d.-]|年)")
def joined_code(match: Match[str]) -> str:
    """12-3-401室 → 幺二杠三杠四零幺室"""
    return code(match[0]).replace("-", "杠")


RULES = (
    business, version, lines_of_picture, resolution, resolution_width, digit_name, quoted, brand_model,
    model_with_size, model, lettered, spaced_model, weapon, joined_code,
)  # fmt: skip
