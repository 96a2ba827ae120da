"""The encoding is the one in which the text reads as Chinese."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.reading.decoding import decode

SIMPLIFIED = "中国人民银行宣布下调利率，市场反应积极。专家认为，这将有助于降低企业的融资成本。\n"
TRADITIONAL = "颱風持續逼近，氣象局今天發布陸上警報，提醒民眾做好準備，避免前往山區與海邊活動。\n"


@pytest.mark.parametrize(
    "lie", ["", '<meta charset="utf-8">', '<meta charset="big5">', '<meta charset="gb2312">']
)
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (SIMPLIFIED, name)
        for name in ("utf-8", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
    ]
    + [(TRADITIONAL, name) for name in ("utf-8", "big5", "gb18030", "utf-16-le", "utf-16-be")],
)
def test_text_is_read_whatever_its_head_says(text: str, codec: str, lie: str) -> None:
    assert decode((lie + text).encode(codec)) == lie + text


def test_a_broken_byte_does_not_change_the_encoding() -> None:
    for codec in ("utf-8", "gb18030"):
        data = (SIMPLIFIED * 5).encode(codec)
        assert decode(data[:90] + b"\xff" + data[90:]).endswith(SIMPLIFIED)


def test_a_byte_order_mark_decides() -> None:
    assert decode(codecs.BOM_UTF16_BE + "正文".encode("utf-16-be")) == "正文"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_something(data: bytes) -> None:
    assert "\r" not in decode(data)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff")))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text
