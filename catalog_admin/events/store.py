"""The SQL around the outbox."""

from collections.abc import Sequence

from sqlalchemy import select

from catalog_admin.events.model import Event
from catalog_admin.events.tables import EventRow
from catalog_admin.kit.work import Reads


def behind(reads: Reads, position: int, limit: int) -> Sequence[EventRow]:
    mine = select(EventRow).where(EventRow.tenant_id == reads.tenant, EventRow.position > position)
    if reads.actor.environments is not None:
        mine = mine.where(EventRow.environment.in_(reads.actor.environments))
    return reads.session.scalars(mine.order_by(EventRow.position).limit(limit)).all()


def event_of(row: EventRow) -> Event:
    return Event(
        position=row.position,
        id=row.id,
        type=row.type,
        subject=row.subject,
        data=row.data,
        at=row.at,
        environment=row.environment,
    )
