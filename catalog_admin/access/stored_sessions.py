"""The SQL around sessions of the console."""

from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, text, update
from sqlalchemy.orm import Session

from catalog_admin.access.tables import ConsoleSessionRow
from catalog_admin.kit.work import Work

FIND = text("SELECT * FROM find_session(:id)")


def find_session(session: Session, id: UUID) -> Any | None:
    """Works before any tenant is set: the cookie itself says whose it is."""
    return session.execute(FIND, {"id": id}).one_or_none()


def change_unless_changed(work: Work, seen: Any, changes: dict[str, Any]) -> bool:
    """Whether it was still as seen: of two requests at once, one replaces the secret."""
    row = ConsoleSessionRow
    done = work.session.execute(
        update(row)
        .where(row.tenant_id == work.tenant, row.id == seen.id, row.secret_hash == seen.secret_hash)
        .where(row.taken_up_at.is_not_distinct_from(seen.taken_up_at))
        .values(**changes)
    )
    return bool(done.rowcount) if isinstance(done, CursorResult) else False


def remove(work: Work, id: UUID) -> bool:
    """Whether it was there."""
    row = ConsoleSessionRow
    done = work.session.execute(delete(row).where(row.tenant_id == work.tenant, row.id == id))
    return bool(done.rowcount) if isinstance(done, CursorResult) else False


def keep_newest(work: Work, subject: str, most: int) -> None:
    """Of one person's sessions; the others end."""
    row = ConsoleSessionRow
    mine = (row.tenant_id == work.tenant, row.subject == subject)
    newest = select(row.id).where(*mine).order_by(row.created_at.desc(), row.id.desc()).limit(most)
    work.session.execute(delete(row).where(*mine, row.id.not_in(newest)))


def opened(work: Work, **said: Any) -> None:
    work.session.add(ConsoleSessionRow(tenant_id=work.tenant, **said))
    work.session.flush()
