"""Values at the border: attribute cells of a row, and the JSON notations of exact and dated values."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog_admin.predicates import exact
from catalog_admin.predicates.errors import UnreadableValue
from catalog_admin.predicates.model import Cell, Gap, Kind, Scalar, Type, Value, failed, missing

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,60}(\.\d{1,60})?([eE][+-]?\d{1,3})?", re.ASCII)


def decimal_of(text: str) -> Decimal | None:
    """The decimal a text says, None where it says none or leaves the exact range."""
    if not _DECIMAL.fullmatch(text):
        return None
    try:
        number = Decimal(text)
        return Decimal(exact.plain(number)) if exact.fits(number) else None
    except InvalidOperation:
        return None


def date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def datetime_of(text: str) -> datetime | None:
    """The instant in UTC; a text without an offset says none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if _DATETIME.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def date_text(value: date) -> str:
    """ISO 8601; instants in UTC with a `Z`."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat()


def cell_of(name: str, type: Type, cell: object) -> Value | Gap:
    """A row's cell as a value of its declared type; a wrong one is an ERROR, never a guess."""
    if cell is None:
        return missing(name)
    if not type.many:
        value = _READ[type.kind](cell)
        return value if value is not None else failed(f"{name} is no {type}")
    if not isinstance(cell, list | tuple):
        return failed(f"{name} is no {type}")
    items = tuple(None if item is None else _READ[type.kind](item) for item in cell)
    if any(item is None and original is not None for item, original in zip(items, cell, strict=True)):
        return failed(f"{name} is no {type}")
    return items


def from_json(type: Type, value: Any) -> Cell:
    """A stored JSON value (decimals, dates and instants are texts there) as a cell; refuses the wrong ones."""
    if value is None:
        return None
    if type.many:
        if not isinstance(value, list):
            raise UnreadableValue(f"{value!r} is no {type}")
        return tuple(None if item is None else _scalar_from_json(type, item) for item in value)
    return _scalar_from_json(type, value)


def _scalar_from_json(type: Type, value: Any) -> Scalar:
    reader = _FROM_TEXT.get(type.kind)
    if reader is not None and isinstance(value, str):
        value = reader(value)
    read = _READ[type.kind](value)
    if read is None:
        raise UnreadableValue(f"{value!r} is no {type.item}")
    return read


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: object) -> int | None:
    return value if type(value) is int and abs(value) <= exact.INTEGER_LIMIT else None


def _decimal(value: object) -> Decimal | None:
    # A float is refused: what its digits were meant to be is unknown.
    if type(value) is int:
        value = Decimal(value)
    return value if isinstance(value, Decimal) and exact.fits(value) else None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _datetime(value: object) -> datetime | None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None


_READ: dict[Kind, Callable[[object], Scalar | None]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
}
_FROM_TEXT: dict[Kind, Callable[[str], Scalar | None]] = {
    Kind.DECIMAL: decimal_of,
    Kind.DATE: date_of,
    Kind.DATETIME: datetime_of,
}
