"""Constants of a rule in their one notation: numbers, texts, dates."""

import math
from decimal import Decimal

from catalog_admin.predicates import exact, model
from catalog_admin.predicates.errors import (
    MalformedLogic,
    NullRefused,
    NumberRefused,
    RuleTooLarge,
    TextRefused,
)
from catalog_admin.predicates.model import Json
from catalog_admin.predicates.values import date_of, date_text, datetime_of, decimal_of


def literal(value: object, pointer: str) -> Json:
    if value is None:
        raise NullRefused("null is no value in a rule", pointer=pointer, suggestion="missing(x) or has(x)")
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return number(value, pointer)
    if isinstance(value, str):
        return _text(value, pointer)
    raise MalformedLogic(f"{type(value).__name__} is no JSON value", pointer=pointer)


def number(value: float | Decimal, pointer: str) -> Json:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NumberRefused("not a finite number", pointer=pointer)
        # The shortest text that reads back as this float: what its author wrote, unless it had over 15 digits.
        value = Decimal(repr(value))
    if isinstance(value, int):
        if abs(value) > exact.INTEGER_LIMIT:
            raise NumberRefused("integers reach to 2^53 - 1", pointer=pointer)
        return value
    if not exact.fits(value):
        raise NumberRefused(
            f"decimals have {exact.WHOLE_DIGITS} digits before and {exact.FRACTION_DIGITS} after the point",
            pointer=pointer,
        )
    text = exact.plain(value)
    return {"decimal": text} if "." in text else int(text)


def _text(value: str, pointer: str) -> str:
    if len(value) > model.LITERAL_TEXT_LIMIT:
        raise RuleTooLarge(f"a text over {model.LITERAL_TEXT_LIMIT} characters", pointer=pointer)
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise TextRefused("a text with NUL or a lone surrogate", pointer=pointer)
    return value


def written(kind: str, raw: object, pointer: str) -> Json:
    """{"decimal": "0.50"}, {"date": …}, {"datetime": …} in their one notation."""
    if not isinstance(raw, str):
        raise MalformedLogic(f"{kind} takes a text", pointer=pointer)
    if kind == "decimal":
        exactly = decimal_of(raw)
        if exactly is None:
            raise NumberRefused(f"{raw[:80]!r} is no decimal in the exact range", pointer=pointer)
        return number(exactly, pointer)
    moment = date_of(raw) if kind == "date" else datetime_of(raw)
    if moment is None:
        hint = "2026-01-31" if kind == "date" else "2026-01-31T12:00:00Z"
        raise TextRefused(f"{raw[:80]!r} is no {kind}", pointer=pointer, suggestion=hint)
    return {kind: date_text(moment)}
