"""Finding and writing catalogs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, tuple_, update
from sqlalchemy.orm import Session

from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.catalogs.tables import CatalogRow

COLUMNS = [
    CatalogRow.catalog_id.label("id"),
    CatalogRow.key,
    CatalogRow.type,
    CatalogRow.name,
    CatalogRow.locales,
    CatalogRow.currencies,
    CatalogRow.auto_publish,
    CatalogRow.revision,
    CatalogRow.created_at,
    CatalogRow.deleted_at,
    CatalogRow.deleted_by,
]


def find(session: Session, key: str) -> Catalog | None:
    """The living catalog of this key."""
    row = session.execute(select(*COLUMNS).where(CatalogRow.key == key, CatalogRow.deleted_at.is_(None))).first()
    return Catalog(**row._mapping) if row else None


def among(session: Session, keys: set[str]) -> set[str]:
    """Which of these keys a living catalog has."""
    return set(session.scalars(select(CatalogRow.key).where(CatalogRow.key.in_(keys), CatalogRow.deleted_at.is_(None))))


def first_keys(session: Session, limit: int) -> list[str]:
    """Of living catalogs, in order: enough of them to guess which one was meant."""
    listed = select(CatalogRow.key).where(CatalogRow.deleted_at.is_(None)).order_by(CatalogRow.key)
    return list(session.scalars(listed.limit(limit)))


def find_deleted(session: Session, key: str, catalog_id: UUID | None = None) -> Catalog | None:
    """The catalog of this key that was deleted last, or the one of this id."""
    deleted = select(*COLUMNS).where(CatalogRow.key == key, CatalogRow.deleted_at.is_not(None))
    if catalog_id is not None:
        deleted = deleted.where(CatalogRow.catalog_id == catalog_id)
    row = session.execute(deleted.order_by(CatalogRow.deleted_at.desc(), CatalogRow.catalog_id).limit(1)).first()
    return Catalog(**row._mapping) if row else None


def of_id(session: Session, catalog_id: UUID) -> Catalog | None:
    """The living catalog of this id."""
    living = select(*COLUMNS).where(CatalogRow.catalog_id == catalog_id, CatalogRow.deleted_at.is_(None))
    row = session.execute(living).first()
    return Catalog(**row._mapping) if row else None


def behind(session: Session, key: str | None, limit: int) -> list[Catalog]:
    """Living catalogs in key order, behind the given key."""
    page = select(*COLUMNS).where(CatalogRow.deleted_at.is_(None)).order_by(CatalogRow.key).limit(limit)
    if key is not None:
        page = page.where(CatalogRow.key > key)
    return [Catalog(**row._mapping) for row in session.execute(page)]


def deleted_before(session: Session, mark: tuple[datetime, UUID] | None, limit: int) -> list[Catalog]:
    """Deleted catalogs, the last one first; behind the mark."""
    order = tuple_(CatalogRow.deleted_at, CatalogRow.catalog_id)
    page = select(*COLUMNS).where(CatalogRow.deleted_at.is_not(None))
    if mark is not None:
        page = page.where(order < mark)
    newest_first = page.order_by(CatalogRow.deleted_at.desc(), CatalogRow.catalog_id.desc())
    return [Catalog(**row._mapping) for row in session.execute(newest_first.limit(limit))]


def add(session: Session, values: dict[str, Any]) -> Catalog:
    row = session.execute(insert(CatalogRow).values(values).returning(*COLUMNS)).one()
    return Catalog(**row._mapping)


def change(session: Session, catalog_id: UUID, values: dict[str, Any]) -> Catalog:
    """Sets the values and grows the revision."""
    changed = (
        update(CatalogRow)
        .where(CatalogRow.catalog_id == catalog_id)
        .values(revision=CatalogRow.revision + 1, **values)
        .returning(*COLUMNS)
        .execution_options(synchronize_session=False)
    )
    return Catalog(**session.execute(changed).one()._mapping)
