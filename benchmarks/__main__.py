"""`python -m benchmarks [--full] [name …]`: run, print a table, write results/latest.json and latest.md.

`python -m benchmarks --publish [--despite REASON]` runs nothing: the newest results become results/published.json and
the table of the guide. Results there is reason to doubt are refused, or published together with the doubt.
"""

import argparse
import importlib
from collections.abc import Iterable
from dataclasses import replace

from benchmarks import BENCHMARKS, report
from benchmarks.measure import Result, Watch
from benchmarks.place import Copies, place, server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(BENCHMARKS)}; all by default")
    parser.add_argument("--full", action="store_true", help="the sizes the bars are set for: a million rate plans")
    parser.add_argument("--publish", action="store_true", help="put the newest results into the guide; runs nothing")
    parser.add_argument("--despite", metavar="REASON", default="", help="publish doubtful results; stands in the guide")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}")
    if asked.publish:
        if doubtful := report.publish(despite=asked.despite):
            parser.error("; ".join(["not to be published", *doubtful]))
        return
    run(asked.names or BENCHMARKS, full=asked.full)


def run(names: Iterable[str], *, full: bool) -> None:
    """Each in a database of its own; its rows are printed and written as soon as they are known."""
    with server() as server_url, Copies(server_url) as copies:
        for name in names:
            watch = Watch()
            with place(server_url, name, copies) as here:
                found: list[Result] = importlib.import_module(f"benchmarks.{name}").run(here, full=full)
            found = [replace(one, others=watch.others()) for one in found]
            print(report.table(found), flush=True)
            report.write(found)


if __name__ == "__main__":
    main()
