"""Something that happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """`transaction` and `position` say where it stands in the order in which readers see events."""

    id: UUID
    type: str
    subject: str
    data: dict[str, Any]
    at: datetime
    environment: str | None
    transaction: int
    position: int
