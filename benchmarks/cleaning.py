"""How well and how fast saved pages are cleaned, beside the field's tools on the same pages in the same run.

Read it so: F1, junk lines and perfect pages are those of ../shared/measure/score_article.py; `ms` is the
median over pages of the shortest of three runs, `ratio` is to readability-lxml, with a bound of 3. All get
the page as our decoding reads it. Peers come with benchmarks/requirements.txt, which `make bench` installs.
"""

import contextlib
import importlib.util
import math
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import fmean, median
from typing import Any

from benchmarks._timing import print_table, shortest
from scripts.reading.cleaning import clean
from scripts.reading.decoding import decode
from scripts.reading.page import page_lines, parse_page
from scripts.reading.source import source_of

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = SHARED / "corpus"
BOUND = 3.0

Cleaner = Callable[[str], str]


def main() -> int:
    pages = sorted((CORPUS / "html").glob("*.html"))
    if not pages:
        print(f"SKIPPED: no saved pages in {CORPUS}")
        return 0
    measure = score_article()
    texts = {page.stem: decode(page.read_bytes()) for page in pages}
    results = {name: row(cleaner, texts, measure) for name, cleaner in cleaners().items()}
    rows = [("", "F1", "junk/page", "perfect", "ms", "ratio")]
    base = results["readability-lxml"]["ms"] if "readability-lxml" in results else math.nan
    rows += [
        (
            name,
            f"{result['f1']:.3f}",
            f"{result['junk']:.1f}",
            f"{result['perfect']}/{len(pages)}",
            f"{result['ms']:.1f}",
            f"{result['ms'] / base:.2f}",
        )
        for name, result in results.items()
    ]
    print_table(rows)
    return int(results["bobao"]["ms"] > BOUND * base)


def score_article() -> Any:
    spec = importlib.util.spec_from_file_location("score_article", SHARED / "measure" / "score_article.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cleaners() -> dict[str, Cleaner]:
    """Ours and the peers that are installed, by name."""
    found: dict[str, Cleaner] = {"bobao": ours}
    for name, make in PEERS.items():
        with contextlib.suppress(ImportError):
            found[name] = make()
    if missing := PEERS.keys() - found.keys():
        print(f"not installed: {', '.join(sorted(missing))}; run `make bench`, or with an up-to-date pip")
        print("    pip install -r benchmarks/requirements.txt")
    return found


def row(cleaner: Cleaner, texts: dict[str, str], measure: Any) -> dict[str, Any]:
    scores, times = [], []
    for name, text in texts.items():
        gold = measure.read_gold(CORPUS / "gold" / f"{name}.txt")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scores.append(measure.score_page(cleaner(text), *gold))
            times.append(shortest(partial(cleaner, text)))
    return {
        "f1": fmean(score["f1"] for score in scores),
        "junk": fmean(score["junk"] for score in scores),
        "perfect": sum(score["junk"] == 0 and score["lost"] == 0 for score in scores),
        "ms": median(times) * 1000,
    }


def ours(text: str) -> str:
    article = clean(source_of("page.html", None, text.encode())).article
    return "\n".join(paragraph.text for paragraph in article.body)


def readability() -> Cleaner:
    from readability import Document

    def cleaned(text: str) -> str:
        root = parse_page(Document(text).summary())
        return "" if root is None else "\n".join(line.text for line in page_lines(root))

    return cleaned


def trafilatura() -> Cleaner:
    from trafilatura import extract

    return lambda text: extract(text, include_comments=False) or ""


def justext() -> Cleaner:
    from justext import justext as paragraphs_of

    def cleaned(text: str) -> str:
        # It has no stop words for Chinese; so it is used as its authors say for a language without them.
        found = paragraphs_of(text, frozenset(), 20, 60, stopwords_low=0, stopwords_high=0)
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    return cleaned


def newspaper4k() -> Cleaner:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from newspaper import Article

    def cleaned(text: str) -> str:
        article = Article("https://example.org/", language="zh", fetch_images=False)
        article.download(input_html=text)
        article.parse()
        return str(article.text)

    return cleaned


PEERS = {
    "readability-lxml": readability,
    "trafilatura": trafilatura,
    "jusText": justext,
    "newspaper4k": newspaper4k,
}

if __name__ == "__main__":
    sys.exit(main())
