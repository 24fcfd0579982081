"""Saying what happened."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert

from catalog_admin.audit.model import plain
from catalog_admin.events.tables import EventRow
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.work import Work


def emit(work: Work, *, type: str, subject: str, data: dict[str, Any] | None = None) -> UUID:
    """Write an event into the outbox; it exists exactly if the work commits."""
    event = new_id()
    row = {
        "id": event,
        "type": type,
        "subject": subject,
        "data": plain(data or {}),
        "at": work.now,
        "environment": work.environment_key or None,
    }
    work.session.execute(insert(EventRow).values(row))
    return event
