"""A checked rule → one Polars expression that answers with the number of an Outcome."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce

import polars as pl

from catalog_admin.predicates.evaluate import Moment, answer
from catalog_admin.predicates.model import NUMBERS, Gap, Kind, Outcome
from catalog_admin.predicates.operators import COMPARISONS, FUNCTIONS
from catalog_admin.predicates.setwise import lists, numbers
from catalog_admin.predicates.setwise.columns import Clock, Column, either, literal, polars_type, strict
from catalog_admin.predicates.setwise.functions import function_column
from catalog_admin.predicates.tree import (
    Absent,
    Call,
    Each,
    Expression,
    Item,
    Read,
    Rule,
    walk,
)


def outcome_column(rule: Rule, instant: datetime) -> pl.Expr:
    """UInt8 outcomes; the frame has a column of polars_type() for every attribute read, null where missing."""
    column = _column(rule.root, Clock(instant))
    answered = (
        pl.when(column.value.is_null())
        .then(int(Outcome.MISSING_INPUT))
        .when(column.value)
        .then(int(Outcome.MATCH))
        .otherwise(int(Outcome.NO_MATCH))
    )
    if column.error is not None:
        answered = pl.when(column.error).then(int(Outcome.ERROR)).otherwise(answered)
    return answered.cast(pl.UInt8).alias("outcome")


def outcomes(rule: Rule, rows: pl.DataFrame, instant: datetime) -> pl.Series:
    """One outcome for each row, also for a rule that reads no column at all."""
    return rows.with_columns(outcome_column(rule, instant))["outcome"]


def _column(expression: Expression, clock: Clock) -> Column:
    if _reads_nothing(expression):
        return _constant(expression, clock)
    match expression:
        case Read(name=name, type=type, otherwise=otherwise):
            stored = pl.col(name)
            return Column(stored if otherwise is None else stored.fill_null(literal(otherwise, type)))
        case Item():
            return Column(pl.element())
        case Absent(names=names, needed=needed):
            present = [pl.col(name).is_not_null().cast(pl.Int64) for name in names]
            return Column(pl.sum_horizontal(present) < needed)
        case Each(source=source, body=body):
            return lists.each_column(expression, _column(source, clock), _column(body, clock))
        case Call():
            return _call(expression, [_column(each, clock) for each in expression.arguments], clock)
        case _:
            return _constant(expression, clock)


def _reads_nothing(expression: Expression) -> bool:
    parts = [*walk(expression)]
    # List bodies do not nest: with a list operation in sight, every item belongs to it.
    free_item = not any(isinstance(part, Each) for part in parts)
    return not any(isinstance(part, Read | Absent) or (free_item and isinstance(part, Item)) for part in parts)


def _constant(expression: Expression, clock: Clock) -> Column:
    """What reads nothing is answered once, not for every row; Polars would not spread all of it over the frame."""
    found = answer(expression, Moment({}, clock.instant))
    if isinstance(found, Gap):
        return Column(pl.lit(None, dtype=polars_type(expression.type)), pl.lit(True))
    return Column(literal(found, expression.type))


def _call(call: Call, columns: list[Column], clock: Clock) -> Column:
    operator = call.operator
    if operator in FUNCTIONS:
        return function_column(call, columns, clock)
    if operator == "and" or operator == "or":
        return _joined(operator, columns)
    if operator == "!":
        return Column(~columns[0].value, columns[0].error)
    if operator == "if":
        return _branches(call, columns)
    if operator == "in":
        return lists.member(columns[0], columns[1], *call.arguments)
    if operator in COMPARISONS:
        return _compared(call, columns)
    return _arithmetic(call, columns)


def _joined(operator: str, columns: list[Column]) -> Column:
    """Polars' & and | are Kleene's; an error is null in the value, and reported only where nothing decides."""
    values = [each.value for each in columns]
    value = reduce(lambda a, b: a & b, values) if operator == "and" else reduce(lambda a, b: a | b, values)
    failed = either(*(each.error for each in columns))
    return Column(value, None if failed is None else failed & value.is_null())


def _branches(call: Call, columns: list[Column]) -> Column:
    """From the last else outwards: an unknown condition answers with its own gap."""
    places = range(len(columns) - 3, -1, -2)
    result = _as_result(call, len(columns) - 1, columns)
    for place in places:
        condition, then = columns[place], _as_result(call, place + 1, columns)
        value = pl.when(condition.value).then(then.value).when(~condition.value).then(result.value)
        none = pl.lit(False)
        chosen = (
            pl.when(condition.value)
            .then(none if then.error is None else then.error)
            .when(~condition.value)
            .then(none if result.error is None else result.error)
        )
        result = Column(value, either(chosen, condition.error))
    return result


def _as_result(call: Call, place: int, columns: list[Column]) -> Column:
    kind = call.arguments[place].type.kind
    if call.type.kind is Kind.DECIMAL and kind is Kind.INTEGER:
        return numbers.widened(columns[place], kind)
    return columns[place]


def _compared(call: Call, columns: list[Column]) -> Column:
    kinds = [argument.type.kind for argument in call.arguments]
    left, right = (each.value for each in columns)
    if set(kinds) == NUMBERS:
        left, right = (
            numbers.clamped(value) if kind is Kind.INTEGER else value
            for value, kind in zip((left, right), kinds, strict=True)
        )
    return Column(_COMPARE[call.operator](left, right), either(*(each.error for each in columns)))


_COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "===": lambda left, right: left == right,
    "!==": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_ARITHMETIC: dict[str, Callable[[numbers.Typed, numbers.Typed], numbers.Typed]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.remainder,
    "min": numbers.least,
    "max": numbers.greatest,
}


def _arithmetic(call: Call, columns: list[Column]) -> Column:
    typed = [(column, part.type.kind) for column, part in zip(columns, call.arguments, strict=True)]
    if len(typed) == 1:
        return numbers.negative(columns[0])
    return strict(reduce(_ARITHMETIC[call.operator], typed)[0], columns)
