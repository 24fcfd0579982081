"""The outbox: written in the transaction that made it happen, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import Table


class EventRow(Table):
    __tablename__ = "event"
    __table_args__ = (Index("event_transaction_position_ix", "tenant_id", "transaction", "position"),)

    tenant_id: Mapped[UUID] = mapped_column(
        primary_key=True,
        server_default=text("nullif(current_setting('app.tenant', true), '')::uuid"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    environment: Mapped[str | None] = mapped_column(Text)
    transaction: Mapped[int] = mapped_column(BigInteger, server_default=text("pg_current_xact_id()::text::bigint"))
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
