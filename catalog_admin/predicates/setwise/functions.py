"""Our functions over columns, one entry each beside functions.COMPUTE."""

from collections.abc import Callable
from datetime import UTC, date

import polars as pl

from catalog_admin.predicates.functions import today
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.setwise import numbers
from catalog_admin.predicates.setwise.columns import Clock, Column, guarded, literal, polars_type, strict
from catalog_admin.predicates.tree import Call, Literal

_EPOCH = date(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = (date.min - _EPOCH).days, (date.max - _EPOCH).days
_DAY_MICROSECONDS = 86_400_000_000
_ALL_DAYS = _LAST_DAY - _FIRST_DAY + 1

Build = Callable[[Call, list[Column], Clock], pl.Expr]


def function_column(call: Call, arguments: list[Column], clock: Clock) -> Column:
    """The function over columns; strict in every argument."""
    if call.operator in _FALLIBLE:
        return strict(_FALLIBLE[call.operator](call, arguments), arguments)
    return strict(Column(COLUMN[call.operator](call, arguments, clock)), arguments)


def _kind(call: Call, place: int = 0) -> Kind:
    return call.arguments[place].type.kind


def _since(call: Call, arguments: list[Column], clock: Clock) -> pl.Expr:
    moment = arguments[0].value
    if _kind(call) is Kind.DATE:
        return (pl.lit(today(clock.instant)) - moment).dt.total_days()
    return (_instant(clock) - moment).dt.total_microseconds() // _DAY_MICROSECONDS


def _until(call: Call, arguments: list[Column], clock: Clock) -> pl.Expr:
    moment = arguments[0].value
    if _kind(call) is Kind.DATE:
        return (moment - pl.lit(today(clock.instant))).dt.total_days()
    return (moment - _instant(clock)).dt.total_microseconds() // _DAY_MICROSECONDS


def _instant(clock: Clock) -> pl.Expr:
    return literal(clock.instant.astimezone(UTC), Type(Kind.DATETIME))


_CHANGE: dict[str, Callable[[str], str]] = {
    "text.lower": str.lower,
    "text.upper": str.upper,
    "text.trim": str.strip,
}


def _each_distinct(name: str) -> Build:
    """Unicode case and space as Python knows them: another library's tables differ from it in rare letters."""

    def change(series: pl.Series) -> pl.Series:
        found = series.drop_nulls().unique()
        changed = [_CHANGE[name](text) for text in found]
        replaced = pl.Series(changed, dtype=pl.String)
        return series.replace_strict(found, replaced, default=None, return_dtype=pl.String)

    return lambda _, arguments, __: arguments[0].value.map_batches(change, return_dtype=pl.String())


def _part(read: Callable[[pl.Expr], pl.Expr]) -> Build:
    return lambda _, arguments, __: read(arguments[0].value).cast(pl.Int64)


def _both(read: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Build:
    return lambda _, arguments, __: read(arguments[0].value, arguments[1].value)


COLUMN: dict[str, Build] = {
    "date.days_since": _since,
    "date.days_until": _until,
    "date.days_between": _both(lambda first, second: (second - first).dt.total_days()),
    "date.today": lambda _, __, clock: pl.lit(today(clock.instant)),
    "date.now": lambda _, __, clock: _instant(clock),
    "date.of": lambda _, arguments, __: arguments[0].value.dt.date(),
    "date.year": _part(lambda moment: moment.dt.year()),
    "date.month": _part(lambda moment: moment.dt.month()),
    "date.day": _part(lambda moment: moment.dt.day()),
    "date.weekday": _part(lambda moment: moment.dt.weekday()),
    "text.length": _part(lambda text: text.str.len_chars()),
    "text.lower": _each_distinct("text.lower"),
    "text.upper": _each_distinct("text.upper"),
    "text.trim": _each_distinct("text.trim"),
    "text.starts_with": _both(lambda text, start: text.str.starts_with(start)),
    "text.ends_with": _both(lambda text, end: text.str.ends_with(end)),
    "text.concat": lambda _, arguments, __: pl.concat_str([each.value for each in arguments]),
}


def _add_days(call: Call, arguments: list[Column]) -> Column:
    """Counts in whole days or microseconds since 1970, so that leaving the calendar is seen before it happens."""
    moment, days = arguments
    far = days.value.abs() > _ALL_DAYS
    near = guarded(days.value, far).value
    if _kind(call) is Kind.DATE:
        landed = moment.value.cast(pl.Int32).cast(pl.Int64) + near
        outside = (landed < _FIRST_DAY) | (landed > _LAST_DAY)
    else:
        landed = moment.value.dt.timestamp("us") + near * _DAY_MICROSECONDS
        outside = (landed < _FIRST_DAY * _DAY_MICROSECONDS) | (landed >= (_LAST_DAY + 1) * _DAY_MICROSECONDS)
    kept = guarded(landed, outside, far)
    number = kept.value.cast(pl.Int32) if _kind(call) is Kind.DATE else kept.value
    return Column(number.cast(polars_type(call.type)), kept.error)


def _round(call: Call, arguments: list[Column]) -> Column:
    places = call.arguments[1]
    assert isinstance(places, Literal), "the checker lets only a written number of places through"  # noqa: S101
    assert isinstance(places.value, int), "and only a whole one"  # noqa: S101
    return numbers.rounded(numbers.widened(arguments[0], _kind(call)), places.value)


def _percent_of(call: Call, arguments: list[Column]) -> Column:
    return numbers.percent_of((arguments[0], _kind(call)), (arguments[1], _kind(call, 1)))


_FALLIBLE: dict[str, Callable[[Call, list[Column]], Column]] = {
    "date.add_days": _add_days,
    "money.round": _round,
    "money.percent_of": _percent_of,
}
SETWISE = COLUMN.keys() | _FALLIBLE.keys()
