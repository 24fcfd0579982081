"""Something that happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """`position` counts the tenant's events in the order of commits, without gaps."""

    position: int
    id: UUID
    type: str
    subject: str
    data: dict[str, Any]
    at: datetime
    environment: str | None
