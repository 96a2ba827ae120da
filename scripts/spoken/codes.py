"""Figures that name instead of count: telephones, roads, plates, stock codes, addresses of machines."""

import re
from re import Match

from .numbers import cardinal, code, digits, is_counted
from .rule import after, before, rule

_DIALLED = re.compile(
    r"电话|热线|拨打?|致电|来电|客服|短信|号码|手机|传真|呼叫|报[警料]|求助|咨询|专线|平台举报|微信|QQ|联系|接线"
)
_NUMBERED = re.compile(
    r"(?:编号|尾号|代[码号]|账号|工号|学号|[证卡单房警批车]号|车牌|邮编|密码|验证码|口令|备|许可证|ID|QQ|号码|"
    r"房间|航班|车次)[为是：: ]{0,2}[^\d，。；]{0,3}$"
)
_SERVICE = re.compile(
    r"12(?:123|306|309|315|318|320|328|333|338|348|355|366|369|371|377|380|388|389|393)|10086|10010"
)
_CIVIC = re.compile(r"政务|市民|登录|反映|通过|诉求|接到|[“”]|查询|投诉|[直便]达")
_AMOUNT = re.compile(r"[元约达至到共近超过第值价售跌涨升降增减数量额为是成千百比：:]\s?$")
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁港澳使领"


@rule(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{2,5}))?(?:/(\d{1,2}))?(?![\d.])")
def ip_address(match: Match[str]) -> str | None:
    """192.168.1.1 → 幺九二点幺六八点幺点幺"""
    return (
        code(match[1]).replace(".", "点")
        + (f"冒号{code(match[2])}" if match[2] else "")
        + (f"斜杠{cardinal(match[3])}" if match[3] else "")
    )


@rule(
    r"(?<![\dA-Za-z.])(?:\+?(86|852|853|886)[- ])?(?:\((0\d{2,3})\) ?|(0\d{2,3})[- ])"
    r"(\d{3,4}[- ]?\d{3,4})(?:(?:转|-)(\d{1,6}))?(?![\d.])"
)
def landline(match: Match[str]) -> str:
    """010-12345678 → 零幺零幺二三四五六七八; 021-962866 → 零二幺九六二八六六"""
    country, extension = match[1], match[5]
    said = (
        (f"加{code(country)}" if country else "")
        + code(match[2] or match[3])
        + code(re.sub("[- ]", "", match[4]))
    )
    return said + (f"转{code(extension)}" if extension else "")


@rule(r"(?<![\dA-Za-z.])\(?\+86\)?[- ]?(10|[2-9]\d{1,2})[- ](\d{7,8})(?!\d)")
def foreign_landline(match: Match[str]) -> str:
    """+86-10-12345678 → 加八六幺零幺二三四五六七八"""
    return f"加八六{code(match[1] + match[2])}"


@rule(
    r"(?<![\dA-Za-z.])(?:\+?(86)[- ]?)?(1[3-9]\d[- ]?(?:\d{4}|\*{2,5}|[xX]{4})[- ]?\d{4})"
    r"(?![\d.%])(?! ?[万亿元])"
)
def mobile(match: Match[str]) -> str:
    """13812345678 → 幺三八幺二三四五六七八; 138****1234 → 幺三八某某某某幺二三四;
    +86 138-1234-5678 → 加八六幺三八幺二三四五六七八
    """
    number = re.sub("[*xX]", "某", re.sub("[- ]", "", match[2]))
    return (f"加{code(match[1])}" if match[1] else "") + code(number)


@rule(r"(?<![\d.])[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?![\d.])(?<=[\d]{4}|[- ]\d{3})")
def free_call(match: Match[str]) -> str | None:
    """400-820-8820 → 四零零八二零八八二零"""
    return (
        code(re.sub("[- ]", "", match[0]))
        if re.search("[- ]", match[0]) or _DIALLED.search(before(match))
        else None
    )


@rule(
    r"(?<![\d.])(?:1[0-2]\d|1[012]\d{3}|9[56]\d{3,6})(?![\d.%])(?! ?[万亿元余多个名人次套件台辆张亩米公吨])"
)
def hotline(match: Match[str]) -> str | None:
    """12345热线 → 幺二三四五热线; 拨打110报警 → 拨打幺幺零报警; 120急救车 → 幺二零急救车;
    12306网站 → 幺二三零六网站; 在12306购票 → 在幺二三零六购票; 售出12306件 → 售出一万两千三百零六件
    """
    near = before(match, 6) + " " + after(match, 6)
    if len(match[0]) == 3:  # noqa: PLR2004 - 110, 119, 120, 122
        return (
            code(match[0])
            if re.search(r"拨打?|报警|急救|救护|火警|指挥|电话|民警|出警|^ ?(?:联动)", near)
            else None
        )
    named = _SERVICE.fullmatch(match[0]) or (match[0] == "12345" and _CIVIC.search(near))
    if named and not (is_counted(after(match)) or _AMOUNT.search(before(match))):
        return code(match[0])
    return (
        code(match[0])
        if _DIALLED.search(near)
        or re.match(r"[”\"’」』]?(?:网[站购]?|[Aa][Pp][Pp]|平台|客户端|系统|账号|官网)", after(match))
        else None
    )


