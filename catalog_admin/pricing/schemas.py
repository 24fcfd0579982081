"""Words about prices. Amounts are decimal texts: no float ever touches them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from catalog_admin.kit.words import Instant, Words

Reference = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]+$")]


class ContextIn(Words):
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    segment: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    instant: Instant | None = Field(None, description="Now, if not said.")


class LookupIn(Words):
    references: list[Reference] = Field(min_length=1, max_length=1000)
    context: ContextIn


class TierOut(Words):
    up_to: str | None = Field(description="Included; the last tier has no bound.")
    amount: str


class PriceOut(Words):
    reference: str
    currency: str
    model: str = Field(description="flat, tiered, volume, package or on_request.")
    amount: str | None = Field(description="Exact, in plain decimal notation.")
    tiers: list[TierOut]
    package_size: int | None
    unit: str | None
    note: str | None = Field(description='What to say for a price on request, like "Contact sales".')
    valid_to: datetime | None


class LookupOut(Words):
    """In the order asked; `missing` are references without a price in this context."""

    prices: list[PriceOut]
    missing: list[str]
