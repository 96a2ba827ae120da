"""Who makes the episodes of a command: this process, more processes of this machine, or a cluster."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from episodes import Crew

Jobs = Annotated[
    int,
    typer.Option("--jobs", min=1, max=256, metavar="N", help="Make so many episodes at once, in processes."),
]
ClusterAddress = Annotated[
    str,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Have the workers of this Dask scheduler make them, such as tcp://10.0.0.5:8786.",
    ),
]
Results = Annotated[
    str,
    typer.Option(
        "--results",
        metavar="URL",
        envvar="BOBAO_RESULTS_URL",
        help="Where the cluster's workers leave what they have made: a folder that all reach, or an address"
        " such as s3://bucket/results. Default: the show's folder.",
    ),
]

Hire = Callable[[], AbstractContextManager["Crew | None"]]
"""Begins the crew's work; it is called when there is something to do."""


@contextmanager
def hired(jobs: int, cluster: str, results: str) -> "Iterator[Crew | None]":
    """The crew that the options ask for; None if this process is enough.

    Raises:
        ConfigurationError: there is no such cluster, or its workers cannot be used.
    """
    if cluster and jobs > 1:
        raise typer.BadParameter("give --jobs or --cluster, not both")
    if not cluster and jobs == 1:
        yield None
        return
    from episodes import crew_of_processes, crew_on_cluster

    crew = crew_on_cluster(cluster, results) if cluster else crew_of_processes(jobs)
    with _ended(crew.executor):
        yield crew


@contextmanager
def _ended(executor: "Executor") -> Iterator[None]:
    try:
        yield
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()
