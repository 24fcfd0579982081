"""Amounts by reference and context."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from catalog_admin.kit.tables import OfEnvironment, Table


class Tariff(OfEnvironment, Table):
    """`amount` and the amounts in `tiers` are exact; null country or segment means any."""

    __tablename__ = "tariff"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "environment_id"], ["environment.tenant_id", "environment.environment_id"]),
        Index("tariff_reference_ix", "tenant_id", "environment_id", "reference", "currency"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(Text(collation="C"))
    currency: Mapped[str]
    country: Mapped[str | None]
    segment: Mapped[str | None]
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    model: Mapped[str]
    amount: Mapped[Decimal | None]
    tiers: Mapped[list[Any] | None]
    package_size: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str | None]
    note: Mapped[str | None]
    revision: Mapped[int] = mapped_column(BigInteger, server_default="1")
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
