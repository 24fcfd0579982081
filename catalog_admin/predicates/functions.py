"""What each function of ours computes from values that are there; the instant is an argument."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from catalog_admin.predicates import exact
from catalog_admin.predicates.model import Gap, Value, failed

Compute = Callable[..., Value | Gap]
_DAY = timedelta(days=1)
_DAYS_OF_ALL_YEARS = 3_652_059


def utc(moment: date) -> date:
    """A datetime in UTC, a date as it is."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def today(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _days_since(instant: datetime, moment: date) -> int:
    if isinstance(moment, datetime):
        return (instant - moment) // _DAY
    return (today(instant) - moment).days


def _days_until(instant: datetime, moment: date) -> int:
    if isinstance(moment, datetime):
        return (moment - instant) // _DAY
    return (moment - today(instant)).days


def _add_days(_: datetime, moment: date, days: int) -> date | Gap:
    if abs(days) > _DAYS_OF_ALL_YEARS:
        return failed("the date is out of range")
    try:
        return utc(moment) + timedelta(days=days)
    except OverflowError:
        return failed("the date is out of range")


def _round(_: datetime, number: exact.Number, places: int) -> Decimal | Gap:
    wide = exact.widened(number)
    return wide if isinstance(wide, Gap) else exact.rounded(wide, places)


def _percent_of(_: datetime, percent: exact.Number, amount: exact.Number) -> Decimal | Gap:
    wide = exact.widened(percent)
    product = wide if isinstance(wide, Gap) else exact.multiply(wide, amount)
    return product if isinstance(product, Gap) else exact.divide(product, 100)


COMPUTE: dict[str, Compute] = {
    "date.days_since": _days_since,
    "date.days_until": _days_until,
    "date.days_between": lambda _, first, second: (second - first).days,
    "date.today": today,
    "date.now": lambda instant: instant,
    "date.of": lambda _, moment: moment.astimezone(UTC).date(),
    "date.year": lambda _, moment: utc(moment).year,
    "date.month": lambda _, moment: utc(moment).month,
    "date.day": lambda _, moment: utc(moment).day,
    "date.weekday": lambda _, moment: utc(moment).isoweekday(),
    "date.add_days": _add_days,
    "money.round": _round,
    "money.percent_of": _percent_of,
    "text.length": lambda _, text: len(text),
    "text.lower": lambda _, text: text.lower(),
    "text.upper": lambda _, text: text.upper(),
    "text.trim": lambda _, text: text.strip(),
    "text.starts_with": lambda _, text, start: text.startswith(start),
    "text.ends_with": lambda _, text, end: text.endswith(end),
    "text.concat": lambda _, *texts: "".join(texts),
}


def compute(name: str, instant: datetime, arguments: list[Any]) -> Value | Gap:
    return COMPUTE[name](instant, *arguments)
