"""Mapped classes of the draft. `tpath` is the path with a dot behind every key, so a subtree is a range of text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Computed, ForeignKeyConstraint, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy_utils import LtreeType

from catalog_admin.kit.tables import BIRTH, Changing, OfEnvironment, Table

LIVING = text("deleted_at IS NULL")
AUTOMATIC = text("auto_publish <> 'none' AND deleted_at IS NULL")
DEAD = text("deleted_at IS NOT NULL")
DELETED_ITSELF = text("deleted_at IS NOT NULL AND deleted_with = node_id")
ByteOrder = Text(collation="C")
# Last in indexes, not first: the migration says why.
WHOSE = ("tenant_id", "environment_id")


def _of_node() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "environment_id", "node_id"],
        ["node.tenant_id", "node.environment_id", "node.node_id"],
        ondelete="CASCADE",
    )


class CatalogRow(OfEnvironment, Table):
    __tablename__ = "catalog"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "environment_id"],
            ["environment.tenant_id", "environment.environment_id"],
            ondelete="CASCADE",
        ),
        Index("catalog_living_key", "tenant_id", "environment_id", "key", unique=True, postgresql_where=LIVING),
        Index("catalog_by_itself_ix", "tenant_id", "environment_id", "key", postgresql_where=AUTOMATIC),
    )

    catalog_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(ByteOrder)
    type: Mapped[str] = mapped_column(Text)
    name: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    locales: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    currencies: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    auto_publish: Mapped[str] = mapped_column(Text, server_default=text("'none'"))
    revision: Mapped[int] = mapped_column(BigInteger, server_default=BIRTH)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[str | None] = mapped_column(Text)


class NodeRow(OfEnvironment, Changing, Table):
    __tablename__ = "node"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "environment_id", "catalog_id"],
            ["catalog.tenant_id", "catalog.environment_id", "catalog.catalog_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["tenant_id", "environment_id", "parent_id"],
            ["node.tenant_id", "node.environment_id", "node.node_id"],
            ondelete="CASCADE",
        ),
        Index(
            "node_living_key",
            "parent_id",
            "key",
            "catalog_id",
            *WHOSE,
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=LIVING,
        ),
        Index("node_living_path", "catalog_id", "tpath", *WHOSE, postgresql_where=LIVING),
        Index("node_siblings", "parent_id", "sort_key", "key", *WHOSE, postgresql_where=LIVING),
        Index("node_deletions", "deleted_with", *WHOSE, postgresql_where=DEAD),
        Index("node_wastebasket", "catalog_id", "deleted_at", "node_id", *WHOSE, postgresql_where=DELETED_ITSELF),
    )

    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    catalog_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    key: Mapped[str] = mapped_column(ByteOrder)
    tpath: Mapped[str] = mapped_column(ByteOrder)
    path: Mapped[str] = mapped_column(LtreeType, Computed("text2ltree(rtrim(tpath, '.'::text))", persisted=True))
    depth: Mapped[int] = mapped_column(Computed("nlevel(text2ltree(rtrim(tpath, '.'::text)))", persisted=True))
    type: Mapped[str] = mapped_column(Text)
    meta: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    sort_key: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    active_from: Mapped[datetime | None]
    active_to: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]
    deleted_with: Mapped[UUID | None]
    deleted_by: Mapped[str | None] = mapped_column(Text)


class RulesetRow(OfEnvironment, Table):
    """The newest version only; DELETE marks the row, so the next ruleset still counts on."""

    __tablename__ = "ruleset"
    __table_args__ = (_of_node(),)

    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    body: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]


class AssignmentRow(OfEnvironment, Changing, Table):
    __tablename__ = "assignment"
    __table_args__ = (
        _of_node(),
        Index("assignment_of_plan", "rate_plan_id", *WHOSE),
    )

    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    rate_plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    effect: Mapped[str] = mapped_column(Text)
    pin: Mapped[int | None]
    rank: Mapped[int | None]
    revision: Mapped[int] = mapped_column(BigInteger, server_default=BIRTH)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
