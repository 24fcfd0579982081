"""A storefront asks what was asked before: a node, its ancestors and twenty rate plans, over GraphQL.

One worker, sixteen clients in another process. The floor is the same server checking the same token and giving
ready bytes; see `floors`.
"""

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.floors import FLOOR, REAL
from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result
from benchmarks.place import TENANT, Place
from benchmarks.served import Told, attacked, question, serving
from benchmarks.shelves import Size, path_of, published
from catalog_admin.access.issuing import dev_token

BAR = Bar("at least", 0.6)
SIZE = {"plan_count": 5_000, "node_count": 201, "rule_count": 0}
SHELVES = 50  # nodes asked for in turn, the deepest of the tree
CLIENTS = 16
SECONDS = 2.0


def run(here: Place, *, full: bool) -> list[Result]:
    """The same in both sizes: what is warm does not look at the catalog."""
    return [measured(here, SIZE, SECONDS, ROUNDS)]


def measured(here: Place, size: Size, seconds: float, rounds: int) -> Result:
    with published(here, size) as there, TemporaryDirectory() as data_dir:
        token = dev_token(Path(data_dir), TENANT, ["viewer"])
        with serving(there, data_dir, "ready") as port:
            order = {"host": "127.0.0.1", "port": port, "token": token, "clients": CLIENTS, "seconds": seconds}
            order["questions"] = [question(path_of(size["node_count"] - 2 - back)) for back in range(SHELVES)]
            for path in (REAL, FLOOR):
                attacked({**order, "path": path})
            return _in_turn(partial(_attack, order), rounds)


def _attack(order: Told, path: str) -> Told:
    return attacked({**order, "path": path})


def _in_turn(attack: Callable[[str], Told], rounds: int) -> Result:
    told: dict[str, list[Told]] = {REAL: [], FLOOR: []}

    def rate(path: str) -> float:
        told[path].append(attack(path))
        return float(told[path][-1]["rate"])

    value, floor = in_turn(lambda: rate(REAL), lambda: rate(FLOOR), rounds)
    ours = told[REAL][1:]
    p50, p99 = (statistics.median(each[name] for each in ours) * 1000 for name in ("p50", "p99"))
    kilobytes = statistics.median(each["bytes"] for each in ours) / 1000
    busy = max(each["busy"] for each in told[FLOOR][1:])
    note = (
        f"{CLIENTS} clients, {SHELVES} nodes, {kilobytes:.0f} kB an answer; p50 {p50:.1f} ms, p99 {p99:.1f} ms;"
        f" at the floor the clients' process was {busy:.0%} busy"
    )
    return result("storefront.warm", value=value, floor=floor, unit="/s", bar=BAR, n=rounds, note=note)
