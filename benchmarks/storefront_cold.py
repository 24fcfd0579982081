"""A storefront asks for a node that nobody has asked for before: the node, its ancestors and twenty rate plans.

One worker, sixteen clients in another process; no node is asked for twice. The floor is Strawberry in the same server,
resolving the same text over objects that lie in memory; see `in_memory`.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.floors import FLOOR, REAL
from benchmarks.measure import ROUNDS, Bar, Result, in_turn, limited, result
from benchmarks.place import TENANT, Place
from benchmarks.served import Told, attacked, question, serving
from benchmarks.shelves import Size, path_of, published
from catalog_admin.access.issuing import dev_token

BAR = Bar("at least", 0.6)
MOST_MILLISECONDS = 60.0
REDUCED = {"plan_count": 40_000, "node_count": 2_002, "rule_count": 50}
FULL = {"plan_count": 1_000_000, "node_count": 10_282, "rule_count": 50}
KNOWN = 50  # nodes that the floor has in memory
CLIENTS = 16
LONGEST_SECONDS = 300.0


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, FULL if full else REDUCED, ROUNDS)


def measured(here: Place, size: Size, rounds: int) -> list[Result]:
    shelves = size["node_count"] - size["rule_count"] - 1
    nodes = [question(path_of(number)) for number in reversed(range(shelves))]
    with published(here, size) as there, TemporaryDirectory() as data_dir:
        token = dev_token(Path(data_dir), TENANT, ["viewer"])
        with serving(there, data_dir, "in_memory") as port:
            order = {"host": "127.0.0.1", "port": port, "token": token, "clients": CLIENTS, "once": True}
            return _in_turn(order | {"seconds": LONGEST_SECONDS}, nodes, rounds)


def _in_turn(order: Told, nodes: list[str], rounds: int) -> list[Result]:
    """The deepest nodes are the service's, part by part; the floor always asks for the same that follow them."""
    each = (len(nodes) - KNOWN) // (rounds + 1)
    parts: Iterator[list[str]] = iter(nodes[at : at + each] for at in range(0, each * (rounds + 1), each))
    known = nodes[each * (rounds + 1) :][:KNOWN] * (each // KNOWN + 1)
    told: list[Told] = []

    def ours() -> float:
        told.append(attacked({**order, "path": REAL, "questions": next(parts)}))
        return float(told[-1]["rate"])

    def floor() -> float:
        return float(attacked({**order, "path": FLOOR, "questions": known})["rate"])

    value, least = in_turn(ours, floor, rounds)
    p50, p99 = (statistics.median(one[name] for one in told[1:]) * 1000 for name in ("p50", "p99"))
    kilobytes = statistics.median(one["bytes"] for one in told[1:]) / 1000
    note = f"{CLIENTS} clients, {each} nodes a round, {kilobytes:.0f} kB an answer; p50 {p50:.1f} ms"
    return [
        result("storefront.cold", value=value, floor=least, unit="/s", bar=BAR, n=rounds, note=note),
        limited("storefront.cold.p99", value=p99, most=MOST_MILLISECONDS, unit="ms", n=rounds, note=note),
    ]
