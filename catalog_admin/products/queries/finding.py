"""Goods by what somebody types: the beginning of a key at once, words of names by a pass over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, select

from catalog_admin.kit.texts import in_language
from catalog_admin.kit.work import Reads
from catalog_admin.products.queries.views import Wanted
from catalog_admin.products.tables import Product, RatePlan

BEHIND_ALL = "\U0010ffff"
Goods = type[Product] | type[RatePlan]


@dataclass(frozen=True)
class FoundGood:
    """`product` is the key of a rate plan's product."""

    key: str
    name: str
    status: str
    product: str | None = None
    sku: str | None = None


def found_products(tx: Reads, words: Sequence[str], locale: str | None, limit: int) -> list[FoundGood]:
    """Those whose key begins with what was typed first, then whose key or name holds all the words; by key."""
    told = select(Product.key, Product.name, Product.status)
    return [
        FoundGood(row.key, in_language(row.name, locale, "en", row.key), row.status)
        for row in _found(tx, Product, told, words, limit)
    ]


def found_plans(tx: Reads, words: Sequence[str], locale: str | None, limit: int) -> list[FoundGood]:
    """The same of rate plans, their SKU looked into as well."""
    told = select(RatePlan.key, RatePlan.name, RatePlan.status, RatePlan.sku, Product.key.label("product"))
    told = told.join(Product, Product.id == RatePlan.product_id)
    return [
        FoundGood(row.key, in_language(row.name, locale, "en", row.key), row.status, row.product, row.sku)
        for row in _found(tx, RatePlan, told, words, limit)
    ]


def _found(tx: Reads, table: Goods, told: Select[*tuple[Any, ...]], words: Sequence[str], limit: int) -> list[Row[Any]]:
    living = told.where(table.deleted_at.is_(None)).order_by(table.key).limit(limit)
    typed = " ".join(words)
    # A range of keys: under row-level security LIKE could not use the index.
    begins = and_(table.key >= typed, table.key < typed + BEHIND_ALL)
    first = list(tx.session.execute(living.where(begins)))
    if len(first) == limit:
        return first
    holds = [clause for word in words for clause in Wanted(search=word).of(table)]
    return first + list(tx.session.execute(living.where(~begins, *holds).limit(limit - len(first))))
