"""Columns of all rate plans that this process keeps: of a million, reading them out of JSON takes seconds.

They are as one snapshot saw them. Who asks later reads what has changed since, and nothing else.
"""

from dataclasses import dataclass
from math import inf
from uuid import UUID

import polars as pl
from sqlalchemy import text

from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.kept import Kept
from catalog_admin.kit.work import Reads
from catalog_admin.products.queries.attributes import scope
from catalog_admin.products.queries.changes import changed_plans
from catalog_admin.products.queries.columns import rule_columns
from catalog_admin.products.queries.plans import plan_keys

KEPT_BYTES = 256 * 1024 * 1024  # a million rate plans with five columns take some 190 MB
KEPT_SECONDS = 15 * 60.0
MOST_CHANGED = 20_000
# Numbers of transactions mean something in one database of one server, until that is started again.
PLACE = "SELECT pg_postmaster_start_time()::text, oid FROM pg_database WHERE datname = current_database()"


@dataclass(frozen=True)
class _Columns:
    read_as: Snapshot
    frame: pl.DataFrame
    holds_until: float = inf

    @property
    def size(self) -> int:
        return int(self.frame.estimated_size())


_KEPT: Kept[_Columns] = Kept(most_bytes=KEPT_BYTES, seconds=KEPT_SECONDS)


def kept_columns(reads: Reads, attributes: frozenset[str]) -> pl.DataFrame:
    """The same as `rule_columns` of all; the frame is everybody's, who asks for it changes nothing in it."""
    place = tuple(reads.session.execute(text(PLACE)).one())
    declared = scope(reads)
    types = tuple((name, declared[name].type) for name in sorted(attributes))
    seen = Snapshot.of(reads)
    key = (place, reads.tenant, reads.environment, types)
    return _KEPT.renew(key, lambda known: _as_seen(reads, attributes, seen, known)).frame


def _as_seen(reads: Reads, attributes: frozenset[str], seen: Snapshot, known: _Columns | None) -> _Columns:
    """Read in full by who sees less than is known, or too much that is not."""
    if known is not None and seen.has_seen_all_of(known.read_as):
        changed = changed_plans(reads, known.read_as, most=MOST_CHANGED + 1)
        if len(changed) <= MOST_CHANGED:
            return _Columns(seen, _replaced(reads, attributes, known.frame, changed) if changed else known.frame)
    return _Columns(seen, rule_columns(reads, attributes))


def _replaced(reads: Reads, attributes: frozenset[str], frame: pl.DataFrame, changed: set[UUID]) -> pl.DataFrame:
    """Those that are deleted now are left out."""
    ids = pl.Series(map(str, changed), dtype=pl.String())
    fresh = rule_columns(reads, attributes, list(plan_keys(reads, changed).values()))
    return pl.concat([frame.filter(~pl.col("plan_id").is_in(ids.implode())), fresh], rechunk=True)
