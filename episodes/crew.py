"""The one seam to more hands than this process has: any `concurrent.futures.Executor`.

The writer packs each episode (`parcel.py`), workers make it (`worker.py`), and the writer takes the results
in the order of the stories (`bench.py`, `spreading.py`).
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from audio import ConnectionLimit, MachineLimit, default_folder
from scripts import ConfigurationError

from .errors import CrewLost
from .turns import Turns

_TASKS_PER_HAND = 2
"""While a worker makes one episode, the next is on its way to it."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Workers, and the place where they leave what they have made.

    Attributes:
        executor: has the workers.
        limit: of connections to speech services, over all of them; None bounds each alone.
        results: a folder or an address that all of them and this process reach; "" is in each show's folder.
        hands: how many episodes can be made at once.
    """

    executor: Executor
    limit: ConnectionLimit | None
    results: str
    hands: int

    def in_turn(self) -> Callable[[str], "Crew"]:
        """The same crew for many shows at once, by their names: each has its turn."""
        turns = Turns(self.executor, _TASKS_PER_HAND * self.hands)
        return lambda show: replace(self, executor=turns.for_show(show))


def crew_lost() -> CrewLost:
    """What is to be raised when a cluster's scheduler is gone, and with it what the workers were doing."""
    return CrewLost(
        "the workers are gone: their scheduler has ended, or cannot be reached",
        "when it is back, build again: what they had finished is kept",
    )


def machine_limit() -> ConnectionLimit | None:
    """Bounds the connections of all processes of this user; None if there is no place to count them in."""
    folder = default_folder() / "connections"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # a cache that cannot be written to keeps nobody from building
    return MachineLimit(folder) if os.access(folder, os.W_OK) else None


def crew_of_processes(count: int) -> Crew:
    """Workers in so many processes of this machine."""
    from .processes import Processes

    return Crew(Processes(count), machine_limit(), "", count)


def crew_on_cluster(address: str, results: str) -> Crew:
    """The workers of a Dask scheduler.

    Args:
        address: the scheduler's.
        results: where they leave what they have made; "" is the show's folder, if they reach it.

    Raises:
        ConfigurationError: there is no such cluster, or its workers cannot be used.
    """
    try:
        from .cluster import Cluster, ClusterLimit
    except ImportError as error:
        raise ConfigurationError(f"--cluster needs Dask ({error})", "pip install 'bobao[cluster]'") from error
    cluster = Cluster(address)
    return Crew(cluster, ClusterLimit(), results, cluster.hands)
