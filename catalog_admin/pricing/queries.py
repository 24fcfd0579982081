"""The built-in price source."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.exact import plain
from catalog_admin.predicates.values import date_text
from catalog_admin.pricing.model import Price, PriceContext, TariffBody, Tier
from catalog_admin.pricing.tables import Tariff


class TariffStore:
    """Answers from the tariffs of this transaction's environment."""

    def __init__(self, tx: Work | Reads) -> None:
        self._tx = tx

    def prices(self, references: Sequence[str], context: PriceContext) -> dict[str, Price]:
        """One statement for all references."""
        # DISTINCT ON keeps the first of each reference: the order is the rule of specificity.
        statement = (
            select(Tariff)
            .ext(distinct_on(Tariff.reference))
            .where(
                Tariff.reference.in_(list(references)),
                Tariff.currency == context.currency,
                or_(Tariff.country.is_(None), Tariff.country == context.country),
                or_(Tariff.segment.is_(None), Tariff.segment == context.segment),
                or_(Tariff.valid_from.is_(None), Tariff.valid_from <= context.instant),
                or_(Tariff.valid_to.is_(None), Tariff.valid_to > context.instant),
            )
            .order_by(
                Tariff.reference,
                Tariff.segment.is_(None),
                Tariff.country.is_(None),
                Tariff.valid_from.desc().nulls_last(),
                Tariff.id,
            )
        )
        return {row.reference: _price(row) for row in self._tx.session.scalars(statement)}


def tariffs(tx: Work | Reads) -> Iterator[TariffBody]:
    """Everything in the environment's store, in order of references; 5,000 rows in memory at a time."""
    listed = select(Tariff).order_by(Tariff.reference, Tariff.id).execution_options(yield_per=5_000)
    return (_body(row) for row in tx.session.scalars(listed))


def _body(row: Tariff) -> TariffBody:
    return TariffBody(
        id=row.id,
        reference=row.reference,
        currency=row.currency,
        country=row.country,
        segment=row.segment,
        valid_from=date_text(row.valid_from) if row.valid_from else None,
        valid_to=date_text(row.valid_to) if row.valid_to else None,
        model=row.model,
        amount=_plain(row.amount),
        tiers=row.tiers,
        package_size=row.package_size,
        unit=row.unit,
        note=row.note,
    )


def _price(row: Tariff) -> Price:
    return Price(
        reference=row.reference,
        currency=row.currency,
        model=row.model,
        amount=_plain(row.amount),
        tiers=tuple(_tier(tier) for tier in row.tiers or ()),
        package_size=row.package_size,
        unit=row.unit,
        note=row.note,
        valid_to=row.valid_to,
    )


def _tier(said: dict[str, Any]) -> Tier:
    return Tier(said["upTo"], said["amount"])


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)
