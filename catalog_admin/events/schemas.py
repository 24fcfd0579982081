"""The words of /events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalog_admin.kit.words import Words


class EventOut(Words):
    id: UUID
    type: str
    subject: str
    data: dict[str, Any]
    at: datetime
    environment: str | None


class EventPage(Words):
    items: list[EventOut]
    next: str | None
