"""Rate plans, each with all its charges."""

from dataclasses import asdict
from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.faults import Faults
from catalog_admin.kit.work import Work
from catalog_admin.products import store
from catalog_admin.products.errors import (
    KeyTaken,
    NoSuchRatePlan,
    NotDeleted,
    PlanIsImplied,
    PlanMoved,
    ProductIsDeleted,
    UnknownProduct,
)
from catalog_admin.products.model.documents import PlanBody, read_plan
from catalog_admin.products.tables import RatePlan


def create_rate_plan(work: Work, said: dict[str, Any]) -> None:
    """Raises KeyTaken, also for the key of a deleted plan, UnknownProduct, and what is wrong with the document."""
    work.actor.must(Role.CATALOG_EDITOR)
    body = _read(work, said)
    product = store.find_product(work, body.product)
    if product is None or product.deleted_at is not None:
        raise UnknownProduct(f"no product {body.product}", pointer="/product")
    if not store.add_plan(work, body):
        there = store.find_plan(work, body.key)
        state = "deleted: restore it" if there is not None and there.deleted_at else "there already"
        raise KeyTaken(f"the rate plan {body.key} is {state}", pointer="/key")
    audit.record(work, action="products.rate_plan_created", subject=f"rate-plan:{body.key}", after=asdict(body))


def replace_rate_plan(work: Work, key: str, said: dict[str, Any], expected: Expected) -> None:
    """The document takes the place of what is there, charges and all.

    Raises NoSuchRatePlan, RevisionStale, PlanIsImplied, PlanMoved, and what is wrong with the document.
    """
    work.actor.must(Role.CATALOG_EDITOR)
    there = _alive(work, key)
    expected.check(there.revision)
    _refuse_implied(there)
    before = _body_of(work, there)
    body = _read(work, {"product": before.product, **said, "key": key})
    if body.product != before.product:
        raise PlanMoved(f"{key} belongs to the product {before.product}", pointer="/product")
    if before == body:
        return
    store.replace_plan(work, body)
    audit.record(
        work,
        action="products.rate_plan_replaced",
        subject=f"rate-plan:{key}",
        before=asdict(before),
        after=asdict(body),
    )


def delete_rate_plan(work: Work, key: str, expected: Expected) -> None:
    """Raises NoSuchRatePlan, RevisionStale, PlanIsImplied."""
    work.actor.must(Role.CATALOG_EDITOR)
    there = _alive(work, key)
    expected.check(there.revision)
    _refuse_implied(there)
    store.set_deleted(work, RatePlan, there.id, store.instant(work))
    before = asdict(_body_of(work, there))
    audit.record(work, action="products.rate_plan_deleted", subject=f"rate-plan:{key}", before=before)


def restore_rate_plan(work: Work, key: str, expected: Expected) -> None:
    """Raises NoSuchRatePlan, NotDeleted, RevisionStale, ProductIsDeleted."""
    work.actor.must(Role.CATALOG_EDITOR)
    there = store.find_plan(work, key)
    if there is None:
        raise NoSuchRatePlan(f"no rate plan {key}")
    if there.deleted_at is None:
        raise NotDeleted(f"the rate plan {key} is not deleted")
    expected.check(there.revision)
    _refuse_implied(there)
    body = _body_of(work, there)
    product = store.find_product(work, body.product)
    if product is None or product.deleted_at is not None:
        raise ProductIsDeleted(f"restore the product {body.product} first")
    store.set_deleted(work, RatePlan, there.id, None)
    audit.record(work, action="products.rate_plan_restored", subject=f"rate-plan:{key}", after=asdict(body))


def _read(work: Work, said: dict[str, Any]) -> PlanBody:
    faults = Faults()
    body = read_plan(said, store.locked_registry(work), faults)
    faults.refuse()
    return body


def _alive(work: Work, key: str) -> RatePlan:
    there = store.find_plan(work, key)
    if there is None or there.deleted_at is not None:
        raise NoSuchRatePlan(f"no rate plan {key}")
    return there


def _refuse_implied(plan: RatePlan) -> None:
    if plan.implied:
        raise PlanIsImplied(f"{plan.key} follows its one-time good: change the product {plan.key}")


def _body_of(work: Work, row: RatePlan) -> PlanBody:
    return PlanBody(
        key=row.key,
        product=store.product_key(work, row.product_id),
        sku=row.sku,
        name=row.name,
        status=row.status,
        effective_from=row.effective_from.isoformat() if row.effective_from else None,
        effective_to=row.effective_to.isoformat() if row.effective_to else None,
        tags=row.tags,
        attributes=row.attributes,
        charges=row.charges,
        implied=row.implied,
    )
