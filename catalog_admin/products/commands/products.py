"""Products, each with the rate plan that a one-time good implies."""

from dataclasses import asdict
from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.faults import Faults
from catalog_admin.kit.work import Work
from catalog_admin.products import store
from catalog_admin.products.errors import KeyTaken, NoSuchProduct, NotDeleted
from catalog_admin.products.model.documents import ProductBody, implied_plan, read_product
from catalog_admin.products.tables import Product


def create_product(work: Work, said: dict[str, Any]) -> None:
    """Raises KeyTaken, also for the key of a deleted product, and whatever is wrong with the document."""
    work.actor.must(Role.CATALOG_EDITOR)
    body = _read(work, said)
    if not store.add_product(work, body):
        there = store.find_product(work, body.key)
        state = "deleted: restore it" if there is not None and there.deleted_at else "there already"
        raise KeyTaken(f"the product {body.key} is {state}", pointer="/key")
    _imply(work, body)
    audit.record(work, action="products.product_created", subject=f"product:{body.key}", after=asdict(body))


def replace_product(work: Work, key: str, said: dict[str, Any], expected: Expected) -> None:
    """The document takes the place of what is there. Raises NoSuchProduct, RevisionStale, and what is wrong with it."""
    work.actor.must(Role.CATALOG_EDITOR)
    there = _alive(work, key)
    expected.check(there.revision)
    body = _read(work, {**said, "key": key})
    before = _body_of(there)
    if before == body:
        return
    store.replace_product(work, body)
    _imply(work, body)
    if before.one_time is not None and body.one_time is None:
        _drop_implied(work, key)
    audit.record(
        work, action="products.product_replaced", subject=f"product:{key}", before=asdict(before), after=asdict(body)
    )


def delete_product(work: Work, key: str, expected: Expected) -> None:
    """Hides it and its rate plans; restore_product brings back exactly these. Raises NoSuchProduct, RevisionStale."""
    work.actor.must(Role.CATALOG_EDITOR)
    there = _alive(work, key)
    expected.check(there.revision)
    now = store.instant(work)
    store.set_deleted(work, Product, there.id, now)
    plans = store.set_plans_deleted(work, there.id, was=None, to=now)
    audit.record(
        work,
        action="products.product_deleted",
        subject=f"product:{key}",
        before=asdict(_body_of(there)),
        detail={"ratePlans": plans},
    )


def restore_product(work: Work, key: str, expected: Expected) -> None:
    """Raises NoSuchProduct, NotDeleted, RevisionStale."""
    work.actor.must(Role.CATALOG_EDITOR)
    there = store.find_product(work, key)
    if there is None:
        raise NoSuchProduct(f"no product {key}")
    if there.deleted_at is None:
        raise NotDeleted(f"the product {key} is not deleted")
    expected.check(there.revision)
    plans = store.set_plans_deleted(work, there.id, was=there.deleted_at, to=None)
    store.set_deleted(work, Product, there.id, None)
    audit.record(
        work,
        action="products.product_restored",
        subject=f"product:{key}",
        after=asdict(_body_of(there)),
        detail={"ratePlans": plans},
    )


def _read(work: Work, said: dict[str, Any]) -> ProductBody:
    faults = Faults()
    body = read_product(said, store.locked_registry(work), faults)
    faults.refuse()
    return body


def _imply(work: Work, body: ProductBody) -> None:
    """The rate plan of a one-time good; raises KeyTaken if another plan has its key."""
    if (plan := implied_plan(body)) is None or store.add_plan(work, plan):
        return
    there = store.find_plan(work, plan.key)
    if there is None or not there.implied:
        raise KeyTaken(f"a rate plan {plan.key} is there already; a one-time good needs its key", pointer="/oneTime")
    store.replace_plan(work, plan)


def _drop_implied(work: Work, key: str) -> None:
    there = store.find_plan(work, key)
    if there is not None and there.implied:
        store.set_deleted(work, type(there), there.id, store.instant(work))


def _alive(work: Work, key: str) -> Product:
    there = store.find_product(work, key)
    if there is None or there.deleted_at is not None:
        raise NoSuchProduct(f"no product {key}")
    return there


def _body_of(row: Product) -> ProductBody:
    return ProductBody(
        key=row.key,
        name=row.name,
        status=row.status,
        effective_from=row.effective_from.isoformat() if row.effective_from else None,
        effective_to=row.effective_to.isoformat() if row.effective_to else None,
        tags=row.tags,
        attributes=row.attributes,
        one_time=row.one_time,
    )
