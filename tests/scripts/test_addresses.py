"""Which addresses a link of somebody else's may lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.reading.addresses import is_local_name, is_public

PUBLIC = "8.8.8.8 1.1.1.1 223.5.5.5 2001:4860:4860::8888 2400:3200::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8"
NOT_PUBLIC = """
127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
100.100.100.200 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ff0e::1 2001:db8::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
2002:7f00:1::1 2002:c0a8:101::1 2001::1
0177.0.0.1 0x7f.0.0.1 127.1 2130706433 017700000001 8.8.8.8. 08.8.8.8 8.8.8 localhost nonsense
"""


@pytest.mark.parametrize("address", PUBLIC.split())
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_addresses_of_this_network_are_not_however_they_are_written(address: str) -> None:
    assert not is_public(address)


@given(st.text(max_size=50))
def test_no_text_is_public_by_surprise(text: str) -> None:
    assert not is_public(text)


@given(st.ip_addresses(v=4))
def test_an_address_within_an_address_is_judged_as_it_is(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(f"64:ff9b::{address}") == is_public(str(address))


@pytest.mark.parametrize(
    "name", ["localhost", "intranet", "a.localhost", "printer.local", "db.internal.", "NAS.LAN"]
)
def test_local_names(name: str) -> None:
    assert is_local_name(name)


@pytest.mark.parametrize("name", ["news.example", "www.local.example", "internal.example.com"])
def test_names_of_the_internet(name: str) -> None:
    assert not is_local_name(name)
