"""The environment's row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import Table


class EnvironmentRow(Table):
    __tablename__ = "environment"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("key ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="key"),
        CheckConstraint("length(release_digest) = 32", name="release_digest"),
        CheckConstraint("generation >= 0", name="generation"),
        Index("environment_default_key", "tenant_id", unique=True, postgresql_where=text("is_default")),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    environment_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text)
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    release_digest: Mapped[bytes | None]
    generation: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    policy: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