@rule(r"(?:(?<![\dA-Za-z.])(7[0-8]7)|(?<![A-Za-z])(A[23]\d\d|C9\d9))-(\d{1,4})(?![\d.%])")
def aircraft(match: Match[str]) -> str:
    """波音737-800 → 波音七三七杠八百; A350-900 → A三五零杠九百; 波音787-9 → 波音七八七杠九"""
    variant = cardinal(match[3]) if match[3].endswith("00") else digits(match[3])
    return f"{digits(match[1] or match[2])}杠{variant}"


@rule(r"(?<![\dA-Za-z.])(\d{5,6})\.?(SH|SZ|BJ|HK|SS)(?![A-Za-z])")
def stock_code(match: Match[str]) -> str:
    """600519.SH → 六零零五幺九SH; 00700.HK → 零零七零零HK"""
    return code(match[1]) + match[2]


@rule(
    r"(?<![\dA-Za-z.])([GSXYCDKTZL])(\d{1,4})(?=国道|省道|县道|乡道|高速|公路|次|号?线|[^\d\s]{2,4}(?:高速|线(?!上|下|路)))"
)
def road_or_train(match: Match[str]) -> str:
    """G312国道 → G三幺二国道; G15沈海高速 → G十五沈海高速; G1234次列车 → G幺二三四次列车"""
    return match[1] + (cardinal(match[2]) if len(match[2]) <= 2 and match[2][0] != "0" else code(match[2]))  # noqa: PLR2004


@rule(r"(?<![\d.])\d{3}(?=[国省县乡]道)|(?<=[国省县乡]道)\d{3}(?![\d.])")
def road(match: Match[str]) -> str:
    """107国道 → 幺零七国道"""
    return code(match[0])


@rule(rf"(?<=[{_PROVINCE}])([A-Z])[·. ]?([A-Z\d*×]{{4,6}}[警学港澳挂]?)(?![A-Za-z\d])(?<=[\d*×警学港澳挂])")
def plate(match: Match[str]) -> str | None:
    """京A·12345 → 京A幺二三四五; 粤B8888警 → 粤B八八八八警; 沪A·D12345 → 沪AD幺二三四五"""
    return match[1] + code(re.sub("[*×]", "某", match[2])) if re.search(r"[\d*×]{3}", match[2]) else None


@rule(r"(?<![\d.])(\d{3,})(?![\d.%]|[,，]\d|[万亿元年])")
def numbered(match: Match[str]) -> str | None:
    """尾号1702 → 尾号幺七零二; 沪ICP备14003370号 → 沪ICP备幺四零零三三七零号;
    代码600519 → 代码六零零五幺九
    """
    return code(match[1]) if _NUMBERED.search(before(match)) else None


@rule(
    r"(?<![\d.,+-])(?!20\d\d(?:0[1-9]|1[0-2])[0-3])\d{8}(?![\d.,%])"
    r"(?<=[2-8]\d{7})(?! ?[万亿千元\u4e00-\u9fff])(?<!0000)"
)
def bare_telephone(match: Match[str]) -> str | None:
    """48615964 → 四八六幺五九六四"""
    return code(match[0])


@rule(r"(?<![\d.])(\d{4,}+[A-Z\d]*+)(?=[”\"’」』]?号(?!文|线|令|楼|院|公告|台风|机))")
def long_number(match: Match[str]) -> str | None:
    """“26314”号客服 → “二六三幺四”号客服; 第1234号 → 第一千二百三十四号"""
    if before(match, 1) == "第" or len(re.match(r"\d+", match[1])[0]) < 5:  # type: ignore[index]  # noqa: PLR2004
        return None
    return code(match[1])


@rule(r"(?<![\d.-])\d{3,4}(?=室(?!外|内|温)|(?:号?)房(?!源|屋|产|贷|租|价)(?![^间，。！？门内里]))")
def room(match: Match[str]) -> str:
    """2单元301室 → 二单元三零幺室; 住在1208房间 → 住在幺二零八房间"""
    return code(match[0])


@rule(r"(?<=[〔\[（(【])(?:19|20)\d\d(?=[〕\]）)】])")
def bracketed_year(match: Match[str]) -> str:
    """国发〔2024〕15号 → 国发〔二零二四〕十五号"""
    return digits(match[0])


@rule(
    r"(?<![第\dA-Za-z.])\d{4}(?=号(?:[强超]?台风|热带))|(?<=第)\d{4}(?=号(?:.{0,6}(?:决议|主席令|国务院令)))"
)
def registered(match: Match[str]) -> str:
    """2411号台风 → 二四一一号台风; 安理会第2728号决议 → 安理会第二七二八号决议"""
    return digits(match[0])


@rule(r"(?<=[A-Z])( ?)(\d{2,6})[-—:]((?:19|20)\d\d)(?!\d|年)")
def standard(match: Match[str]) -> str:
    """GB/T 7714-2015 → GB/T 七七一四杠二零一五; ISO9001:2015 → ISO九零零一杠二零一五"""
    return f"{match[1]}{digits(match[2])}杠{digits(match[3])}"


@rule(r"(?<=[A-Z])(\d{1,4})-(\d{4,})(?![\d.-])")
def serial(match: Match[str]) -> str:
    """沪B2-20171234 → 沪B二杠二零幺七幺二三四"""
    return f"{code(match[1])}杠{code(match[2])}"


RULES = (
    standard, ip_address, landline, foreign_landline, mobile, free_call, aircraft, stock_code, plate, hotline,
    road_or_train, road, numbered, bare_telephone, long_number, room, bracketed_year, registered, serial,
)  # fmt: skip
