"""Jobs as people see them, and what was wrong with the rows they read."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from catalog_admin.jobs import store
from catalog_admin.jobs.errors import NoSuchJob
from catalog_admin.jobs.model import JobStatus, JobView
from catalog_admin.jobs.tables import Job, RefusedRow
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work


@dataclass(frozen=True)
class RowError:
    line: int
    key: str | None
    pointer: str
    code: str
    detail: str
    suggestion: str | None
    column: str | None
    value: str | None


def job_by_id(tx: Work | Reads, job: UUID) -> JobView:
    """One's own, or what one may see of others'; raises NoSuchJob."""
    found = store.find(tx, job)
    if found is None or not found.is_seen_by(tx.actor):
        raise NoSuchJob(f"no job {job}")
    return found


def jobs_page(
    tx: Reads, *, limit: int, after: str | None = None, kind: str | None = None, status: JobStatus | None = None
) -> Page[JobView]:
    """Newest first, of all environments of the tenant, as far as the actor may see them."""
    statement = select(*store.VIEW).where(Job.tenant_id == tx.tenant).order_by(Job.id.desc()).limit(limit + 1)
    statement = statement.where(*_seen_by(tx.actor))
    if after is not None:
        statement = statement.where(Job.id < _position(after))
    if kind is not None:
        statement = statement.where(Job.kind == kind)
    if status is not None:
        statement = statement.where(Job.status == status)
    found = [store.view_of(row) for row in tx.session.execute(statement)]
    more = cursor(str(found[limit - 1].id)) if len(found) > limit else None
    return Page(found[:limit], more)


def row_errors(tx: Work | Reads, job: UUID) -> Iterator[RowError]:
    """In the order of the file; at most the first thousand are kept."""
    columns = (getattr(RefusedRow, name) for name in RowError.__dataclass_fields__)
    mine = (RefusedRow.tenant_id == tx.tenant, RefusedRow.job_id == job)
    for row in tx.session.execute(select(*columns).where(*mine).order_by(RefusedRow.ordinal)):
        yield RowError(*row)


def _seen_by(actor: Actor) -> list[ColumnElement[bool]]:
    """JobView.is_seen_by, for the database."""
    seen = []
    if actor.is_limited:
        seen.append(Job.created_by == actor.subject)
    if actor.environments is not None:
        seen.append(Job.environment_key.in_(actor.environments))
    return seen


def _position(after: str) -> UUID:
    [text] = key_of(after, width=1)
    try:
        return UUID(str(text))
    except ValueError:
        raise BadCursor("this cursor belongs to another list", pointer="/after") from None
