"""When time alone may change the outcome for a row.

A comparison of the clock with something that does not move is solved exactly; each such instant is tried, so the
answer is the next real change. Other uses of the clock (`weekday(today()) < 6`) answer with its next tick.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

from catalog_admin.predicates.evaluate import Moment, answer, evaluate
from catalog_admin.predicates.functions import today
from catalog_admin.predicates.model import Gap, Row, Scalar, Value
from catalog_admin.predicates.operators import COMPARISONS
from catalog_admin.predicates.rules import is_clock
from catalog_admin.predicates.tree import Call, Each, EachRecord, Expression, Rule, parts, walk

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_ALL_DAYS = 3_652_059


def next_boundary(rule: Rule, row: Row, instant: datetime) -> datetime | None:
    """The next instant at which the outcome may differ, None where time cannot change it any more."""
    found = {*_candidates(rule.root, Moment(row, instant))}
    tick = min((at for at, solved in found if not solved and at > instant), default=None)
    now = evaluate(rule, row, instant)
    for at in sorted(at for at, solved in found if solved and at > instant):
        if tick is not None and at >= tick:
            break
        if evaluate(rule, row, at) is not now:
            return at
    return tick


def _candidates(expression: Expression, moment: Moment) -> Iterator[tuple[datetime, bool]]:
    """Instants to look at, each with whether it was solved for (True) or is a mere tick of the clock."""
    if isinstance(expression, Each):
        yield from _of_items(expression, moment)
        return
    if isinstance(expression, EachRecord):
        yield from _of_records(expression, moment)
        return
    if isinstance(expression, Call):
        solved = _solved(expression, moment)
        if solved is not None:
            yield from ((at, True) for at in _safely(solved))
            return
        if is_clock(expression.operator):
            yield from ((at, False) for at in _safely(_tick(expression, moment)))
        elif expression.operator == "date.of" and _clock(expression, moment) is not None:
            yield from ((at, False) for at in _safely(iter([_next_midnight(moment)])))
            return
    for part in parts(expression):
        yield from _candidates(part, moment)


def _of_items(each: Each, moment: Moment) -> Iterator[tuple[datetime, bool]]:
    yield from _candidates(each.source, moment)
    if _is_still(each.body):
        return
    items = answer(each.source, moment)
    for item in cast("tuple[Scalar | None, ...]", () if isinstance(items, Gap) else items):
        yield from _candidates(each.body, Moment(moment.row, moment.instant, item))


def _of_records(each: EachRecord, moment: Moment) -> Iterator[tuple[datetime, bool]]:
    moving = [part for part in parts(each) if not _is_still(part)]
    records = moment.row.get(each.name)
    for record in records if moving and isinstance(records, list | tuple) else ():
        for part in moving if isinstance(record, Mapping) else ():
            yield from _candidates(part, Moment(cast("Row", record), moment.instant))


def _safely(instants: Iterator[datetime]) -> Iterator[datetime]:
    """Whatever falls outside the calendar never happens."""
    while True:
        try:
            yield next(instants)
        except StopIteration:
            return
        except OverflowError:
            return


def _is_still(expression: Expression) -> bool:
    return not any(isinstance(part, Call) and is_clock(part.operator) for part in walk(expression))


def _clock(expression: Expression, moment: Moment) -> tuple[str, int] | None:
    """`now` or `today` with a shift in days, where the expression is exactly that."""
    if not isinstance(expression, Call):
        return None
    if expression.operator in ("date.now", "date.today"):
        return expression.operator, 0
    if expression.operator not in ("date.of", "date.add_days"):
        return None
    inner = _clock(expression.arguments[0], moment)
    if inner is None or expression.operator == "date.of":
        return inner and ("date.today", inner[1])
    days = _still_value(expression.arguments[1], moment)
    return (inner[0], inner[1] + days) if isinstance(days, int) and abs(days) <= _ALL_DAYS else None


def _still_value(expression: Expression, moment: Moment) -> Value | None:
    found = answer(expression, moment) if _is_still(expression) else None
    return None if isinstance(found, Gap) else found


def _solved(call: Call, moment: Moment) -> Iterator[datetime] | None:
    """The critical instants of a comparison between the clock and something still; None where it is no such."""
    if call.operator not in COMPARISONS:
        return None
    for side, other in (call.arguments, call.arguments[::-1]):
        if not _is_still(other):
            continue
        value = answer(other, moment)
        # Against something missing the comparison stays missing, whatever the clock says.
        instants = iter(()) if isinstance(value, Gap) else _instants(side, value, moment)
        if instants is not None:
            return instants
    return None


def _instants(side: Expression, value: Value, moment: Moment) -> Iterator[datetime] | None:
    clock = _clock(side, moment)
    if clock is not None:
        return _reached(value, clock[1])
    if not isinstance(side, Call) or not isinstance(value, int | Decimal):
        return None
    days = math.floor(value)
    if abs(days) > _ALL_DAYS:
        return iter(()) if side.operator in ("date.days_since", "date.days_until") else None
    if side.operator in ("date.days_since", "date.days_until"):
        if not _is_still(side.arguments[0]):
            return None
        anchor = answer(side.arguments[0], moment)
        if isinstance(anchor, Gap):
            return iter(())
        return _counted(cast("date", anchor), days, since=side.operator == "date.days_since")
    return _between(side, days, moment) if side.operator == "date.days_between" else None


def _between(side: Call, days: int, moment: Moment) -> Iterator[datetime] | None:
    """daysBetween(today(), x) counts down to x, daysBetween(x, today()) up from it."""
    for place, since in ((0, False), (1, True)):
        clock, anchor = _clock(side.arguments[place], moment), _still_value(side.arguments[1 - place], moment)
        if clock is not None and isinstance(anchor, date):
            return _counted(anchor, days - clock[1] if since else days + clock[1], since=since)
    return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _next_midnight(moment: Moment) -> datetime:
    return _midnight(today(moment.instant) + _DAY)


def _reached(value: Value, shift: int) -> Iterator[datetime]:
    """The clock, `shift` days ahead, comes to the value and goes past it."""
    if isinstance(value, datetime):
        at = value.astimezone(UTC) - shift * _DAY
        yield at
        yield at + _INSTANT
    elif isinstance(value, date):
        yield _midnight(value - shift * _DAY)
        yield _midnight(value - shift * _DAY + _DAY)


def _counted(anchor: date, days: int, *, since: bool) -> Iterator[datetime]:
    """The count of days from (or to) the anchor comes to `days` or to one more, and leaves it."""
    for count in (days, days + 1, days + 2, days - 1):
        shift = count if since else -count
        if isinstance(anchor, datetime):
            at = anchor.astimezone(UTC) + shift * _DAY
            yield at if since else at + _INSTANT
        else:
            yield _midnight(anchor + shift * _DAY)


def _tick(call: Call, moment: Moment) -> Iterator[datetime]:
    """The next instant at which this clock function gives another value."""
    if call.operator == "date.now":
        yield moment.instant + _INSTANT
        return
    anchor = answer(call.arguments[0], moment) if call.arguments else None
    if isinstance(anchor, Gap):
        return
    if not isinstance(anchor, datetime):
        yield _next_midnight(moment)
    elif call.operator == "date.days_since":
        yield anchor + ((moment.instant - anchor) // _DAY + 1) * _DAY
    else:
        yield anchor - ((anchor - moment.instant) // _DAY) * _DAY + _INSTANT
