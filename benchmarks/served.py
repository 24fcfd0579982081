"""A server of its own for what is measured over HTTP, and clients of their own that attack it."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.place import Place

STARTUP_SECONDS = 60
Told = dict[str, Any]
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


def question(path: str) -> str:
    return json.dumps({"query": QUERY, "variables": {"path": path}})


@contextmanager
def serving(here: Place, data_dir: str, floor: str = "ready") -> Iterator[int]:
    """Its port."""
    port, log = _free_port(), Path(data_dir) / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.storefront", here.service_url, data_dir, str(port), floor],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, server, log)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def attacked(order: Told) -> Told:
    """What the clients tell; the order is theirs (`clients.attack`)."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.clients"],
        check=True,
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
    )
    told: Told = json.loads(done.stdout)
    return told


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
