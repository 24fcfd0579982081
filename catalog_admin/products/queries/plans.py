"""Rate plans for people, and between keys and ids."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text, Uuid

from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.products.errors import NoSuchRatePlan
from catalog_admin.products.model.ids import plan_id, product_id
from catalog_admin.products.queries.views import PlanView, Wanted
from catalog_admin.products.tables import Product, RatePlan

COLUMNS = tuple(Product.key if field.name == "product" else getattr(RatePlan, field.name) for field in fields(PlanView))


def plan_ids(tx: Work | Reads, keys: Sequence[str]) -> dict[str, UUID]:
    """The ids of those that exist and are not deleted; a key that is missing in the answer does not."""
    statement = text("SELECT key, id FROM rate_plan WHERE key = ANY(:keys) AND deleted_at IS NULL")
    bound = statement.bindparams(bindparam("keys", list(keys), type_=ARRAY(Text)))
    return {row.key: row.id for row in tx.session.execute(bound)}


def count_living(tx: Work | Reads, ids: Iterable[UUID]) -> int:
    """How many of these are not deleted."""
    statement = text("SELECT count(*) FROM rate_plan WHERE id = ANY(:ids) AND deleted_at IS NULL")
    return int(tx.session.scalar(statement.bindparams(bindparam("ids", list(ids), type_=ARRAY(Uuid)))) or 0)


def plan_keys(tx: Work | Reads, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of deleted ones too: history must be able to name them."""
    statement = text("SELECT id, key FROM rate_plan WHERE id = ANY(:ids)")
    bound = statement.bindparams(bindparam("ids", list(ids), type_=ARRAY(Uuid)))
    return {row.id: row.key for row in tx.session.execute(bound)}


def plan_by_key(tx: Work | Reads, key: str, *, deleted: bool = False) -> PlanView:
    """Raises NoSuchRatePlan, also for a deleted one unless asked for."""
    row = tx.session.execute(_plans().where(RatePlan.id == plan_id(key))).one_or_none()
    if row is None or (row.deleted_at is not None and not deleted):
        raise NoSuchRatePlan(f"no rate plan {key}")
    return PlanView(*row)


def named_plans(tx: Reads, names: Sequence[str]) -> list[PlanView]:
    """Those that are not deleted and have one of these as key or as SKU, in key order."""
    wanted = bindparam("names", list(names), type_=ARRAY(Text))
    is_named = or_(RatePlan.key == func.any(wanted), RatePlan.sku == func.any(wanted))
    statement = _plans().where(is_named, RatePlan.deleted_at.is_(None)).order_by(RatePlan.key)
    return [PlanView(*row) for row in tx.session.execute(statement)]


def plans_page(tx: Reads, wanted: Wanted, *, limit: int, after: str | None = None) -> Page[PlanView]:
    """In key order, as bytes. A rare search word costs a pass over all plans of the environment."""
    statement = _plans().where(*wanted.of(RatePlan)).order_by(RatePlan.key).limit(limit + 1)
    if wanted.product is not None:
        statement = statement.where(RatePlan.product_id == product_id(wanted.product))
    if after is not None:
        [key] = key_of(after, width=1)
        statement = statement.where(RatePlan.key > str(key))
    found = [PlanView(*row) for row in tx.session.execute(statement)]
    return Page(found[:limit], cursor(found[limit - 1].key) if len(found) > limit else None)


def _plans() -> Select[*tuple[Any, ...]]:
    return select(*COLUMNS).join(Product, Product.id == RatePlan.product_id)
