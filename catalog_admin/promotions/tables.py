"""Releases and the moves of environments from one to the next; rows are only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import Table

OF_RELEASE = ["release.tenant_id", "release.digest"]


class _Mine:
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)


class Release(Table):
    """One deployable set: catalog versions, rule commit, settings bundle; named by its SHA-256."""

    __tablename__ = "release"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ReleaseCatalog(_Mine, Table):
    """A release's catalog versions, one a row, so that nobody has to read bodies to find them."""

    __tablename__ = "release_catalog"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "release_digest"], OF_RELEASE),
        ForeignKeyConstraint(["tenant_id", "version_digest"], ["version.tenant_id", "version.digest"]),
    )

    release_digest: Mapped[bytes] = mapped_column(primary_key=True)
    catalog_key: Mapped[str] = mapped_column(Text, primary_key=True)
    version_digest: Mapped[bytes]


class EnvironmentMove(_Mine, Table):
    """From `effective_from` on the environment served this release; a later generation has the last word."""

    __tablename__ = "environment_move"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "release_digest"], OF_RELEASE),
        CheckConstraint("generation > 0", name="generation"),
        Index("environment_move_instant_ix", "tenant_id", "environment_id", "effective_from", "generation"),
    )

    environment_id: Mapped[UUID] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    release_digest: Mapped[bytes]
    cause: Mapped[str] = mapped_column(Text)
    catalog_key: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    moved_by: Mapped[str] = mapped_column(Text)
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now())
    effective_from: Mapped[datetime] = mapped_column(server_default=func.now())
