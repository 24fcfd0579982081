"""Saying what happened."""

from typing import Any
from uuid import UUID

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
    work.say_last(QUEUE, lambda: _appended(work))
    return event


def _appended(work: Work) -> tuple[str, dict[str, Any]]:
    events = canonical_json(work.session.info.pop(QUEUE)).decode()
    return "event_append(CAST(:events AS jsonb))", {"events": events}
