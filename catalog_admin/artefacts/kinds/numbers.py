"""Exact numbers in either notation: as JSON has them, and {"decimal": "0.5"}."""

from decimal import Decimal
from typing import Any

from catalog_admin.predicates.values import decimal_of


def is_written(value: Any) -> bool:
    """{"decimal": …}, whatever its digits say."""
    return isinstance(value, dict) and value.keys() == {"decimal"}


def number_of(value: Any) -> int | Decimal | None:
    """None for what is no number; a bare text is none, whatever its digits say."""
    if is_written(value):
        value = decimal_of(value["decimal"]) if isinstance(value["decimal"], str) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return value if type(value) is int else None
