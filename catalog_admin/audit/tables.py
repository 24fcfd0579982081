"""The chain and its head. The service only reads them: `audit_append` in the database writes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import Table


class AuditEntryRow(Table):
    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("length(before_digest) = 32", name="before_digest"),
        CheckConstraint("length(after_digest) = 32", name="after_digest"),
        CheckConstraint("length(prev_hash) = 32", name="prev_hash"),
        CheckConstraint("length(hash) = 32", name="hash"),
        Index("audit_entry_actor_ix", "tenant_id", "actor", "seq"),
        Index("audit_entry_action_ix", "tenant_id", "action", "seq"),
        Index("audit_entry_subject_ix", "tenant_id", "subject", "seq"),
        Index("audit_entry_request_ix", "tenant_id", "request_id", "seq"),
        Index("audit_entry_at_ix", "tenant_id", "at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    environment_id: Mapped[UUID | None]
    environment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text(collation="C"))
    before_digest: Mapped[bytes | None]
    after_digest: Mapped[bytes | None]
    request_id: Mapped[str] = mapped_column(Text)
    detail: Mapped[Any | None] = mapped_column(JSONB)
    body: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class AuditHeadRow(Table):
    __tablename__ = "audit_head"
    __table_args__ = (
        CheckConstraint("seq >= 0", name="seq"),
        CheckConstraint("length(hash) = 32", name="hash"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
