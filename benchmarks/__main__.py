"""`python -m benchmarks [--full] [name …]`: run, print a table, write results/latest.json and latest.md."""

import argparse
import importlib
import json
import pkgutil
from pathlib import Path

import benchmarks
from benchmarks.measure import Result
from benchmarks.place import place

RESULTS = Path(__file__).parent / "results"
NOT_BENCHMARKS = {"__main__", "measure", "place"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="modules to run; all by default")
    parser.add_argument("--full", action="store_true", help="the sizes of the published table")
    asked = parser.parse_args()
    modules = [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name not in NOT_BENCHMARKS]
    results: list[Result] = []
    for name in asked.names or modules:
        with place(name) as here:
            found = importlib.import_module(f"benchmarks.{name}").run(here, full=asked.full)
        results += found
        print(table(found), flush=True)
    write(results)


def write(results: list[Result]) -> None:
    """The newest result of each name; a partial run keeps the others."""
    RESULTS.mkdir(exist_ok=True)
    latest = RESULTS / "latest.json"
    known = {row["name"]: row for row in json.loads(latest.read_text())} if latest.exists() else {}
    known |= {one.name: one.row() for one in results}
    rows = [known[name] for name in sorted(known)]
    latest.write_text(json.dumps(rows, indent=1) + "\n")
    (RESULTS / "latest.md").write_text(table([Result(**row) for row in rows]) + "\n")


def table(results: list[Result]) -> str:
    head = "| benchmark | value | floor | ratio | bar | | n |\n| --- | ---: | ---: | ---: | --- | --- | ---: |\n"
    return head + "\n".join(_row(one) for one in results)


def _row(one: Result) -> str:
    judged = "✓" if one.ok else "✗"
    measured = f"{one.value} {one.unit} | {one.floor} {one.unit} | {one.ratio}"
    return f"| `{one.name}` | {measured} | {one.bar} | {judged} | {one.n} |"


if __name__ == "__main__":
    main()
