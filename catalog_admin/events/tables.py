"""The outbox: numbered in the order of commits, never changed. `event_append` in the database writes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import Table


class EventRow(Table):
    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("tenant_id", "id"), CheckConstraint("position > 0", name="position"))

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID]
    type: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    environment: Mapped[str | None] = mapped_column(Text)
