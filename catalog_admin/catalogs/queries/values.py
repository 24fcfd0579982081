"""What rate plans really say under a name: the words to choose from while a rule is written."""

from dataclasses import dataclass

import polars as pl

from catalog_admin.catalogs import rate_plans
from catalog_admin.kit.work import Reads
from catalog_admin.predicates.errors import UnknownName
from catalog_admin.predicates.model import Scalar
from catalog_admin.predicates.suggest import nearest


@dataclass(frozen=True, slots=True)
class Values:
    """The most frequent `values`, each with the number of rate plans that have it; `missing` have none at all."""

    values: list[tuple[Scalar, int]]
    distinct: int
    missing: int
    total: int


def values_of(reads: Reads, name: str, search: str | None, limit: int) -> Values:
    """Over all rate plans, the most frequent first; raises UnknownName."""
    scope = rate_plans.scope(reads)
    if name not in scope:
        hint = nearest(name, scope)
        raise UnknownName(f"nothing declares `{name}`", pointer="/attribute", suggestion=hint, name=name)
    # The key is there without being asked for.
    column = rate_plans.columns(reads, {name} - {"key"})[name]
    said = _items(column).drop_nulls()
    if search:
        said = said.filter(said.cast(pl.String).str.to_lowercase().str.contains(search.lower(), literal=True))
    counts = said.value_counts(name="plans").sort(["plans", name], descending=[True, False])
    return Values([*counts.head(limit).iter_rows()], counts.height, column.null_count(), column.len())


def _items(column: pl.Series) -> pl.Series:
    """A rate plan that says the same twice counts once."""
    return column.list.unique().explode() if isinstance(column.dtype, pl.List) else column
