"""Words about prices. Amounts are decimal texts: no float ever touches them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from catalog_admin.kit.words import Instant, Words
from catalog_admin.pricing.model import Price, PriceContext

Reference = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]+$")]


class ContextIn(Words):
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    segment: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    instant: Instant | None = Field(None, description="Now, if not said.")

    def meant(self, now: datetime) -> PriceContext:
        return PriceContext(self.currency, self.instant or now, self.country, self.segment)


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

    @classmethod
    def of(cls, asked: list[str], found: dict[str, Price]) -> Self:
        references = list(dict.fromkeys(asked))
        prices = [PriceOut.model_validate(found[each]) for each in references if each in found]
        return cls(prices=prices, missing=[each for each in references if each not in found])
