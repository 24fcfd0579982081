"""The table behind kit/idempotency."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import OfTenant, Table


class StoredReply(OfTenant, Table):
    """What was answered; `status` is null only while the first request is still at work."""

    __tablename__ = "stored_reply"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"]),)

    environment_key: Mapped[str] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
