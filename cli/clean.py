"""`bobao clean`: the article without what is not the story."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .options import Json, Source
from .sources import read

if TYPE_CHECKING:
    from scripts import Article


def clean(
    source: Source,
    json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print each dropped line with its reason.")
    ] = False,
) -> None:
    """Print the article: body paragraphs, one per line."""
    from scripts import clean as cleaned

    cleaning = cleaned(read(source))
    if json:
        print_json(as_json(cleaning.article))
    elif explain:
        for line in cleaning.dropped:
            print_line(f"{line.reason:<12}{line.text}")
    else:
        for paragraph in cleaning.article.body:
            print_line(paragraph.text)


def as_json(article: "Article") -> dict[str, Any]:
    """An article as `--json` prints it."""
    return {
        "title": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "body": [paragraph.text for paragraph in article.body],
    }
