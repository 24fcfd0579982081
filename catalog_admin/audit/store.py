"""The SQL around the chain."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select

from catalog_admin.audit.model import Entry, Filter
from catalog_admin.audit.tables import AuditEntryRow, AuditHeadRow
from catalog_admin.kit.work import Reads

CHUNK = 1000
BEHIND_EVERY_TEXT = "\U0010ffff"


def newest(reads: Reads, wanted: Filter, before: int | None, limit: int) -> Sequence[AuditEntryRow]:
    row = AuditEntryRow
    query = _seen(reads).order_by(row.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(row.seq < before)
    for column, value in (
        (row.actor, wanted.actor),
        (row.action, wanted.action),
        (row.environment, wanted.environment),
        (row.request_id, wanted.request_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.subject is not None:
        # A range, not LIKE: LIKE is not leakproof and would not use the index under row-level security.
        query = query.where(row.subject >= wanted.subject, row.subject < wanted.subject + BEHIND_EVERY_TEXT)
    if wanted.since is not None:
        query = query.where(row.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(row.at < wanted.until)
    return reads.session.scalars(query).all()


def entry(reads: Reads, seq: int) -> AuditEntryRow | None:
    return reads.session.scalars(_seen(reads).where(AuditEntryRow.seq == seq)).one_or_none()


def from_oldest(reads: Reads, after: int, limit: int | None) -> Iterator[Entry]:
    """In chunks by key: memory does not grow with the chain, and the reader may stop anywhere."""
    left = limit
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        rows = reads.session.scalars(
            _mine(reads).where(AuditEntryRow.seq > after).order_by(AuditEntryRow.seq).limit(size)
        ).all()
        for row in rows:
            yield entry_of(row)
        if len(rows) < size:
            return
        reads.session.expunge_all()
        after, left = rows[-1].seq, None if left is None else left - size


def hash_of(reads: Reads, seq: int) -> bytes | None:
    return reads.session.scalar(
        select(AuditEntryRow.hash).where(AuditEntryRow.tenant_id == reads.tenant, AuditEntryRow.seq == seq)
    )


def head(reads: Reads) -> AuditHeadRow | None:
    return reads.session.scalars(select(AuditHeadRow).where(AuditHeadRow.tenant_id == reads.tenant)).one_or_none()


def _mine(reads: Reads) -> Select[AuditEntryRow]:
    return select(AuditEntryRow).where(AuditEntryRow.tenant_id == reads.tenant)


def _seen(reads: Reads) -> Select[AuditEntryRow]:
    """Somebody let into some environments only sees what was done there, and nothing of the tenant as a whole."""
    if reads.actor.environments is None:
        return _mine(reads)
    return _mine(reads).where(AuditEntryRow.environment.in_(reads.actor.environments))


def entry_of(row: AuditEntryRow) -> Entry:
    return Entry(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        environment=row.environment,
        environment_id=row.environment_id,
        request_id=row.request_id,
        before_digest=row.before_digest,
        after_digest=row.after_digest,
        detail=row.detail,
        body=row.body,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )
