"""Attribute values in their one form: exact numbers as decimal strings without trailing zeros."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any


def plain_decimal(number: Decimal) -> str:
    """1.50, 15e-1 and 1.5 are the same amount: "1.5"."""
    digits = format(number, "f")
    shortest = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if shortest in ("-0", "") else shortest


def settled_values(values: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Each value as its attribute's type has it; what does not fit stays as it is, for the owner to refuse."""
    return {key: settled(value, types.get(key)) for key, value in values.items()}


def settled(value: Any, type: str | None) -> Any:
    if isinstance(value, list):
        return [settled(item, type) for item in value]
    if type == "decimal":
        return _decimal(value)
    if type == "integer":
        return _integer(value)
    if type == "boolean" and value in ("true", "false"):
        return value == "true"
    return plain(value)


def plain(value: Any) -> Any:
    """Without Decimals, anywhere: JSON that loses nothing."""
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return plain_decimal(number) if number.is_finite() and abs(number.adjusted()) <= 400 else value


def _integer(value: Any) -> Any:
    """CSV brings whole numbers as text; 3.0 is one as well."""
    if isinstance(value, bool) or not isinstance(value, str | Decimal):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    is_whole = number.is_finite() and number.adjusted() <= 18 and number == number.to_integral_value()
    return int(number) if is_whole else plain(value)
