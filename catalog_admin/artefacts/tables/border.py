"""Values on their way to zen and back, without losing a digit.

zen counts in decimals of 28 digits, but takes and gives Python floats. JSON texts reach it exactly, and a number comes
back exactly as the text that `string()` makes of it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from catalog_admin.predicates import exact
from catalog_admin.predicates.model import Gap, failed
from catalog_admin.predicates.values import date_text

DIGITS = 28
ITEM_LIMIT = 1_000
DEPTH_LIMIT = 16
TEXT_LIMIT = 10_000
# The most digits of which a double is sure to give back every one.
_SURE_DIGITS = 15
_NUMBER, _VALUE = "number", "value"


class Uncrossable(Exception):
    """A value that cannot reach zen as it is; the reason is for people."""


def json_text(value: Any, depth: int = 0) -> str:
    """The value as zen reads it; raises Uncrossable for what it would round, cut or never finish."""
    if depth > DEPTH_LIMIT:
        raise Uncrossable(f"nested deeper than {DEPTH_LIMIT} levels")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | Decimal):
        return _number(value)
    if isinstance(value, date):
        return json.dumps(date_text(value))
    if isinstance(value, Mapping):
        _refuse_long(value)
        members = (f"{_text(str(name))}:{json_text(item, depth + 1)}" for name, item in value.items())
        return f"{{{','.join(members)}}}"
    if isinstance(value, Sequence):
        _refuse_long(value)
        return f"[{','.join(json_text(item, depth + 1) for item in value)}]"
    raise Uncrossable(f"{type(value).__name__} is no value of tables")


def weight(value: Any) -> tuple[int, int]:
    """The most items of any list in the value, and the length of its longest text."""
    if isinstance(value, str):
        return 1, len(value)
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    weights = [weight(item) for item in inner]
    items = max([len(inner), *(each[0] for each in weights)]) if weights else 1
    return items, max((each[1] for each in weights), default=0)


def says_now(value: Any) -> bool:
    """Whether a text in it would make zen's time functions read the clock."""
    if isinstance(value, str):
        return value == "now"
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(map(says_now, inner))


def exactly(expression: str) -> str:
    """The expression rewritten so that a number it answers keeps its digits, and is told apart from the rest."""
    number = f'["{_NUMBER}", string({expression})]'
    return f'(type({expression}) == "number") ? {number} : ["{_VALUE}", ({expression})]'


def answered(told: Any) -> Any | Gap:
    """What zen gave for `exactly`, with decimals; a number inside a list or object must fit in fifteen digits."""
    sort, value = told
    return _tidied(exact.settled(Decimal(value))) if sort == _NUMBER else _exact(value)


def _exact(value: Any) -> Any | Gap:
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, dict):
        return _first_gap({name: _exact(item) for name, item in value.items()})
    if isinstance(value, list):
        items = [_exact(item) for item in value]
        return next((item for item in items if isinstance(item, Gap)), items)
    return value


def tidy(number: Decimal) -> int | Decimal:
    """A whole number as an integer, others without trailing zeros: as JSON is read elsewhere."""
    whole = number.to_integral_value()
    return int(whole) if whole == number else Decimal(exact.plain(number))


def _tidied(number: Decimal | Gap) -> int | Decimal | Gap:
    return number if isinstance(number, Gap) else tidy(number)


def _of_float(value: float) -> int | Decimal | Gap:
    number = Decimal(repr(value))
    if len(number.normalize().as_tuple().digits) > _SURE_DIGITS:
        return failed("a number inside a list or an object has more than 15 digits")
    return _tidied(exact.settled(number))


def _first_gap(members: dict[str, Any]) -> Any | Gap:
    return next((item for item in members.values() if isinstance(item, Gap)), members)


def _text(value: str) -> str:
    if len(value) > TEXT_LIMIT:
        raise Uncrossable(f"a text over {TEXT_LIMIT:,} characters")
    return json.dumps(value)


def _number(value: int | Decimal) -> str:
    number = Decimal(value)
    if not number.is_finite() or len(number.as_tuple().digits) > DIGITS or not exact.fits(number):
        raise Uncrossable(f"a number of more than {DIGITS} digits, or out of range")
    return exact.plain(number)


def _refuse_long(value: Mapping[Any, Any] | Sequence[Any]) -> None:
    if len(value) > ITEM_LIMIT:
        raise Uncrossable(f"a list or object of more than {ITEM_LIMIT:,} items")
