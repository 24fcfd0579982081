"""Values of attributes, in the one form they are stored in.

Decimals are decimal texts in plain notation, dates and instants ISO 8601 (instants in UTC), integers lie within
2^53, texts are NFC. Floats never get this far; numbers arrive as int or Decimal with every digit.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from catalog_admin.predicates import exact
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.values import date_of, date_text, datetime_of, decimal_of

LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000

Canonical = Callable[[Any], Any]

# A decimal that is in its one notation already: most are, and this is a tenth of what finding the notation costs.
_PLAIN = re.compile(rf"-?(0|[1-9][0-9]{{0,{exact.WHOLE_DIGITS - 1}}})(\.[0-9]{{0,{exact.FRACTION_DIGITS - 1}}}[1-9])?")


class WrongValue(Exception):
    """Says what is wrong, for people."""


def canonical_of(declared: Type) -> Canonical:
    """The function that turns a value as said into the value as stored; it raises WrongValue."""
    item = _ITEM[declared.kind]
    if not declared.many:
        return item

    def items(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > LONGEST_LIST:
            raise WrongValue(f"{_shown(value)} is no {declared} of at most {LONGEST_LIST}")
        return [item(each) for each in value]

    return items


def text(value: Any) -> str:
    if type(value) is not str:
        raise WrongValue(f"{_shown(value)} is no text")
    if len(value) > LONGEST_TEXT:
        raise WrongValue(f"longer than {LONGEST_TEXT} characters")
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def integer(value: Any) -> int:
    if type(value) is not int or abs(value) > exact.INTEGER_LIMIT:
        raise WrongValue(f"{_shown(value)} is no integer within 2^53")
    return value


def decimal(value: Any) -> str:
    """Accepts numbers and decimal texts: at most 13 digits before the point and 24 after it."""
    number: Decimal | None = None
    if type(value) is str:
        if _PLAIN.fullmatch(value) and value != "-0":
            return value
        number = decimal_of(value)
    elif type(value) is int and abs(value) < exact.DECIMAL_LIMIT:
        return str(value)
    elif isinstance(value, Decimal) and exact.fits(value):
        number = value
    if number is None:
        limits = f"{exact.WHOLE_DIGITS} digits before the point and {exact.FRACTION_DIGITS} after it"
        raise WrongValue(f"{_shown(value)} is no decimal of at most {limits}")
    return exact.plain(number)


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongValue(f"{_shown(value)} is neither true nor false")
    return value


def day(value: Any) -> str:
    if type(value) is not str or not is_day(value):
        raise WrongValue(f"{_shown(value)} is no date like 2026-01-31")
    return value


@lru_cache(maxsize=20_000)
def is_day(text: str) -> bool:
    return date_of(text) is not None


def instant(value: Any) -> str:
    found = datetime_of(value) if type(value) is str else None
    if found is None:
        raise WrongValue(f"{_shown(value)} is no instant like 2026-01-31T12:00:00Z")
    return date_text(found)


def _shown(value: Any) -> str:
    shown = "null" if value is None else str(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


_ITEM: dict[Kind, Canonical] = {
    Kind.TEXT: text,
    Kind.INTEGER: integer,
    Kind.DECIMAL: decimal,
    Kind.BOOLEAN: boolean,
    Kind.DATE: day,
    Kind.DATETIME: instant,
}
