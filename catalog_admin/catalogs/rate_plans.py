"""What this room asks of products: which rate plans there are, and what rules can read of them."""

from collections.abc import Iterable, Sequence

import polars as pl

from catalog_admin.kit.work import Reads, Work
from catalog_admin.products import queries as products

plan_ids = products.plan_ids
plan_keys = products.plan_keys
scope = products.scope
held_scope = products.held_scope


def columns(tx: Reads | Work, attributes: Iterable[str], keys: Sequence[str] | None = None) -> pl.DataFrame:
    """plan_id, key and one column for each attribute, of the living rate plans or of these alone."""
    return products.rule_columns(tx, frozenset(attributes), keys)


def kept_columns(reads: Reads, attributes: Iterable[str]) -> pl.DataFrame:
    """The same of all living rate plans, kept from one time to the next."""
    return products.kept_columns(reads, frozenset(attributes))
