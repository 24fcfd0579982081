"""A publish after a hundred rate plans have changed: in a large catalog, in a small one, and beside the first publish.

The small catalog stands in a database of its own: in the same tables as the large one it would not be small.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import plan, take, write_rows
from benchmarks.measure import ROUNDS, Bar, Result, in_turn, limited, result, seconds
from benchmarks.place import Place
from benchmarks.shelves import Size, first_publish, publish, published
from catalog_admin.products.imports import Of

BAR, OF_FULL = Bar("at most", 1.5), Bar("at most", 0.01)
MOST_SECONDS = 0.3
CHANGED = 100
SMALL = {"plan_count": 10_000, "node_count": 1_000, "rule_count": 50}
SIZES = {"plan_count": 1_000_000, "node_count": 10_282, "rule_count": 50}
REDUCED = {"plan_count": 40_000, "node_count": 4_000, "rule_count": 50}


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, SIZES if full else REDUCED, SMALL, ROUNDS, is_full=full)


def measured(here: Place, large: Size, small: Size, rounds: int, *, is_full: bool = False) -> list[Result]:
    with published(here, large) as many, published(here, small) as few, TemporaryDirectory() as name:
        first = first_publish(many)
        value, floor = in_turn(
            _publisher(many, Path(name), large["plan_count"]),
            _publisher(few, Path(name), small["plan_count"]),
            rounds,
            is_warm=True,
        )
    note = f"{CHANGED} changed of {large['plan_count']:,}; floor: of {small['plan_count']:,}"
    found = [
        result("publish.incremental", value=value * 1000, floor=floor * 1000, unit="ms", bar=BAR, n=rounds, note=note),
        limited("publish.incremental.time", value=value, most=MOST_SECONDS, unit="s", n=rounds, note=note),
    ]
    if is_full:  # in a small catalog the first publish is no hundred times as long as the shortest one can be
        note = "floor: the first publish of the same catalog"
        found.append(
            result("publish.incremental.of_full", value=value, floor=first, unit="s", bar=OF_FULL, n=rounds, note=note)
        )
    return found


def _publisher(here: Place, folder: Path, plan_count: int) -> Callable[[], float]:
    """Changes a hundred rate plans, others each time and in what all rules read, and times the publish alone."""
    turn = 0

    def published_again() -> float:
        nonlocal turn
        turn += 1
        rows = [_changed((turn * CHANGED + place) * 7919 % plan_count, turn) for place in range(CHANGED)]
        take(here, write_rows(folder / "changed.ndjson", rows), Of.RATE_PLANS)
        return seconds(lambda: publish(here))

    return published_again


def _changed(number: int, turn: int) -> dict[str, Any]:
    said = plan(number)
    percent = (said["attributes"]["discountPercent"] + 10 * turn) % 100
    return said | {"attributes": said["attributes"] | {"discountPercent": percent}, "name": {"en": f"Changed {turn}"}}
