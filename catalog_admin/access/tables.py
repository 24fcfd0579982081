"""API tokens, role bindings, sessions of the console."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import BIRTH, Table

MINE = text("nullif(current_setting('app.tenant', true), '')::uuid")


class ApiTokenRow(Table):
    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("length(secret_hash) = 32", name="secret_hash"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=MINE)
    id: Mapped[UUID] = mapped_column(primary_key=True, unique=True)
    name: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[bytes]
    grants: Mapped[list[Any]]
    environments: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class RoleBindingRow(Table):
    __tablename__ = "role_binding"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=MINE)
    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    grants: Mapped[list[Any]]
    environments: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    revision: Mapped[int] = mapped_column(BigInteger, server_default=BIRTH)
    updated_at: Mapped[datetime]


class ConsoleSessionRow(Table):
    """Without `grants` the issuer says nothing about roles: bindings are asked at each request."""

    __tablename__ = "console_session"
    __table_args__ = (
        CheckConstraint("length(secret_hash) = 32", name="secret_hash"),
        CheckConstraint("length(former_hash) = 32", name="former_hash"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=MINE)
    id: Mapped[UUID] = mapped_column(primary_key=True, unique=True)
    secret_hash: Mapped[bytes]
    former_hash: Mapped[bytes | None]
    rotated_at: Mapped[datetime]
    taken_up_at: Mapped[datetime | None]
    subject: Mapped[str] = mapped_column(Text)
    display_name: Mapped[str] = mapped_column(Text)
    grants: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    environments: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    claims: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_expires_at: Mapped[datetime]
    expires_at: Mapped[datetime]
