"""Saying what happened."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from catalog_admin.audit.model import plain
from catalog_admin.kit.canonical import canonical_json
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.work import Work

QUEUE = "events"


def emit(work: Work, *, type: str, subject: str, data: dict[str, Any] | None = None) -> UUID:
    """Put an event into the outbox; it exists exactly if the work commits. Call it once the change has succeeded.

    It is written just before COMMIT: events are numbered in the order of commits, under a lock held only that long.
    """
    event = new_id()
    said = {
        "id": event,
        "type": type,
        "subject": subject,
        "data": data or {},
        "at": work.now,
        "environment": work.environment_key or None,
    }
    work.session.info.setdefault(QUEUE, []).append(plain(said))
    work.before_commit(QUEUE, lambda: _append(work), last=True)
    return event


def _append(work: Work) -> None:
    events = canonical_json(work.session.info.pop(QUEUE)).decode()
    work.session.execute(text("SELECT event_append(CAST(:events AS jsonb))"), {"events": events})
