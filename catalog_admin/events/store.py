"""The SQL around the outbox."""

from collections.abc import Sequence

from sqlalchemy import select, text, tuple_

from catalog_admin.events.model import Event
from catalog_admin.events.tables import EventRow
from catalog_admin.kit.work import Reads

# Events of transactions from here on may still be joined by earlier ones that have not committed.
HORIZON = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def settled(reads: Reads, behind: tuple[int, int], limit: int) -> Sequence[EventRow]:
    place = tuple_(EventRow.transaction, EventRow.position)
    horizon = reads.session.scalar(HORIZON)
    return reads.session.scalars(
        select(EventRow)
        .where(EventRow.tenant_id == reads.tenant, place > behind, EventRow.transaction < horizon)
        .order_by(EventRow.transaction, EventRow.position)
        .limit(limit)
    ).all()


def event_of(row: EventRow) -> Event:
    return Event(
        id=row.id,
        type=row.type,
        subject=row.subject,
        data=row.data,
        at=row.at,
        environment=row.environment,
        transaction=row.transaction,
        position=row.position,
    )
