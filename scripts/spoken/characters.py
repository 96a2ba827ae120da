"""Characters in their plain form, so that each rule meets one spelling of a sign."""

import re
import unicodedata

# Full-width letters and signs, squared units, letters in other dress; sentence punctuation stays.
_DRESSED = re.compile("[０-９Ａ-Ｚａ-ｚ％＋－．／＝＜＞＄＆＠＃＊￥￡￠￦㍱-㍺㎀-㏟℡\U0001d400-\U0001d7ff]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ue000]")
_LOOK_ALIKES = str.maketrans(
    "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u00a0\u2009\u202f\u3000−‐‑‒﹣―∼〜˜º˚⁄∕✕✖⨯╳﹪﹢µ•‧・⋅∙﹩≧⩾≦⩽‶‵〇",
    "              -----—～～～°°//××××%+μ·····$≥≥≤≤″′零",
)
_THOUSANDS = re.compile("(?<=[0-9])，(?=000(?![0-9]))")
_DEGREES = re.compile("° ?([CcFf])(?![A-Za-z])")


def plain(line: str) -> str:
    """The same line with full-width digits, look-alike signs and invisible characters made plain."""
    line = _DRESSED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _INVISIBLE.sub("", line))
    line = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), line.translate(_LOOK_ALIKES))
    line = _THOUSANDS.sub(",", line)
    return _DEGREES.sub(lambda match: "℃" if match[1] in "Cc" else "℉", line)
