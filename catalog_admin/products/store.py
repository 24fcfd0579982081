"""The SQL that commands need: definitions, rows to lock and change, who uses an attribute."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import InstrumentedAttribute

from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products.model.attributes import AttributeDefinition, Registry
from catalog_admin.products.model.documents import PlanBody, ProductBody
from catalog_admin.products.model.ids import plan_id, product_id
from catalog_admin.products.tables import Attribute, Product, RatePlan

T = TypeVar("T")

# A value is used where the key is among a document's attributes, or among those of one of its charges.
USED = text(
    "SELECT EXISTS (SELECT FROM product WHERE attributes ? :key)"
    " OR EXISTS (SELECT FROM rate_plan WHERE attributes ? :key)"
    " OR EXISTS (SELECT FROM rate_plan WHERE jsonb_path_exists(charges, '$[*].attributes.keyvalue() ? (@.key == $k)',"
    " jsonb_build_object('k', CAST(:key AS text))))"
)

# Past the wall between environments, of this tenant alone.
ATTRIBUTES_OF = text("SELECT * FROM attributes_of(CAST(:environments AS uuid[]))")


def definitions(tx: Work | Reads) -> list[AttributeDefinition]:
    return [definition_of(row) for row in tx.session.scalars(select(Attribute).order_by(Attribute.key))]


def definitions_in(tx: Work | Reads, environments: Collection[UUID]) -> list[tuple[UUID, AttributeDefinition]]:
    """Of several environments of the tenant, whichever the transaction belongs to."""
    asked = select(Attribute).from_statement(ATTRIBUTES_OF)
    rows = tx.session.scalars(asked, {"environments": list(environments)})
    return [(row.environment_id, definition_of(row)) for row in rows]


def locked_registry(work: Work) -> Registry:
    """What documents are checked against; nobody changes a definition until this transaction ends."""
    rows = work.session.scalars(select(Attribute).order_by(Attribute.key).with_for_update(read=True))
    return Registry(definition_of(row) for row in rows)


def lock_definitions(work: Work) -> None:
    """All of them for writing, in the order in which `locked_registry` takes them.

    In the order of some file, who checks a document would hold one that we want, and wait for one that we hold.
    """
    work.session.execute(select(Attribute.key).order_by(Attribute.key).with_for_update())


def definition(tx: Work | Reads, key: str, *, lock: bool = False) -> AttributeDefinition | None:
    statement = select(Attribute).where(Attribute.key == key).execution_options(populate_existing=True)
    row = tx.session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else definition_of(row)


def definition_of(row: Attribute) -> AttributeDefinition:
    return AttributeDefinition(
        key=row.key,
        type=Type(Kind(row.kind), row.many),
        label=row.label,
        unit=row.unit,
        allowed=None if row.allowed is None else tuple(row.allowed),
        facetable=row.facetable,
        searchable=row.searchable,
        revision=row.revision,
    )


def add_definition(work: Work, wanted: AttributeDefinition) -> bool:
    """False if there is one; waits for somebody who is just declaring it."""
    values = {**_scope(work), "key": wanted.key, **_definition_row(wanted)}
    return _added(work, insert(Attribute).values(values), Attribute.key)


def change_definition(work: Work, wanted: AttributeDefinition) -> None:
    grown = {"revision": Attribute.revision + 1, "updated_at": func.now()}
    changed = update(Attribute).where(Attribute.key == wanted.key).values(**_definition_row(wanted), **grown)
    work.session.execute(changed.execution_options(synchronize_session=False))


def _definition_row(wanted: AttributeDefinition) -> dict[str, Any]:
    return {
        "kind": wanted.type.kind.value,
        "many": wanted.type.many,
        "label": wanted.label,
        "unit": wanted.unit,
        "allowed": None if wanted.allowed is None else list(wanted.allowed),
        "facetable": wanted.facetable,
        "searchable": wanted.searchable,
    }


def drop_definition(work: Work, key: str) -> None:
    work.session.execute(delete(Attribute).where(Attribute.key == key))


def is_used(work: Work, key: str) -> bool:
    return bool(work.session.scalar(USED, {"key": key}))


def find_product(work: Work, key: str) -> Product | None:
    return work.session.scalars(_locked(select(Product).where(Product.id == product_id(key)))).one_or_none()


def find_plan(work: Work, key: str) -> RatePlan | None:
    return work.session.scalars(_locked(select(RatePlan).where(RatePlan.id == plan_id(key)))).one_or_none()


def product_key(work: Work, id: UUID) -> str:
    return work.session.scalars(select(Product.key).where(Product.id == id)).one()


def add_product(work: Work, body: ProductBody) -> bool:
    """False if there is one of this key, deleted or not; waits for somebody who is just making it."""
    values = {**_scope(work), "id": product_id(body.key), **_product_row(body)}
    return _added(work, insert(Product).values(values), Product.id)


def add_plan(work: Work, body: PlanBody) -> bool:
    """False if there is one of this key, deleted or not; waits for somebody who is just making it."""
    values = {**_scope(work), "id": plan_id(body.key), **_plan_row(body)}
    return _added(work, insert(RatePlan).values(values), RatePlan.id)


def replace_product(work: Work, body: ProductBody) -> None:
    replaced = update(Product).where(Product.id == product_id(body.key))
    work.session.execute(replaced.values(**_product_row(body), **_grown(Product)))


def replace_plan(work: Work, body: PlanBody) -> None:
    """Brings a deleted one back to life."""
    replaced = update(RatePlan).where(RatePlan.id == plan_id(body.key))
    work.session.execute(replaced.values(**_plan_row(body), **_grown(RatePlan)))


def _added(work: Work, statement: Insert, named: InstrumentedAttribute[Any]) -> bool:
    return work.session.execute(statement.on_conflict_do_nothing().returning(named)).first() is not None


def _scope(work: Work) -> dict[str, Any]:
    return {"tenant_id": work.tenant, "environment_id": work.environment}


def _product_row(body: ProductBody) -> dict[str, Any]:
    return _dated(asdict(body))


def _plan_row(body: PlanBody) -> dict[str, Any]:
    values = _dated(asdict(body))
    values["product_id"] = product_id(values.pop("product"))
    return values


def instant(work: Work) -> datetime:
    """Of this very statement: two deletions in one transaction must stay apart."""
    now: datetime = work.session.execute(select(func.clock_timestamp())).scalar_one()
    return now


def set_deleted(work: Work, table: type[Product] | type[RatePlan], id: UUID, at: datetime | None) -> None:
    values: dict[str, Any] = {"deleted_at": at, "revision": table.revision + 1, "updated_at": func.now()}
    work.session.execute(update(table).where(table.id == id).values(**values))


def set_plans_deleted(work: Work, product: UUID, *, was: datetime | None, to: datetime | None) -> int:
    """Of a product, those in the state `was`; a restore brings back exactly what its deletion took."""
    state = RatePlan.deleted_at.is_(None) if was is None else RatePlan.deleted_at == was
    values: dict[str, Any] = {"deleted_at": to, "revision": RatePlan.revision + 1, "updated_at": func.now()}
    changed = update(RatePlan).where(RatePlan.product_id == product, state).values(**values)
    return len(work.session.execute(changed.returning(RatePlan.id)).all())


def _grown(table: type[Product] | type[RatePlan]) -> dict[str, Any]:
    return {"revision": table.revision + 1, "updated_at": func.now(), "deleted_at": None}


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    for name in ("effective_from", "effective_to"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return values


def _locked(statement: Select[T]) -> Select[T]:
    """For the rest of the transaction, and as the database has it now, not as this session saw it before."""
    return statement.with_for_update().execution_options(populate_existing=True)
