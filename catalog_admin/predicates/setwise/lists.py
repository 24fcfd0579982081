"""Membership and list bodies over list columns; a null inside a list is an item nobody knows."""

from decimal import Decimal

import polars as pl

from catalog_admin.predicates.exact import DECIMAL_LIMIT
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.operators import QUANTIFIERS
from catalog_admin.predicates.setwise import numbers
from catalog_admin.predicates.setwise.columns import DECIMAL, Column, either, polars_type
from catalog_admin.predicates.tree import Each, Expression, Listed, Literal


def member(needle: Column, hay: Column, left: Expression, right: Expression, gaps: pl.Expr | None = None) -> Column:
    """`gaps` as gaps_in() has them, where somebody knows them already; None where the list has none."""
    error = either(needle.error, hay.error)
    present = needle.value.is_not_null() & hay.value.is_not_null()
    if not right.type.many:
        return Column(pl.when(present).then(hay.value.str.contains(needle.value, literal=True)), error)
    if isinstance(right, Listed):
        return Column(_among(needle.value, right, left.type), error)
    one, many = _same_numbers(needle.value, hay.value, left.type, right.type)
    # Kleene: what was not found among items that are not all known is unknown. A missing list contains no answer.
    found = many.list.contains(one) if gaps is None else many.list.contains(one) | gaps
    return Column(found if isinstance(left, Literal) else pl.when(present).then(found), error)


def gaps_in(many: pl.Expr) -> pl.Expr:
    """Null where the list holds an item that nobody knows, false elsewhere."""
    return pl.when(many.list.eval(pl.element().is_null()).list.contains(True)).then(None).otherwise(False)


def _same_numbers(one: pl.Expr, many: pl.Expr, left: Type, right: Type) -> tuple[pl.Expr, pl.Expr]:
    if left.kind == right.kind:
        return one, many
    if left.kind is Kind.INTEGER:
        return numbers.clamped(one), many
    return one, many.list.eval(numbers.clamped(pl.element()))


def _among(one: pl.Expr, listed: Listed, left: Type) -> pl.Expr:
    """Against values written in the rule, in the column's own type."""
    if left.kind == listed.type.kind:
        return one.is_in(pl.Series(listed.values, dtype=polars_type(left)).implode())
    # An integer that no decimal reaches is dropped: nothing equals it.
    whole = [Decimal(value) for value in listed.values if isinstance(value, int | Decimal)]
    near = [value for value in whole if value.copy_abs() < DECIMAL_LIMIT]
    comparable = numbers.clamped(one) if left.kind is Kind.INTEGER else one
    return comparable.is_in(pl.Series(near, dtype=DECIMAL).implode())


def exploded(lists: pl.Series) -> pl.DataFrame:
    """One line per item (`row`, `item`); missing and empty lists have none."""
    rows = pl.DataFrame({"row": pl.int_range(len(lists), eager=True), "item": lists})
    return rows.filter(pl.col("item").list.len() > 0).explode("item")


def gathered(items: pl.DataFrame, each: Each, count: int) -> pl.DataFrame:
    """Items that know their `value` and whether they `failed` → one line per row of the frame they came from."""
    value = pl.col("value")
    said = {"unknown": value.is_null().any(), "failed": pl.col("failed").any()}
    if each.operator in QUANTIFIERS:
        said |= {"held": value.any(), "refuted": (~value).any()}
    else:
        # A list with a gap in it has no result, so what stands here for it does not matter.
        said["answers"] = pl.col("item").filter(value) if each.operator == "filter" else value
    by_row = items.group_by("row", maintain_order=True).agg(**said)
    every = pl.DataFrame({"row": pl.int_range(count, eager=True)})
    return every.join(by_row, on="row", how="left", maintain_order="left").drop("row")


def each_column(each: Each, source: Column, of: str) -> Column:
    """The verdict over columns named `of` + what gathered() says; they are null for an empty list."""
    there = source.value.is_not_null()
    failed = pl.col(f"{of}failed")
    unknown = pl.col(f"{of}unknown").fill_null(False)
    if each.operator in QUANTIFIERS:
        value = pl.when(there).then(_quantified(each.operator, of, unknown))
        return Column(value, either(source.error, failed & value.is_null()))
    empty = pl.lit(pl.Series([[]], dtype=_list_type(each))).first()
    answers = pl.when(there & ~unknown).then(pl.col(f"{of}answers").fill_null(empty))
    if each.operator != "reduce":
        return Column(answers, either(source.error, failed))
    summed = numbers.total(answers, each.type.kind)
    return Column(summed.value, either(summed.error, source.error, failed))


def _list_type(each: Each) -> pl.DataType:
    return polars_type(Type(each.type.kind, many=True))


def _quantified(operator: str, of: str, unknown: pl.Expr) -> pl.Expr:
    if operator == "all":
        # Null where the list is empty: nothing held, and "all of nothing" does not hold.
        refuted = pl.col(f"{of}refuted").fill_null(True)
        return pl.when(refuted).then(False).when(~unknown).then(True)
    some = operator == "some"
    held = pl.col(f"{of}held").fill_null(False)
    return pl.when(held).then(some).when(~unknown).then(not some)
