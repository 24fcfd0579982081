"""exact.py over columns: the same range, the same single rounding (half to even), overflow as an error.

Polars raises for a whole column when one product or quotient does not fit, so hopeless rows are found by a float
estimate and taken out first; the exact comparison with the limit follows.
"""

from collections.abc import Callable

import polars as pl

from catalog_admin.predicates.exact import DECIMAL_LIMIT, INTEGER_LIMIT
from catalog_admin.predicates.model import SUM_ITEM_LIMIT, Kind
from catalog_admin.predicates.setwise.columns import DECIMAL, Column, either, guarded
from catalog_admin.predicates.tree import Expression, Literal

_HOPELESS = 5.0 * float(DECIMAL_LIMIT)
_LIMIT = pl.lit(DECIMAL_LIMIT, dtype=DECIMAL)

Typed = tuple[Column, Kind]


def widened(column: Column, kind: Kind) -> Column:
    """An integer column as decimals; an error where it does not fit."""
    if kind is Kind.DECIMAL:
        return column
    wide = column.value.abs() >= int(DECIMAL_LIMIT)
    kept = guarded(column.value, wide, column.error)
    return Column(kept.value.cast(DECIMAL), kept.error)


def clamped(value: pl.Expr) -> pl.Expr:
    """An integer as a decimal for comparing only: what is too wide still compares as wider than any decimal."""
    return value.clip(-int(DECIMAL_LIMIT), int(DECIMAL_LIMIT)).cast(DECIMAL)


def comparable(value: pl.Expr, part: Expression) -> pl.Expr:
    """One side of a comparison of an integer with a decimal; what is written in the rule is made one before it runs."""
    if part.type.kind is not Kind.INTEGER:
        return value
    if isinstance(part, Literal) and isinstance(part.value, int):
        limit = int(DECIMAL_LIMIT)
        return pl.lit(max(-limit, min(limit, part.value)), dtype=DECIMAL)
    return clamped(value)


def settled(value: pl.Expr, *errors: pl.Expr | None) -> Column:
    return guarded(value, value.abs() >= _LIMIT, *errors)


def _counted(value: pl.Expr, *errors: pl.Expr | None) -> Column:
    kept = guarded(value, value.abs() > INTEGER_LIMIT, *errors)
    return Column(kept.value.cast(pl.Int64), kept.error)


def negative(column: Column) -> Column:
    return Column(-column.value, column.error)


def add(left: Typed, right: Typed) -> Typed:
    return _stepped(left, right, lambda a, b: _counted(a + b), lambda a, b: settled(a + b))


def subtract(left: Typed, right: Typed) -> Typed:
    return add(left, (negative(right[0]), right[1]))


def multiply(left: Typed, right: Typed) -> Typed:
    return _stepped(left, right, lambda a, b: _counted(a.cast(pl.Int128) * b.cast(pl.Int128)), _product)


def divide(left: Typed, right: Typed) -> Typed:
    wide_left, wide_right = (widened(*left), Kind.DECIMAL), (widened(*right), Kind.DECIMAL)
    return _stepped(wide_left, wide_right, _quotient, _quotient)


def remainder(left: Typed, right: Typed) -> Typed:
    return _stepped(left, right, _rest, _rest)


def least(left: Typed, right: Typed) -> Typed:
    smaller: _Step = lambda a, b: Column(pl.when(a <= b).then(a).when(b < a).then(b))  # noqa: E731
    return _stepped(left, right, smaller, smaller)


def greatest(left: Typed, right: Typed) -> Typed:
    larger: _Step = lambda a, b: Column(pl.when(a >= b).then(a).when(b > a).then(b))  # noqa: E731
    return _stepped(left, right, larger, larger)


_Step = Callable[[pl.Expr, pl.Expr], Column]


def _stepped(left: Typed, right: Typed, whole: _Step, exact: _Step) -> Typed:
    if left[1] is Kind.INTEGER and right[1] is Kind.INTEGER:
        done = whole(left[0].value, right[0].value)
        return Column(done.value, either(done.error, left[0].error, right[0].error)), Kind.INTEGER
    wide_left, wide_right = widened(*left), widened(*right)
    done = exact(wide_left.value, wide_right.value)
    return Column(done.value, either(done.error, wide_left.error, wide_right.error)), Kind.DECIMAL


def _float(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.Float64).abs()


def _product(left: pl.Expr, right: pl.Expr) -> Column:
    hopeless = _float(left) * _float(right) > _HOPELESS
    return settled(guarded(left, hopeless).value * right, hopeless)


def _quotient(left: pl.Expr, right: pl.Expr) -> Column:
    zero = right == 0
    divisor = guarded(right, zero).value
    hopeless = _float(left) / _float(divisor) > _HOPELESS
    return settled(guarded(left, hopeless).value / divisor, hopeless, zero)


def _rest(left: pl.Expr, right: pl.Expr) -> Column:
    zero = right == 0
    rest = left.abs() % guarded(right, zero).value.abs()
    return Column(pl.when(left < 0).then(-rest).otherwise(rest), zero)


def total(answers: pl.Expr, kind: Kind) -> Column:
    """The sum of a list column; the magnitudes bound it, so that the order of items cannot matter."""
    long = answers.list.len() > SUM_ITEM_LIMIT
    if kind is Kind.INTEGER:
        reach = answers.list.eval(pl.element().abs()).list.sum() > INTEGER_LIMIT
        return guarded(answers.list.sum(), long | reach)
    hopeless = answers.list.eval(_float(pl.element())).list.sum() > _HOPELESS
    kept = guarded(answers, long | hopeless).value
    reach = kept.list.eval(pl.element().abs()).list.sum() >= _LIMIT
    return guarded(guarded(kept, reach).value.list.sum(), reach, long, hopeless)


def rounded(column: Column, places: int) -> Column:
    return settled(column.value.round(places, mode="half_to_even"), column.error)


def percent_of(percent: Typed, amount: Typed) -> Column:
    product = multiply((widened(*percent), Kind.DECIMAL), amount)
    return divide(product, (Column(pl.lit(100, dtype=pl.Int64)), Kind.INTEGER))[0]
