"""Jobs, what was wrong with the rows they read, and the files sent for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import OfTenant, Table


class Job(OfTenant, Table):
    """One piece of long work; `actor` is who asked, as far as the work needs to act for them."""

    __tablename__ = "job"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"]),
        ForeignKeyConstraint(["tenant_id", "environment_id"], ["environment.tenant_id", "environment.environment_id"]),
        Index("job_finished_ix", "finished_at", postgresql_where=text("finished_at IS NOT NULL")),
        Index(
            "job_republish_ix",
            "tenant_id",
            "environment_id",
            "created_at",
            postgresql_where=text("kind = 'promotions.republish'"),
        ),
        Index("job_unfinished_ix", "status", "heartbeat_at", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    environment_id: Mapped[UUID | None]
    environment_key: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="queued")
    progress: Mapped[int] = mapped_column(server_default="0")
    step: Mapped[str] = mapped_column(server_default="")
    begun: Mapped[list[Any]] = mapped_column("steps", server_default="[]")
    params: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    checkpoint: Mapped[dict[str, Any] | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    attempt: Mapped[int] = mapped_column(server_default="0")
    upload_id: Mapped[UUID | None]
    actor: Mapped[dict[str, Any]]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(BigInteger, server_default="1")


class RefusedRow(OfTenant, Table):
    """One row that an import refused; a job keeps the first thousand. `column` and `value` are those of a CSV file."""

    __tablename__ = "import_error"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "job_id"], ["job.tenant_id", "job.id"], ondelete="CASCADE"),)

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str | None]
    pointer: Mapped[str]
    code: Mapped[str]
    detail: Mapped[str]
    suggestion: Mapped[str | None]
    column: Mapped[str | None]
    value: Mapped[str | None]


class Upload(OfTenant, Table):
    """A file on its way to a job; it has a SHA-256 when all of it has come."""

    __tablename__ = "upload"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"]),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger, server_default="0")
    sha256: Mapped[bytes | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class UploadChunk(OfTenant, Table):
    __tablename__ = "upload_chunk"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "upload_id"], ["upload.tenant_id", "upload.id"], ondelete="CASCADE"),
    )

    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes]
