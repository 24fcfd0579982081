"""Products and rate plans as people see them, and which of them a list wants."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_
from sqlalchemy.dialects.postgresql import JSONPATH

from catalog_admin.products.tables import Product, RatePlan


@dataclass(frozen=True)
class ProductView:
    id: UUID
    key: str
    name: dict[str, str]
    status: str
    effective_from: date | None
    effective_to: date | None
    tags: list[str]
    attributes: dict[str, Any]
    one_time: dict[str, str] | None
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class PlanView:
    """`product` is the product's key; `attributes` are the plan's own, not its product's."""

    id: UUID
    key: str
    product: str
    sku: str | None
    name: dict[str, str]
    status: str
    effective_from: date | None
    effective_to: date | None
    tags: list[str]
    attributes: dict[str, Any]
    charges: list[dict[str, Any]]
    implied: bool
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """Everything that is given must hold; `search` looks for a part of key, SKU or a name, whatever the case."""

    search: str | None = None
    status: str | None = None
    tag: str | None = None
    product: str | None = None
    deleted: bool = False

    def of(self, table: type[Product] | type[RatePlan]) -> list[ColumnElement[bool]]:
        gone = table.deleted_at.is_not(None)
        clauses: list[ColumnElement[bool]] = [gone if self.deleted else ~gone]
        if self.status is not None:
            clauses.append(table.status == self.status)
        if self.tag is not None:
            clauses.append(table.tags.contains([self.tag]))
        if self.search:
            clauses.append(self._mentions(table, self.search))
        return clauses

    def _mentions(self, table: type[Product] | type[RatePlan], word: str) -> ColumnElement[bool]:
        names = func.jsonb_path_query_array(table.name, cast("$.*", JSONPATH))
        found = [table.key.icontains(word, autoescape=True), cast(names, Text).icontains(word, autoescape=True)]
        if table is RatePlan:
            found.append(RatePlan.sku.icontains(word, autoescape=True))
        return or_(*found)
