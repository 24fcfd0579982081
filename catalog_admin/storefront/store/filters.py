"""Conditions as SQL. What can use the index over `facts` is said as containment.

Numbers in `facts` are exact JSON numbers, so 0.50 and 0.5 are one value and no digit is lost.
"""

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Numeric, Text, and_, case, cast, func, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import JSONB

from catalog_admin.storefront.conditions import Condition, Where
from catalog_admin.storefront.store.views import BYTES, WrittenOut, plan


def matches(where: Where) -> ColumnElement[bool]:
    parts = [_condition(condition) for condition in where.conditions]
    parts += [matches(part) for part in where.every]
    if where.some:
        parts.append(or_(*(matches(part) for part in where.some)))
    if where.no is not None:
        parts.append(not_(matches(where.no)))
    return and_(true(), *parts)


def fact(key: str) -> ColumnElement[Any]:
    """An attribute as text, in byte order; NULL if it is missing."""
    return plan.c.facts.op("->>", return_type=BYTES)(literal(key, Text))


def number(key: str) -> ColumnElement[Decimal]:
    """An attribute as number; NULL for anything else, because a cast that fails would fail the whole page."""
    value = _json_fact(key)
    return case((func.jsonb_typeof(value) == "number", cast(value, Numeric)))


def _condition(asked: Condition) -> ColumnElement[bool]:
    if not asked.is_attribute:
        return _on_column(asked)
    if asked.comparison == "isNull":
        missing = fact(asked.field).is_(None)
        return missing if asked.values[0] else not_(missing)
    if asked.comparison in ("eq", "in"):
        return or_(literal(False), *(_holds(asked.field, value) for value in asked.values))
    if asked.comparison == "contains":
        return _contains(asked.field, asked.values[0])
    value = asked.values[0]
    left: ColumnElement[Any] = fact(asked.field) if isinstance(value, str) else number(asked.field)
    right = literal(value, BYTES) if isinstance(value, str) else literal(Decimal(str(value)), Numeric)
    return _ordered(left, asked.comparison, right)


def _on_column(asked: Condition) -> ColumnElement[bool]:
    left = plan.c[asked.field]
    if asked.comparison == "isNull":
        return left.is_(None) if asked.values[0] else left.is_not(None)
    if asked.comparison in ("eq", "in"):
        return _known(left, left.in_([literal(value, left.type) for value in asked.values]))
    if asked.comparison == "contains":
        return _known(left, _has(left, str(asked.values[0])))
    return _ordered(left, asked.comparison, literal(asked.values[0], left.type))


def _ordered(left: ColumnElement[Any], comparison: str, right: ColumnElement[Any]) -> ColumnElement[bool]:
    answer = {"gt": left > right, "gte": left >= right, "lt": left < right, "lte": left <= right}[comparison]
    return _known(left, answer)


def _known(left: ColumnElement[Any], answer: ColumnElement[bool]) -> ColumnElement[bool]:
    """False where nothing is known, so that NOT makes it true; said so that indexes still serve."""
    return and_(left.is_not(None), answer)


def _has(left: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """ILIKE, because the trigram index serves that and no lower()."""
    escaped = text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return left.ilike(f"%{escaped}%", escape="/")


def _contains(key: str, value: Any) -> ColumnElement[bool]:
    """A list has it, or a text has it somewhere."""
    listed = _holds(key, [value])
    if not isinstance(value, str):
        return listed
    is_text = func.jsonb_typeof(_json_fact(key)) == "string"
    return or_(listed, _known(_json_fact(key), and_(is_text, _has(fact(key), value))))


def _holds(key: str, value: Any) -> ColumnElement[bool]:
    held = value if isinstance(value, list) else [value]
    said = ", ".join(f"{one:f}" if isinstance(one, Decimal) else json.dumps(one) for one in held)
    wanted = f"{{{json.dumps(key)}: {f'[{said}]' if isinstance(value, list) else said}}}"
    return plan.c.facts.op("@>", is_comparison=True)(literal(wanted, WrittenOut(JSONB)))


def _json_fact(key: str) -> ColumnElement[Any]:
    return plan.c.facts.op("->", return_type=JSONB())(literal(key, Text))
