"""What a price is: an amount, a ladder of amounts, or "ask us"; and for whom, where and when it holds.

Of several tariffs that fit, the most specific wins: one for the segment before one for everybody, then one for the
country before one for anywhere, then the one that began to hold last, then the smaller id. There is always one winner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

MODELS = ("flat", "tiered", "volume", "package", "on_request")


@dataclass(frozen=True)
class PriceContext:
    """Who asks, where and for when; without country or segment only tariffs for any of them fit."""

    currency: str
    instant: datetime
    country: str | None = None
    segment: str | None = None


@dataclass(frozen=True)
class Tier:
    """Up to and including so many units; the last has no bound. Amounts are exact decimal texts, per unit."""

    up_to: str | None
    amount: str


@dataclass(frozen=True)
class Price:
    """`model` on_request has no amount but perhaps a `note` ("Contact sales")."""

    reference: str
    currency: str
    model: str
    amount: str | None = None
    tiers: tuple[Tier, ...] = ()
    package_size: int | None = None
    unit: str | None = None
    note: str | None = None
    valid_to: datetime | None = None


class PriceSource(Protocol):
    """The port behind which amounts live: here the tariff store, elsewhere a pricing engine over HTTP."""

    def prices(self, references: Sequence[str], context: PriceContext) -> dict[str, Price]:
        """One price for each reference that has one in this context; the others are missing."""


@dataclass(slots=True)
class TariffBody:
    """One row of the store, in stored form; decimals and instants are texts."""

    id: UUID
    reference: str
    currency: str
    country: str | None
    segment: str | None
    valid_from: str | None
    valid_to: str | None
    model: str
    amount: str | None
    tiers: list[dict[str, Any]] | None
    package_size: int | None
    unit: str | None
    note: str | None
