"""The bars on saved pages of real sites, where they lie beside the checkout."""

import importlib.util
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from scripts.article import Article
from scripts.reading.cleaning import clean
from scripts.reading.decoding import decode
from scripts.reading.source import source_of

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = SHARED / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus of saved pages at {CORPUS}")


@cache
def article_of(path: Path, data: bytes | None = None) -> Article:
    return clean(source_of(path.name, path, path.read_bytes() if data is None else data)).article


@pytest.fixture(scope="module")
def measure() -> Any:
    spec = importlib.util.spec_from_file_location("score_article", SHARED / "measure" / "score_article.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("folder", "least_f1"), [("html", 0.985), ("paste", 0.975)])
def test_bodies(measure: Any, folder: str, least_f1: float) -> None:
    scores = []
    for path in sorted((CORPUS / folder).iterdir()):
        body, neutral = measure.read_gold(CORPUS / "gold" / f"{path.stem}.txt")
        text = "\n".join(paragraph.text for paragraph in article_of(path).body)
        scores.append(measure.score_page(text, body, neutral))
    assert fmean(score["f1"] for score in scores) >= least_f1
    assert fmean(score["junk"] for score in scores) <= 0.4
    assert sum(score["junk"] == 0 and score["lost"] == 0 for score in scores) >= 18


@pytest.mark.parametrize("folder", ["html", "paste"])
def test_titles_and_days(measure: Any, folder: str) -> None:
    expected = {page["id"]: page for page in json.loads((CORPUS / "manifest.json").read_text("utf-8"))}
    found = {path.stem: article_of(path) for path in (CORPUS / folder).iterdir()}
    titles = sum(
        measure.squash(found[key].title) == measure.squash(page["title"]) for key, page in expected.items()
    )
    dated = [key for key, page in expected.items() if page["date"]]
    days = sum(str(found[key].published)[:10] == expected[key]["date"] for key in dated)
    assert titles >= 24
    assert days >= 0.9 * len(dated)


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs"])
def test_the_encoding_changes_nothing(codec: str) -> None:
    for path in sorted((CORPUS / "html").iterdir()):
        encoded = decode(path.read_bytes()).encode(codec, "xmlcharrefreplace")
        assert article_of(path, encoded) == article_of(path)


def test_the_sample_is_cleaned_exactly() -> None:
    gold = json.loads((SHARED / "samples" / "thepaper-llama-3.1.gold.json").read_text("utf-8"))
    article = article_of(SHARED / "samples" / "thepaper-llama-3.1.txt")
    assert [paragraph.text for paragraph in article.body] == gold["body"]
    assert (article.title, article.author, article.publisher) == (
        gold["title"],
        gold["author"],
        gold["publisher"],
    )
    assert article.published == datetime.fromisoformat(gold["published"])
