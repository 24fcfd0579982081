"""The attribute registry, products, and rate plans with their charges inside."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import BIRTH, Changing, OfEnvironment, Table

ENVIRONMENT = ["environment.tenant_id", "environment.environment_id"]
BYTEWISE = Text(collation="C")


class Attribute(OfEnvironment, Table):
    __tablename__ = "attribute"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "environment_id"], ENVIRONMENT),)

    key: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    kind: Mapped[str]
    many: Mapped[bool] = mapped_column(server_default="false")
    label: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    unit: Mapped[str | None]
    allowed: Mapped[list[Any] | None]
    facetable: Mapped[bool] = mapped_column(server_default="false")
    searchable: Mapped[bool] = mapped_column(server_default="false")
    revision: Mapped[int] = mapped_column(BigInteger, server_default=BIRTH)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class _Stated(Changing):
    """What products and rate plans have in common: a state, an interval, tags, values."""

    status: Mapped[str] = mapped_column(server_default="draft")
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    tags: Mapped[list[Any]] = mapped_column(server_default="[]")
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    revision: Mapped[int] = mapped_column(BigInteger, server_default="1")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]


class Product(OfEnvironment, _Stated, Table):
    """`one_time` is the charge of a good that is simply bought; its rate plan is implied."""

    __tablename__ = "product"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "environment_id"], ENVIRONMENT),
        UniqueConstraint("tenant_id", "environment_id", "key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(BYTEWISE)
    name: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    one_time: Mapped[dict[str, Any] | None]


class RatePlan(OfEnvironment, _Stated, Table):
    """The aggregate: its charges are one JSON array, read and written with it."""

    __tablename__ = "rate_plan"
    __table_args__ = (
        UniqueConstraint("tenant_id", "environment_id", "key"),
        Index("rate_plan_product_ix", "product_id", "tenant_id", "environment_id"),
        Index("rate_plan_implied_ix", "product_id", "tenant_id", "environment_id", postgresql_where=text("implied")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(BYTEWISE)
    product_id: Mapped[UUID]
    sku: Mapped[str | None]
    name: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    charges: Mapped[list[Any]] = mapped_column(server_default="[]")
    implied: Mapped[bool] = mapped_column(server_default="false")
