"""Nothing that a source holds gives anything but an article or one of our errors."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.errors import SourceError
from scripts.reading.cleaning import clean
from scripts.reading.source import source_of

PARTS = """
<div> </div> <p <p> </p> class='comment' <!-- --> <![CDATA[ &#x110000; &#0; &amp <script> </script>
中文，内容。 <table><tr> <a href=x> <svg> <math> </body> <html> " ' > <br/> <?xml version='1.0'
encoding='gbk'?>
<title>
<li> <meta charset=big5>
<script type='application/ld+json'>{ [[[[ # ** _ ![ ]( ) --- 2024-99-99 99:99 来源：
"""
MARKUP = [*PARTS.split(), "\n", " ", "\x00", "---\n", "# ", "> "]


def attempt(data: bytes, name: str) -> None:
    with contextlib.suppress(SourceError):
        clean(source_of(name, Path(name), data))


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_random_bytes(data: bytes, name: str) -> None:
    attempt(data, name)


@given(st.lists(st.sampled_from(MARKUP), max_size=60), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_random_markup(parts: list[str], name: str) -> None:
    attempt("".join(parts).encode(), name)


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000 + "很深的地方，有一句话。",
        "<html><body><p>" + "<b>" * 100_000 + "很深的地方，有一句话。",
        "<html><script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        "[" * 200_000,
        "![a" * 60_000,
        "**a " * 60_000,
        "<!--" * 30_000,
    ],
    ids=["blocks", "inline", "json", "brackets", "pictures", "stars", "comments"],
)
def test_deep_and_repeated_markup(text: str) -> None:
    for name in ("a.html", "a.md"):
        attempt(text.encode(), name)
