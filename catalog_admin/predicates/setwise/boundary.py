"""The earliest time boundary of a whole frame."""

from datetime import datetime

import polars as pl

from catalog_admin.predicates.boundaries import next_boundary
from catalog_admin.predicates.rules import reads, reads_time
from catalog_admin.predicates.tree import Rule


def earliest_boundary(rule: Rule, rows: pl.DataFrame, instant: datetime) -> datetime | None:
    """When the first row may change by time; costs one evaluation or so per *distinct* combination of what is read."""
    if not reads_time(rule):
        return None
    distinct = rows.select(sorted(reads(rule))).unique() if reads(rule) else pl.DataFrame({"": [None]})
    found = (next_boundary(rule, row, instant) for row in distinct.iter_rows(named=True))
    return min((at for at in found if at is not None), default=None)
