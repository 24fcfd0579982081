"""The SQL around tenants."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.work import Reads, Work
from catalog_admin.organisation.model import Doorplate, Tenant
from catalog_admin.organisation.tables import TenantRow

FIND = text("SELECT * FROM find_tenant(:key)")
CREATE = text("SELECT create_tenant(:id, :key, :name)")


def doorplate(session: Session, key: str) -> Doorplate | None:
    """Works before any tenant is set."""
    found = session.execute(FIND, {"key": key}).one_or_none()
    if found is None:
        return None
    return Doorplate(TenantId(found.tenant_id), key, found.anonymous_claims, frozenset(found.anonymous_environments))


def add(work: Work, key: str, name: str) -> None:
    work.session.execute(CREATE, {"id": work.tenant, "key": key, "name": name})


def own_row(transaction: Reads | Work) -> TenantRow:
    return transaction.session.scalars(select(TenantRow).where(TenantRow.tenant_id == transaction.tenant)).one()


def all_tenants(session: Session) -> list[Tenant]:
    return [tenant_of(row) for row in session.scalars(select(TenantRow).order_by(TenantRow.key.collate("C")))]


def locked_row(work: Work) -> TenantRow:
    wanted = select(TenantRow).where(TenantRow.tenant_id == work.tenant)
    return work.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()


def tenant_of(row: TenantRow) -> Tenant:
    return Tenant(
        id=TenantId(row.tenant_id),
        key=row.key,
        name=row.name,
        anonymous_claims=row.anonymous_claims,
        anonymous_environments=row.anonymous_environments,
        revision=row.revision,
        created_at=row.created_at,
    )
