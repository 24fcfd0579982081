"""A catalog's first version, from its draft to what storefronts read; against writing and hashing alone.

The floor is COPY of the very rows the publish makes, ready-made, into tables with the same columns and indexes and
without row-level security, and SHA-256 over as many JSON objects with sorted keys as the version has entries.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from benchmarks.measure import ROUNDS, Bar, Result, in_turn, limited, result, seconds
from benchmarks.place import Place
from benchmarks.shelves import Size, filled

BAR = Bar("at most", 1.5)
MOST_MEMORY = 1.5  # GB
SIZES = {"plan_count": 1_000_000, "node_count": 10_282, "rule_count": 50}
REDUCED = {"plan_count": 10_000, "node_count": 1_000, "rule_count": 20}
ROWS = (
    "body",
    "published_node",
    "published_slug",
    "published_count",
    "published_plan",
    "published_membership",
    "published_entry",
    "published_leaf",
)
# Small tables, in an order that their references allow.
REST = (
    "environment_move",
    "release_catalog",
    "publication",
    "version",
    "lineage_ordinal",
    "lineage",
)
SAMPLE = 10_000  # bodies that stand for all of them when hashing


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, SIZES if full else REDUCED, ROUNDS)


def measured(here: Place, size: Size, rounds: int) -> list[Result]:
    with filled(here, size) as there:
        return _measured(there, size, rounds)


def _measured(here: Place, size: Size, rounds: int) -> list[Result]:
    peaks = [_published(here)["peak_bytes"]]
    with TemporaryDirectory() as name, _twins(here) as twins:
        files = _kept(here, Path(name))
        entries, bodies = _entries(here)

        def ours() -> float:
            _forgotten(here)
            told = _published(here)
            peaks.append(told["peak_bytes"])
            return float(told["seconds"])

        value, floor = in_turn(ours, lambda: _floor(here, twins, files, entries, bodies), rounds, is_warm=True)
    note = ", ".join(f"{count:,} {name.removesuffix('_count')}s" for name, count in size.items())
    note += f", {entries:,} entries"
    memory = statistics.median(peaks) / 1e9
    return [
        result("publish.full", value=value, floor=floor, unit="s", bar=BAR, n=rounds, note=note),
        limited("publish.memory", value=memory, most=MOST_MEMORY, unit="GB", n=len(peaks), note=note),
    ]


def _published(here: Place) -> dict[str, Any]:
    """In a process of its own, so that the memory is the service's alone."""
    scope = (here.service_url, str(here.actor.tenant), str(here.environment))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.publisher", *scope], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _forgotten(here: Place) -> None:
    """As if nothing had ever been published; published rows refuse that to everybody, so the triggers must sleep."""
    with here.admin() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"TRUNCATE {', '.join(ROWS)}")
        connection.execute("UPDATE environment SET release_digest = NULL")
        for table in (*REST, "release"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
    here.settle()


@contextmanager
def _twins(here: Place) -> Iterator[dict[str, str]]:
    """Tables like the published ones: same columns, same indexes, nobody watches them."""
    names = {table: f"floor_{table}" for table in ROWS}
    with here.admin() as connection:
        for table, twin in names.items():
            connection.execute(f"CREATE TABLE {twin} (LIKE {table} INCLUDING ALL)")
    yield names


def _kept(here: Place, folder: Path) -> dict[str, Path]:
    """What the publish has written, in COPY's own format, one file a table."""
    files = {table: folder / table for table in ROWS}
    with here.admin() as connection, connection.cursor() as cursor:
        for table, file in files.items():
            with file.open("wb") as out, cursor.copy(f"COPY {table} TO STDOUT") as copy:
                out.writelines(copy)
    return files


def _entries(here: Place) -> tuple[int, list[Any]]:
    """How many the version has, and a sample of what they say."""
    with here.admin() as connection:
        entries = int(connection.execute("SELECT entries FROM version").fetchall()[0][0])
        bodies = connection.execute("SELECT body FROM body LIMIT %s", (SAMPLE,)).fetchall()
    return entries, [orjson.loads(body) for (body,) in bodies]


def _floor(here: Place, twins: dict[str, str], files: dict[str, Path], entries: int, bodies: list[Any]) -> float:
    with here.admin() as connection:
        connection.execute(f"TRUNCATE {', '.join(twins.values())}")
    here.settle()
    return seconds(lambda: _written(here, twins, files)) + seconds(lambda: _hashed(entries, bodies))


def _written(here: Place, twins: dict[str, str], files: dict[str, Path]) -> None:
    with here.admin() as connection, connection.transaction(), connection.cursor() as cursor:
        for table, file in files.items():
            with file.open("rb") as lines, cursor.copy(f"COPY {twins[table]} FROM STDIN") as copy:
                while chunk := lines.read(1 << 20):
                    copy.write(chunk)


def _hashed(entries: int, bodies: list[Any]) -> None:
    for body in islice(cycle(bodies), entries):
        sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()
