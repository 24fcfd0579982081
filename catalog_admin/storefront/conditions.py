"""What a reader may ask of rate plans: the `where` of GraphQL and REST, checked, in one shape.

{"name": {"contains": "gps"}, "attributes": [{"key": "seats", "gte": 10}], "OR": [...], "NOT": {...}}
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from catalog_admin.storefront.errors import BadFilter

MOST_CONDITIONS = 50
MOST_CHOICES = 100
DEEPEST = 5
LONGEST_TEXT = 500
# Outside name → column; everything else is asked of attributes.
FIELDS = {
    "key": "key",
    "sku": "sku",
    "name": "name",
    "productKey": "product_key",
    "effectiveFrom": "effective_from",
    "effectiveTo": "effective_to",
}
DATES = frozenset({"effective_from", "effective_to"})
ORDERINGS = frozenset({"gt", "gte", "lt", "lte"})
COMPARISONS = ORDERINGS | {"eq", "in", "contains", "isNull"}
Value = str | int | bool | Decimal | date


@dataclass(frozen=True)
class Condition:
    """`field` is a column, or an attribute. `kinds` keeps True and 1 apart, which Python calls equal."""

    field: str
    is_attribute: bool
    comparison: str
    values: tuple[Value, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Where:
    """Everything in it must hold: conditions, `every` part, at least one of `some`, not `no`."""

    conditions: tuple[Condition, ...] = ()
    every: tuple["Where", ...] = ()
    some: tuple["Where", ...] = ()
    no: "Where | None" = None

    def size(self) -> int:
        parts = [*self.every, *self.some, *([self.no] if self.no else [])]
        return len(self.conditions) + sum(part.size() for part in parts)


EVERYTHING = Where()


def where_of(asked: Mapping[str, Any], pointer: str = "/where") -> Where:
    """Raises BadFilter with a pointer."""
    where = _part(asked, pointer, 1)
    if where.size() > MOST_CONDITIONS:
        raise BadFilter(f"more than {MOST_CONDITIONS} conditions", pointer=pointer)
    return where


def _part(asked: Any, pointer: str, depth: int) -> Where:
    if not isinstance(asked, Mapping):
        raise BadFilter("conditions are an object", pointer=pointer)
    if depth > DEEPEST:
        raise BadFilter(f"conditions nested deeper than {DEEPEST}", pointer=pointer)
    unknown = set(asked) - {*FIELDS, "attributes", "AND", "OR", "NOT"}
    if unknown:
        raise BadFilter(f"nothing is called {min(unknown)}", pointer=f"{pointer}/{min(unknown)}")
    return Where(
        conditions=tuple(_conditions(asked, pointer)),
        every=_parts(asked.get("AND"), f"{pointer}/AND", depth),
        some=_parts(asked.get("OR"), f"{pointer}/OR", depth),
        no=_part(asked["NOT"], f"{pointer}/NOT", depth + 1) if asked.get("NOT") is not None else None,
    )


def _parts(asked: Any, pointer: str, depth: int) -> tuple[Where, ...]:
    if asked is None:
        return ()
    return tuple(_part(part, f"{pointer}/{position}", depth + 1) for position, part in enumerate(_list(asked, pointer)))


def _conditions(asked: Mapping[str, Any], pointer: str) -> Iterator[Condition]:
    for name, column in FIELDS.items():
        if asked.get(name) is not None:
            yield from _comparisons(column, asked[name], f"{pointer}/{name}", is_attribute=False)
    attributes = asked.get("attributes")
    for position, one in enumerate(_list(attributes, f"{pointer}/attributes") if attributes is not None else []):
        where = f"{pointer}/attributes/{position}"
        if not isinstance(one, Mapping) or not isinstance(one.get("key"), str):
            raise BadFilter("say which attribute by its key", pointer=f"{where}/key")
        rest = {name: value for name, value in one.items() if name != "key"}
        yield from _comparisons(one["key"], rest, where, is_attribute=True)


def _comparisons(field: str, asked: Any, pointer: str, *, is_attribute: bool) -> Iterator[Condition]:
    if not isinstance(asked, Mapping):
        raise BadFilter('comparisons are an object, such as {"eq": …}', pointer=pointer)
    for comparison, value in asked.items():
        where = f"{pointer}/{comparison}"
        if comparison not in COMPARISONS or (comparison == "contains" and field in DATES and not is_attribute):
            raise BadFilter(f"no comparison is called {comparison} here", pointer=where)
        if value is None:
            continue
        given = _list(value, where) if comparison == "in" else [value]
        is_date = not is_attribute and field in DATES and comparison != "isNull"
        values = tuple(_value(one, where, comparison, is_date=is_date) for one in given)
        yield Condition(field, is_attribute, comparison, values, tuple(type(one).__name__ for one in values))


def _list(asked: Any, pointer: str) -> list[Any]:
    if not isinstance(asked, list) or len(asked) > MOST_CHOICES:
        raise BadFilter(f"a list of at most {MOST_CHOICES}", pointer=pointer)
    return asked


def _value(value: Any, pointer: str, comparison: str, *, is_date: bool) -> Value:
    if is_date:
        return _date(value, pointer)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if not isinstance(value, str | int | Decimal):
        raise BadFilter("a value is a text, a number or true or false", pointer=pointer)
    if comparison == "isNull" and not isinstance(value, bool):
        raise BadFilter("say true or false", pointer=pointer)
    if comparison in ORDERINGS and isinstance(value, bool):
        raise BadFilter("true and false have no order", pointer=pointer)
    if isinstance(value, str) and (len(value) > LONGEST_TEXT or "\x00" in value):
        raise BadFilter(f"a text of at most {LONGEST_TEXT} characters without NUL", pointer=pointer)
    return value


def _date(value: Any, pointer: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as wrong:
        raise BadFilter("a date is written 2026-01-31", pointer=pointer) from wrong
