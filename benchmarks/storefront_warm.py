"""A storefront asks what was asked before: a node, its ancestors and twenty rate plans, over GraphQL.

One worker, sixteen clients in another process. The floor is the same server checking the same token and giving
ready bytes; see `storefront`.
"""

import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result
from benchmarks.place import TENANT, Place
from benchmarks.shelves import CATALOG, fill, path_of
from benchmarks.storefront import FLOOR, REAL
from catalog_admin.access.issuing import dev_token
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.model import PublishWish

BAR = Bar("at least", 0.6)
SIZE = {"plan_count": 5_000, "node_count": 201, "rule_count": 0}
SHELVES = 50  # nodes asked for in turn, the deepest of the tree
CLIENTS = 16
SECONDS = 2.0
STARTUP_SECONDS = 60
QUERY = """
query Shelf($path: String!) {
  node(catalog: "bench", path: $path) {
    id key path type displayName meta
    ancestors { id key path displayName }
    ratePlans(first: 20) {
      edges { node { id key sku name status tags attributes charges { key kind model unit priceRef } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
Told = dict[str, Any]


def run(here: Place, *, full: bool) -> list[Result]:
    """The same in both sizes: what is warm does not look at the catalog."""
    return [measured(here, SIZE, SECONDS, ROUNDS)]


def measured(here: Place, size: dict[str, int], seconds: float, rounds: int) -> Result:
    fill(here, **size)
    wish = PublishWish(CATALOG)
    promotions.publish(here.database, here.actor, here.environment, wish, environment_key="dev")
    here.settle()
    with TemporaryDirectory() as data_dir:
        token = dev_token(Path(data_dir), TENANT, ["viewer"])
        with serving(here, data_dir) as port:
            order = {"host": "127.0.0.1", "port": port, "token": token, "clients": CLIENTS}
            order["questions"] = [_question(path_of(size["node_count"] - 2 - back)) for back in range(SHELVES)]
            for path in (REAL, FLOOR):
                _attacked({**order, "path": path, "seconds": seconds})
            return _in_turn(partial(_attacked, {**order, "seconds": seconds}), rounds)


def _in_turn(attack: Callable[..., Told], rounds: int) -> Result:
    told: dict[str, list[Told]] = {REAL: [], FLOOR: []}

    def rate(path: str) -> float:
        told[path].append(attack(path=path))
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


def _question(path: str) -> str:
    return json.dumps({"query": QUERY, "variables": {"path": path}})


def _attacked(order: Told, path: str | None = None) -> Told:
    said = order if path is None else {**order, "path": path}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.clients"],
        check=True,
        input=json.dumps(said),
        stdout=subprocess.PIPE,
        text=True,
    )
    told: Told = json.loads(done.stdout)
    return told


@contextmanager
def serving(here: Place, data_dir: str) -> Iterator[int]:
    port = _free_port()
    log = Path(data_dir) / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.storefront", here.service_url, data_dir, str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, server, log)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")
