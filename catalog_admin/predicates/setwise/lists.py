"""Membership and list bodies over list columns; a null inside a list is an item nobody knows."""

from decimal import Decimal

import polars as pl

from catalog_admin.predicates.exact import DECIMAL_LIMIT
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.operators import QUANTIFIERS
from catalog_admin.predicates.setwise import numbers
from catalog_admin.predicates.setwise.columns import DECIMAL, Column, either, polars_type
from catalog_admin.predicates.tree import Each, Expression, Item, Listed, walk


def member(needle: Column, hay: Column, left: Expression, right: Expression) -> Column:
    error = either(needle.error, hay.error)
    if not right.type.many:
        found = hay.value.str.contains(needle.value, literal=True)
        return Column(pl.when(needle.value.is_not_null() & hay.value.is_not_null()).then(found), error)
    one, many = _same_numbers(needle.value, hay.value, left.type, right.type)
    if isinstance(right, Listed):
        return Column(_among(one, right, left.type), error)
    present = needle.value.is_not_null() & hay.value.is_not_null()
    found = pl.when(many.list.contains(one)).then(True).when(~_holds(many, None)).then(False)
    return Column(pl.when(present).then(found), error)


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
    return one.is_in(pl.Series(near, dtype=DECIMAL).implode())


def _holds(answers: pl.Expr, wanted: bool | None) -> pl.Expr:
    if wanted is None:
        return answers.list.eval(pl.element().is_null()).list.contains(True)
    return answers.list.contains(wanted)


def each_column(each: Each, source: Column, body: Column) -> Column:
    answers = source.value.list.eval(_spread(each.body, body.value))
    failures = None if body.error is None else _holds(source.value.list.eval(body.error), True)
    if each.operator in QUANTIFIERS:
        value = _quantified(each.operator, source.value, answers)
        failed = None if failures is None else failures & value.is_null()
        return Column(value, either(source.error, failed))
    if each.operator == "reduce":
        return _summed(each, source, answers, failures)
    picked = source.value.list.filter(body.value) if each.operator == "filter" else answers
    complete = source.value.is_not_null() & ~_holds(answers, None)
    return Column(pl.when(complete).then(picked), either(source.error, failures))


def _spread(expression: Expression, value: pl.Expr) -> pl.Expr:
    """A body that does not look at its item still answers once for each item."""
    if any(isinstance(part, Item) for part in walk(expression)):
        return value
    return pl.when(pl.element().is_null()).then(value).otherwise(value)


def _quantified(operator: str, source: pl.Expr, answers: pl.Expr) -> pl.Expr:
    unknown = _holds(answers, None)
    if operator == "all":
        refuted = _holds(answers, False) | (answers.list.len() == 0)
        verdict = pl.when(refuted).then(False).when(~unknown).then(True)
    else:
        some = operator == "some"
        verdict = pl.when(_holds(answers, True)).then(some).when(~unknown).then(not some)
    return pl.when(source.is_not_null()).then(verdict)


def _summed(each: Each, source: Column, answers: pl.Expr, failures: pl.Expr | None) -> Column:
    complete = pl.when(source.value.is_not_null() & ~_holds(answers, None)).then(answers)
    summed = numbers.total(complete, each.type.kind)
    return Column(summed.value, either(summed.error, source.error, failures))
