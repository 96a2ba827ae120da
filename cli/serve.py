"""`bobao serve`: the show's public folder, for podcast apps and browsers."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from .console import print_line
from .options import ShowFolder


def serve(
    show: ShowFolder = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "0.0.0.0",  # noqa: S104 - a phone on the same network is to subscribe
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8000,
) -> None:
    """Serve the show's feed and pages until Ctrl-C."""
    from episodes import bring_up_to_date, find_show, open_show
    from episodes import serve as serve_forever

    house = open_show(find_show(show))
    bring_up_to_date(house, datetime.now(UTC))

    def tell(addresses: list[str]) -> None:
        print_line(f"Serving {house.public}; Ctrl-C stops.")
        for address in addresses:
            print_line(f"  page  {address}\n  feed  {address}feed.xml")

    serve_forever(house, host, port, tell)
