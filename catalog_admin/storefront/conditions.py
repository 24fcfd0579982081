"""What a reader may ask of rate plans: the `where` of GraphQL and REST, checked, in one shape.

{"name": {"contains": "gps"}, "attributes": [{"key": "seats", "gte": 10}], "OR": [...], "NOT": {...}}
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from catalog_admin.kit.exact_json import decimal_of
from catalog_admin.predicates.suggest import nearest
from catalog_admin.storefront.errors import BadFilter
from catalog_admin.storefront.model import Terms

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
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
# What can be asked of every rate plan beside its attributes, as rules call it.
BUILT_IN = frozenset(
    {
        *("key", "sku", "name", "status", "tags", "effectiveFrom", "effectiveTo"),
        *("product.key", "product.name", "product.status", "product.tags"),
        *("charge.kinds", "charge.models", "charge.units", "charge.priceRefs"),
    }
)
# What the registry lets attributes be called. Anything else is no attribute of any version.
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*|[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
LONGEST_NAME = 100
NUMBERS = frozenset({"integer", "decimal"})
Value = str | int | bool | Decimal | date


@dataclass(frozen=True)
class Condition:
    """`field` is a column, or an attribute. `kinds` keeps True and 1 apart, which Python calls equal."""

    field: str
    is_attribute: bool
    comparison: str
    values: tuple[Value, ...]
    kinds: tuple[str, ...]
    pointer: str = dataclasses.field(default="", compare=False)


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


class Unknown(NamedTuple):
    """An attribute that no rate plan of a version has; `suggestion` is the one it looks like."""

    name: str
    suggestion: str | None


def where_of(asked: Mapping[str, Any], pointer: str = "/where") -> Where:
    """Raises BadFilter with a pointer."""
    where = _part(asked, pointer, 1)
    if where.size() > MOST_CONDITIONS:
        raise BadFilter(f"more than {MOST_CONDITIONS} conditions", pointer=pointer)
    return where


def settled(where: Where, terms: Terms) -> Where:
    """As a version understands it: numbers may be said as text. Raises BadFilter."""
    return Where(
        tuple(_settled(condition, terms) for condition in where.conditions),
        tuple(settled(part, terms) for part in where.every),
        tuple(settled(part, terms) for part in where.some),
        settled(where.no, terms) if where.no is not None else None,
    )


def attributes_in(where: Where) -> Iterator[str]:
    yield from (condition.field for condition in where.conditions if condition.is_attribute)
    for part in (*where.every, *where.some, *([where.no] if where.no else [])):
        yield from attributes_in(part)


def unknown_among(attributes: Iterable[str], terms: Terms) -> Iterator[Unknown]:
    """Told and never refused: a query must not break because the last rate plan that had an attribute was sold out."""
    known = BUILT_IN | terms.kinds.keys()
    return (Unknown(name, nearest(name, known)) for name in set(attributes) - known)


def told(unknown: Iterable[Unknown]) -> list[dict[str, str | None]]:
    """As answers say it, in order of names."""
    return [each._asdict() for each in sorted(unknown, key=lambda each: (each.name, each.suggestion or ""))]


def checked_name(attribute: str, pointer: str) -> str:
    """Raises BadFilter for what no version can have."""
    if len(attribute) > LONGEST_NAME or not NAME.fullmatch(attribute):
        raise BadFilter("no attribute can be called so", pointer=pointer)
    return attribute


def _settled(condition: Condition, terms: Terms) -> Condition:
    if not condition.is_attribute:
        return condition
    if terms.kinds.get(condition.field) not in NUMBERS or condition.comparison == "isNull":
        return condition
    values = tuple(_number(value, condition.pointer) for value in condition.values)
    return replace(condition, values=values, kinds=_kinds(values))


def _number(value: Value, pointer: str) -> int | Decimal:
    """Exactly; in conditions as in bodies, a decimal may be a text."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return decimal_of(value)
    raise BadFilter(f"{str(value)[:40]} is no number", pointer=pointer)


def _kinds(values: Iterable[Value]) -> tuple[str, ...]:
    return tuple(type(one).__name__ for one in values)


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
        yield from _comparisons(checked_name(one["key"], f"{where}/key"), rest, where, is_attribute=True)


def _comparisons(name: str, asked: Any, pointer: str, *, is_attribute: bool) -> Iterator[Condition]:
    if not isinstance(asked, Mapping):
        raise BadFilter('comparisons are an object, such as {"eq": …}', pointer=pointer)
    for comparison, value in asked.items():
        where = f"{pointer}/{comparison}"
        if comparison not in COMPARISONS or (comparison == "contains" and name in DATES and not is_attribute):
            raise BadFilter(f"no comparison is called {comparison} here", pointer=where)
        if value is None:
            continue
        given = _list(value, where) if comparison == "in" else [value]
        is_date = not is_attribute and name in DATES and comparison != "isNull"
        values = tuple(_value(one, where, comparison, is_date=is_date) for one in given)
        yield Condition(name, is_attribute, comparison, values, _kinds(values), where)


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
