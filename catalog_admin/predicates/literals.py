"""Literals of canonical JSON as typed values; a text becomes a date where a date is wanted."""

from decimal import Decimal
from typing import Any

from catalog_admin.predicates.errors import TextRefused, TypeClash
from catalog_admin.predicates.exact import DECIMAL_LIMIT
from catalog_admin.predicates.model import TIMES, Kind, Scalar, Type
from catalog_admin.predicates.tree import Expression, Listed, Literal
from catalog_admin.predicates.values import date_of, datetime_of


def literal_of(logic: Any, pointer: str, kind: Kind | None = None) -> Literal:
    """The typed literal; `kind` DECIMAL makes an integer a decimal."""
    value, own = _value(logic)
    if kind is Kind.DECIMAL and isinstance(value, int):
        if abs(value) >= DECIMAL_LIMIT:
            raise TypeClash("this integer is too wide for a decimal", pointer=pointer)
        return Literal(Decimal(value), Type(Kind.DECIMAL), pointer)
    return Literal(value, Type(own), pointer)


def _value(logic: Any) -> tuple[Scalar, Kind]:
    if isinstance(logic, bool):
        return logic, Kind.BOOLEAN
    if isinstance(logic, int):
        return logic, Kind.INTEGER
    if isinstance(logic, str):
        return logic, Kind.TEXT
    ((kind, text),) = logic.items()
    if kind == "decimal":
        return Decimal(text), Kind.DECIMAL
    moment = date_of(text) if kind == "date" else datetime_of(text)
    assert moment is not None, "canonical JSON holds readable times only"  # noqa: S101
    return moment, Kind(kind)


def literals_of(items: list[Any], pointer: str) -> Listed:
    """A list of one kind; integers beside decimals count as decimals."""
    found = [literal_of(item, f"{pointer}/{place}") for place, item in enumerate(items)]
    kinds = {each.type.kind for each in found}
    if kinds == {Kind.INTEGER, Kind.DECIMAL}:
        found = [literal_of(item, f"{pointer}/{place}", Kind.DECIMAL) for place, item in enumerate(items)]
        kinds = {Kind.DECIMAL}
    if len(kinds) != 1:
        stranger = next(each for each in found if each.type != found[0].type)
        raise TypeClash(f"a list of {found[0].type} with a {stranger.type} in it", pointer=stranger.pointer)
    return Listed(tuple(dict.fromkeys(each.value for each in found)), Type(kinds.pop(), many=True), pointer)


def towards(expression: Expression, wanted: Type, *, strict: bool = True) -> Expression:
    """A text literal as the date or instant that its place asks for; `strict` refuses one that is none."""
    if wanted.kind not in TIMES or expression.type.kind is not Kind.TEXT:
        return expression
    if isinstance(expression, Literal):
        moment = _moment(expression.value, wanted.kind, expression.pointer, strict=strict)
        return expression if moment is None else Literal(moment, Type(wanted.kind), expression.pointer)
    if isinstance(expression, Listed):
        moments = [_moment(text, wanted.kind, expression.pointer, strict=True) for text in expression.values]
        kept = tuple(dict.fromkeys(moment for moment in moments if moment is not None))
        return Listed(kept, Type(wanted.kind, many=True), expression.pointer)
    return expression


def _moment(text: Scalar, kind: Kind, pointer: str, *, strict: bool) -> Scalar | None:
    moment = date_of(str(text)) if kind is Kind.DATE else datetime_of(str(text))
    if moment is None and strict:
        hint = "2026-01-31" if kind is Kind.DATE else "2026-01-31T12:00:00Z"
        raise TextRefused(f"{str(text)[:80]!r} is no {kind}", pointer=pointer, suggestion=hint)
    return moment
