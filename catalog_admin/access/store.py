"""The SQL around tokens and bindings."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from catalog_admin.access.model import ApiToken, Binding, grants_of
from catalog_admin.access.tables import ApiTokenRow, RoleBindingRow
from catalog_admin.kit.work import Reads, Work

FIND_TOKEN = text("SELECT * FROM find_token(:id)")


def find_token(session: Session, id: UUID) -> Any | None:
    """Works before any tenant is set: the token itself says whose it is."""
    return session.execute(FIND_TOKEN, {"id": id}).one_or_none()


def token(work: Work, id: UUID) -> ApiTokenRow | None:
    wanted = select(ApiTokenRow).where(ApiTokenRow.tenant_id == work.tenant, ApiTokenRow.id == id)
    return work.session.scalars(wanted).one_or_none()


def tokens(reads: Reads, after: UUID | None, limit: int) -> Sequence[ApiTokenRow]:
    row = ApiTokenRow
    query = select(row).where(row.tenant_id == reads.tenant).order_by(row.id.desc()).limit(limit)
    return reads.session.scalars(query if after is None else query.where(row.id < after)).all()


def note_use(work: Work, id: UUID) -> None:
    mine = (ApiTokenRow.tenant_id == work.tenant, ApiTokenRow.id == id)
    work.session.execute(update(ApiTokenRow).where(*mine).values(last_used_at=work.now))


def binding(transaction: Reads | Work, subject: str) -> RoleBindingRow | None:
    row = RoleBindingRow
    wanted = select(row).where(row.tenant_id == transaction.tenant, row.subject == subject)
    return transaction.session.scalars(wanted).one_or_none()


def locked_binding(work: Work, subject: str) -> RoleBindingRow | None:
    row = RoleBindingRow
    wanted = select(row).where(row.tenant_id == work.tenant, row.subject == subject).with_for_update()
    return work.session.scalars(wanted).one_or_none()


def bindings(reads: Reads, after: str, limit: int) -> Sequence[RoleBindingRow]:
    row = RoleBindingRow
    query = select(row).where(row.tenant_id == reads.tenant, row.subject > after)
    return reads.session.scalars(query.order_by(row.subject).limit(limit)).all()


def token_of(row: ApiTokenRow) -> ApiToken:
    return ApiToken(
        id=row.id,
        name=row.name,
        grants=grants_of(row.grants),
        environments=row.environments,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def binding_of(row: RoleBindingRow) -> Binding:
    return Binding(
        subject=row.subject,
        grants=grants_of(row.grants),
        environments=row.environments,
        revision=row.revision,
        updated_at=row.updated_at,
    )
