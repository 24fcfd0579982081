"""The tenant's row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import Table


class TenantRow(Table):
    __tablename__ = "tenant"
    __table_args__ = (
        CheckConstraint("key ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="key"),
        CheckConstraint("demo IN ('loading', 'loaded')", name="demo"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    anonymous_claims: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    anonymous_environments: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    revision: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    demo: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
