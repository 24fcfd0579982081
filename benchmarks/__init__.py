"""What the performance table is made with; see docs/guides/performance.md."""

import importlib
from collections.abc import Iterable

from benchmarks.measure import Result
from benchmarks.place import place, server
from benchmarks.report import table

BENCHMARKS = ("nodes_create", "import_plans", "publish_full", "storefront_warm")


def run(names: Iterable[str], *, full: bool) -> list[Result]:
    """Each in a database of its own; its rows are printed as soon as they are known."""
    results: list[Result] = []
    with server() as server_url:
        for name in names:
            with place(server_url, name) as here:
                found = importlib.import_module(f"benchmarks.{name}").run(here, full=full)
            results += found
            print(table(found), flush=True)
    return results
