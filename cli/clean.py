"""`bobao clean`: the article without what is not the story; of a subscription, what it offers."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .console import print_json, print_line
from .options import Json, ShowFolder, Source
from .sources import read

if TYPE_CHECKING:
    from scripts import Article


def clean(
    source: Source,
    json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the page as judged: each dropped line with its reason.")
    ] = False,
    show: ShowFolder = None,
) -> None:
    """Print the article: body paragraphs, one per line. Of a feed: its entries, newest first."""
    from episodes import open_show_or_defaults
    from scripts import SourceKind
    from scripts import clean as cleaned

    house = open_show_or_defaults(show)
    page = read(source, show)
    if page.kind is SourceKind.FEED:
        from .entries import print_entries

        return print_entries(page, house, json=json, explain=explain)
    cleaning = cleaned(page, house.settings.rules)
    if json:
        return print_json(as_json(cleaning.article))
    if explain:
        from .explain import print_explained

        return print_explained(cleaning)
    return print_line("\n".join(paragraph.text for paragraph in cleaning.article.body))


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
