"""Going back to an earlier version: the whole transaction, audit and event included; against one row's UPDATE.

The floor is an UPDATE of one row, committed to the disk, on a connection that is open already. The same rollback is
measured in a small catalog, in a database of its own, and over HTTP as an operator would feel it.
"""

import http.client
import json
import statistics
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Bar, Result, limited, result, seconds
from benchmarks.place import TENANT, Place
from benchmarks.served import serving
from benchmarks.shelves import CATALOG
from benchmarks.versioned import versions
from catalog_admin.access.issuing import dev_token
from catalog_admin.kit.etags import Expected
from catalog_admin.promotions import commands as promotions

BAR = Bar("at most", 10)
SAME = Bar("at most", 1.2)
MOST_MILLISECONDS = 25
PLANS, FULL, SMALL = 20_000, 1_000_000, 1_000
TIMES, WARM_UP = 100, 10
POINTER = "CREATE TABLE floor_pointer AS SELECT 1 AS id, sha256('live') AS digest"


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, FULL if full else PLANS, SMALL, TIMES)


def measured(here: Place, plans: int, fewer: int, times: int) -> list[Result]:
    with versions(here, plans) as many, versions(here, fewer) as few:
        for each in (many, few):
            each.change(10, "renamed")
        large_ms, floor_ms, small_ms = _in_turn(many.here, few.here, times)
        over_http = _over_http(many.here, times)
    sizes = f"{plans:,} rate plans"
    return [
        result("version.rollback", value=large_ms, floor=floor_ms, unit="ms", bar=BAR, n=times, note=sizes),
        result(
            "version.rollback.size",
            value=large_ms,
            floor=small_ms,
            unit="ms",
            bar=SAME,
            n=times,
            note=f"{sizes} against {fewer:,}",
        ),
        limited("version.rollback.http", value=over_http, most=MOST_MILLISECONDS, unit="ms", n=times, note=sizes),
    ]


def _in_turn(here: Place, small: Place, times: int) -> tuple[float, float, float]:
    """Medians of all three, one of each at a time, so that drift hits them alike."""
    with here.admin() as connection:
        connection.execute(POINTER)
        flip = "UPDATE floor_pointer SET digest = sha256(digest) WHERE id = 1"
        rounds = [
            (
                seconds(lambda to=to: _gone_back(here, to)),  # type: ignore[misc]
                seconds(lambda: connection.execute(flip)),
                seconds(lambda to=to: _gone_back(small, to)),  # type: ignore[misc]
            )
            for to in _to_and_fro(times + WARM_UP)
        ][WARM_UP:]
    large_ms, floor_ms, small_ms = (statistics.median(each) * 1000 for each in zip(*rounds, strict=True))
    return large_ms, floor_ms, small_ms


def _to_and_fro(times: int) -> list[str]:
    """The newest of the two versions is live."""
    return [("1", "2")[number % 2] for number in range(times)]


def _gone_back(where: Place, to: str) -> None:
    with where.work() as work:
        promotions.rollback(work, CATALOG, to, reason="measured", expected=Expected("*"))


def _over_http(here: Place, times: int) -> float:
    with TemporaryDirectory() as data_dir:
        token = dev_token(Path(data_dir), TENANT, ["publisher"])
        with serving(here, data_dir) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            asked = _asker(connection, token)
            took = [seconds(lambda to=to: asked(to)) for to in _to_and_fro(times + WARM_UP)][WARM_UP:]  # type: ignore[misc]
            connection.close()
    return statistics.median(took) * 1000


def _asker(connection: http.client.HTTPConnection, token: str) -> Callable[[str], None]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(to: str) -> None:
        connection.request("POST", f"/commerce/catalogs/{CATALOG}/rollback", json.dumps({"to": to}), headers)
        answer = connection.getresponse()
        told = answer.read()
        assert answer.status == 200, told

    return ask
