"""What a query may say: filters, order, scope. Shapes only; `conditions` and `listing` decide what is allowed."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, NewType

import strawberry
from graphql import BooleanValueNode, FloatValueNode, GraphQLError, IntValueNode, StringValueNode, ValueNode

from catalog_admin.kit.exact_json import decimal_of, integer_of
from catalog_admin.storefront.conditions import EVERYTHING, Where, where_of
from catalog_admin.storefront.listing import Choice, Listing, Scope, Sort, SortField, listing, usual_order

AttributeValue = NewType("AttributeValue", object)


def _value(value: Any) -> Any:
    if not isinstance(value, str | int | float | Decimal):
        raise GraphQLError("an attribute value is a text, a number or true or false")
    return value


def _literal(node: ValueNode, _: Any = None) -> Any:
    """Numbers keep every digit: they never become floats."""
    if isinstance(node, IntValueNode):
        return integer_of(node.value)
    if isinstance(node, FloatValueNode):
        return decimal_of(node.value)
    if isinstance(node, StringValueNode | BooleanValueNode):
        return node.value
    raise GraphQLError("an attribute value is a text, a number or true or false", node)


ATTRIBUTE_VALUE = strawberry.scalar(
    name="AttributeValue",
    description="A text, a number with every digit it has, true or false.",
    serialize=_value,
    parse_value=_value,
    parse_literal=_literal,
)


@strawberry.enum(description="The node's own shelf, or everything below it too, each rate plan once.")
class RatePlanScope(Enum):
    DIRECT = Scope.DIRECT.value
    SUBTREE = Scope.SUBTREE.value


@strawberry.enum(
    name="RatePlanSortField",
    description="SHELF: the order of the shelf; across shelves that of keys. POPULARITY: what shoppers came upon most.",
)
class RatePlanSortField(Enum):
    SHELF = SortField.SHELF.value
    NAME = SortField.NAME.value
    KEY = SortField.KEY.value
    EFFECTIVE_FROM = SortField.EFFECTIVE_FROM.value
    ATTRIBUTE = SortField.ATTRIBUTE.value
    RELEVANCE = SortField.RELEVANCE.value
    POPULARITY = SortField.POPULARITY.value


@strawberry.enum
class SortDirection(Enum):
    ASC = "asc"
    DESC = "desc"


@strawberry.input
class RatePlanSort:
    field: RatePlanSortField = RatePlanSortField.SHELF
    attribute: str | None = strawberry.field(default=None, description="Which attribute, when sorting by one.")
    direction: SortDirection = SortDirection.ASC


@strawberry.input
class TextFilter:
    eq: str | None = None
    in_: list[str] | None = strawberry.field(default=None, name="in")
    contains: str | None = strawberry.field(default=None, description="Anywhere in it, in any case.")
    is_null: bool | None = None


@strawberry.input
class DateFilter:
    eq: date | None = None
    gt: date | None = None
    gte: date | None = None
    lt: date | None = None
    lte: date | None = None
    is_null: bool | None = None


@strawberry.input(
    description="Ordered comparisons take numbers by value and texts, dates among them, by their bytes."
    " What is compared with a number may be a text that spells one."
)
class AttributeFilter:
    key: str
    eq: AttributeValue | None = None
    in_: list[AttributeValue] | None = strawberry.field(default=None, name="in")
    gt: AttributeValue | None = None
    gte: AttributeValue | None = None
    lt: AttributeValue | None = None
    lte: AttributeValue | None = None
    contains: AttributeValue | None = strawberry.field(
        default=None, description="A list that has it, or a text that has it somewhere."
    )
    is_null: bool | None = None


@strawberry.input(description="Everything said must hold.")
class RatePlanWhere:
    key: TextFilter | None = None
    sku: TextFilter | None = None
    name: TextFilter | None = None
    product_key: TextFilter | None = None
    effective_from: DateFilter | None = None
    effective_to: DateFilter | None = None
    attributes: list[AttributeFilter] | None = None
    and_: list["RatePlanWhere"] | None = strawberry.field(default=None, name="AND")
    or_: list["RatePlanWhere"] | None = strawberry.field(default=None, name="OR")
    not_: "RatePlanWhere | None" = strawberry.field(default=None, name="NOT")


OUTSIDE = {
    "and_": "AND",
    "or_": "OR",
    "not_": "NOT",
    "in_": "in",
    "is_null": "isNull",
    "product_key": "productKey",
    "effective_from": "effectiveFrom",
    "effective_to": "effectiveTo",
}


def conditions(asked: RatePlanWhere | None) -> Where:
    return EVERYTHING if asked is None else where_of(_plain(asked))


def listing_of(
    scope: Scope,
    first: int,
    after: str | None,
    where: RatePlanWhere | None,
    sort: RatePlanSort | None,
    term: str | None,
) -> Listing:
    order = usual_order(term) if sort is None else Sort(SortField(sort.field.value), sort.attribute, _descends(sort))
    return listing(Choice(scope, conditions(where), term), first, after, order)


def _descends(sort: RatePlanSort) -> bool:
    return sort.direction is SortDirection.DESC


def _plain(asked: Any) -> Any:
    """An input object under its outside names, without what was not said."""
    if isinstance(asked, list):
        return [_plain(one) for one in asked]
    if not hasattr(asked, "__strawberry_definition__"):
        return asked
    said = {field.name: getattr(asked, field.name) for field in fields(asked)}
    return {OUTSIDE.get(name, name): _plain(value) for name, value in said.items() if value is not None}
