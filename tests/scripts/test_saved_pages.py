"""Whole pages in the structure of well-known sites: exactly the story is read out."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.reading.cleaning import clean
from scripts.reading.source import source_of

PAGES = (Path(__file__).with_name("cases") / "saved_pages.txt").read_text("utf-8")
MARKED = re.compile(r"\{\{(~?)(.*?)\}\}")


def pages() -> Iterator[Any]:
    for case in re.split(r"^## ", PAGES, flags=re.MULTILINE)[1:]:
        head, page = case.split("\n", 1)
        name, *facts = map(str.strip, head.split("|"))
        yield pytest.param(name, facts, page, id=name)


def squeezed(markup: str) -> str:
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", markup)))


@pytest.mark.parametrize(("name", "facts", "page"), list(pages()))
def test_the_story_is_read_out_and_nothing_else(name: str, facts: list[str], page: str) -> None:
    optional = {squeezed(text) for mark, text in MARKED.findall(page) if mark}
    wanted = "".join(squeezed(text) for mark, text in MARKED.findall(page) if not mark)
    article = clean(source_of(name, Path(name), MARKED.sub(r"\2", page).encode())).article
    read_out = [squeezed(paragraph.text) for paragraph in article.body]
    assert "".join(text for text in read_out if text not in optional) == wanted
    published = article.published.isoformat() if article.published else ""
    assert [article.title, article.author, article.publisher, published] == facts
