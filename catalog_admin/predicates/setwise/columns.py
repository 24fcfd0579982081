"""How declared types lie in a frame, and the pair every part of a rule becomes there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from catalog_admin.predicates.errors import UnreadableValue
from catalog_admin.predicates.exact import FRACTION_DIGITS
from catalog_admin.predicates.model import Gap, Kind, Outcome, Row, Type
from catalog_admin.predicates.values import cell_of

DECIMAL = pl.Decimal(38, FRACTION_DIGITS)
_KINDS: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.DECIMAL: DECIMAL,
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DATE: pl.Date(),
    Kind.DATETIME: pl.Datetime("us", "UTC"),
}


def polars_type(declared: Type) -> pl.DataType:
    """The column type that the expressions expect; null is a missing value."""
    item = _KINDS[declared.kind]
    return pl.List(item) if declared.many else item


def frame(declared: Mapping[str, Type], rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as columns; refuses a cell without its declared type, which a typed column cannot hold."""
    listed = list(rows)
    columns = {
        name: pl.Series(name, [_cell(name, kind, row) for row in listed], dtype=polars_type(kind), strict=True)
        for name, kind in declared.items()
    }
    return pl.DataFrame(columns)


def _cell(name: str, declared: Type, row: Row) -> Any:
    found = cell_of(name, declared, row.get(name))
    if isinstance(found, Gap):
        if found.outcome is Outcome.ERROR:
            raise UnreadableValue(found.reason)
        return None
    return list(found) if isinstance(found, tuple) else found


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is null where missing or failed; `error` is true where failed, None where nothing can fail."""

    value: pl.Expr
    error: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    instant: datetime


def either(*errors: pl.Expr | None) -> pl.Expr | None:
    """Any of the errors; null counts as none."""
    found: pl.Expr | None = None
    for error in errors:
        if error is not None:
            sure = error.fill_null(False)
            found = sure if found is None else found | sure
    return found


def guarded(value: pl.Expr, wrong: pl.Expr, *errors: pl.Expr | None) -> Column:
    """The value where it is not wrong."""
    return Column(pl.when(~wrong.fill_null(False)).then(value), either(wrong, *errors))


def strict(done: Column, arguments: list[Column]) -> Column:
    """An operation fails by itself only where every argument is there: a missing one makes it missing first."""
    given = either(*(each.error for each in arguments))
    if done.error is None or not arguments:
        return Column(done.value, given)
    there = pl.all_horizontal([each.value.is_not_null() for each in arguments])
    return Column(done.value, either(given, done.error & there))


def literal(value: Any, declared: Type) -> pl.Expr:
    if declared.many:
        return pl.lit(pl.Series([list(value)], dtype=polars_type(declared))).first()
    if declared.kind is Kind.TEXT:
        return pl.lit(value)  # is text as it stands; to say so costs five times as much
    return pl.lit(value, dtype=polars_type(declared))
